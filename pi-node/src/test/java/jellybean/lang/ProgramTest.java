package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

class ProgramTest {

  private final List<Fault> faults = new ArrayList<>();

  /** The functions of a map as a document has them under {@code :functions}. */
  private Program program(String map) {
    List<NamedForm> named = new ArrayList<>();
    List<Syntax> parts = Run.readOne(map).children();
    for (int i = 0; i < parts.size(); i += 2) {
      named.add(new NamedForm(Run.SOURCE, (Symbol) parts.get(i).value(), parts.get(i + 1)));
    }
    return Program.analyse(named, faults);
  }

  private List<String> faultTexts() {
    return faults.stream().map(Fault::toString).toList();
  }

  private static Value call(Program program, String name, Value... args) {
    return program.function(Symbol.of(name)).orElseThrow().call(new Machine(Budget.DEFAULT), args);
  }

  @Test
  void functionsSeeOneAnotherWhateverTheirOrder() {
    Program program =
        program("{quadruple (fn [x] (double-it (double-it x)))" + " double-it (fn [x] (* 2 x))}");
    assertEquals(List.of(), faultTexts());
    assertEquals(Int.of(20), call(program, "quadruple", Int.of(5)));
    assertEquals(List.of(Symbol.of("quadruple"), Symbol.of("double-it")), program.names());
  }

  @Test
  void functionsMayBeRecursive() {
    Program program = program("{down (fn [n] (if (zero? n) :ground (down (dec n))))}");
    assertEquals(Keyword.of("ground"), call(program, "down", Int.of(200)));
  }

  @Test
  void otherExpressionsAreEvaluatedOnceInOrder() {
    Program program =
        program("{limit (+ 1 2) add3 (partial add limit) add (fn [a b] (+ a b)) plus +}");
    assertEquals(List.of(), faultTexts());
    assertEquals(Int.of(8), call(program, "add3", Int.of(5)));
    assertEquals(Int.of(8), call(program, "plus", Int.of(5), Int.of(3)));
    assertEquals(Optional.empty(), program.function(Symbol.of("limit")));
    assertEquals(Optional.empty(), program.function(Symbol.of("nobody")));
  }

  @Test
  void aDocumentMayHideABuiltIn() {
    Program program = program("{count (fn [x] :mine) use-it (fn [x] (count x))}");
    assertEquals(Keyword.of("mine"), call(program, "use-it", EdnMap.EMPTY));
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    program(
        """
        {add (fn [state n] (update state :count + n))
         one (fn [s] (add s))
         two (fn [s d] (updat s :a inc))
         three (fn [s d] (let [a 1 b] (+ 1 (recur s d)) (recur a)))
         four (fn [s & ] s)
         five (fn [{:keyz [a]}] a)
         six (fn)
         seven (fn [x] (inc x 1))
         eight (fn [x] (if))
         nine (fn [x] (:key))
         ten (fn [x] (case x 1 :a 1 :b))
         eleven (fn [:x] 1)
         twelve (fn [x] (cond x))
         if (fn [x] x)}
        """);
    assertEquals(
        List.of(
            "test.edn:2:14: add expects 2 arguments, found 1",
            "test.edn:3:17: unknown name updat, did you mean update?",
            "test.edn:4:23: (let [name value …] body…) expects pairs of a name and a value,"
                + " found a name alone",
            "test.edn:4:36: recur is not in tail position of a loop or fn",
            "test.edn:4:49: recur expects 2 values, found 1",
            "test.edn:5:11: & expects exactly one binding after it, at the end",
            "test.edn:6:13: a map pattern expects :keys, :strs, :syms, :or or :as, found :keyz",
            "test.edn:6:25: unknown name a",
            "test.edn:7:6: (fn name? [params…] body…) expected",
            "test.edn:8:16: inc expects 1 argument, found 2",
            "test.edn:9:16: (if test then else?) expected, found 0 parts",
            "test.edn:10:15: :key expects 1 or 2 arguments, found 0",
            "test.edn:11:27: case has the constant 1 twice",
            "test.edn:12:14: a binding expects a name, a vector or a map, found :x",
            "test.edn:13:17: (cond test answer …) expects pairs, found 1 parts",
            "test.edn:14:5: if is a form of the language and cannot be defined"),
        faultTexts());
  }

  @Test
  void evaluatingAnExpressionMayBeAFault() {
    program("{loops ((fn [] (recur))) broken (+ 1 :a)}");
    assertEquals(
        List.of(
            "test.edn:1:8: fuel limit: used up the fuel of 200000 units",
            "test.edn:1:33: + expects a number, found :a"),
        faultTexts());
  }

  @Test
  void functionsInPlaceSeeTheProgram() {
    Program program = program("{add (fn [a b] (+ a b))}");
    List<Value> results = new ArrayList<>();
    for (String form : List.of("(fn [s d] (add s d))", "add", "(partial add 1)")) {
      Fn fn =
          program.function("place.edn", Run.readOne(form), new Allowance(), faults).orElseThrow();
      Value[] args = form.startsWith("(partial") ? ints(4) : ints(1, 4);
      results.add(fn.call(new Machine(Budget.DEFAULT), args));
    }
    assertEquals(List.of(Int.of(5), Int.of(5), Int.of(5)), results);
  }

  private static Value[] ints(long... numbers) {
    Value[] values = new Value[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Int.of(numbers[i]);
    }
    return values;
  }

  @Test
  void whatIsNoFunctionInPlaceIsAFault() {
    Program program = program("{add (fn [a b] (+ a b))}");
    for (String form : List.of("5", "ad", "(add 1)", "(inc :x)")) {
      assertEquals(
          Optional.empty(),
          program.function("place.edn", Run.readOne(form), new Allowance(), faults));
    }
    assertEquals(
        List.of(
            "place.edn:1:1: a function expected, found 5",
            "place.edn:1:1: unknown name ad",
            "place.edn:1:1: add expects 2 arguments, found 1",
            "place.edn:1:1: inc expects a number, found :x"),
        faultTexts());
  }

  @Test
  void functionsTellWhatTheyAccept() {
    Program program =
        program(
            "{two (fn [a b] a) many (fn ([] 0) ([a] 1) ([a b c & more] 2)) any (fn [& all] all)}");
    Fn two = program.function(Symbol.of("two")).orElseThrow();
    Fn many = program.function(Symbol.of("many")).orElseThrow();
    Fn any = program.function(Symbol.of("any")).orElseThrow();
    assertTrue(two.accepts(2) && !two.accepts(1) && !two.accepts(3));
    assertTrue(many.accepts(0) && many.accepts(1) && !many.accepts(2) && many.accepts(9));
    assertEquals("two 2 arguments", two.name() + " " + two.arity());
    assertEquals("0 or 1 or at least 3 arguments", many.arity());
    assertEquals("at least 0 arguments", any.arity());
  }

  @Test
  void callingWithTheWrongNumberNamesTheFunction() {
    Program program = program("{two (fn [a b] a)}");
    LangError error = assertThrows(LangError.class, () -> call(program, "two", Int.of(1)));
    assertEquals("two expects 2 arguments, found 1", error.getMessage());
  }

  @Test
  void errorsOfACallCarryThePlaceInTheDocument() {
    Program program = program("{add (fn [state n]\n  (update state :count + n))}");
    LangError error =
        assertThrows(LangError.class, () -> call(program, "add", EdnMap.EMPTY, Keyword.of("x")));
    assertEquals("test.edn:2:3: + expects a number, found nil", error.getMessage());
    assertEquals(
        "#jelly/error {:message \"+ expects a number, found nil\", :at \"test.edn:2:3\","
            + " :form (update state :count + n), :expected \"a number\", :found nil}",
        error.toValue().toString());
  }

  @Test
  void argumentsStayTheCallers() {
    Program program = program("{swap (fn [a b] (if (pos? a) (recur b a) [a b]))}");
    Value[] args = ints(3, -1);
    call(program, "swap", args);
    assertEquals(Int.of(3), args[0]);
  }
}
