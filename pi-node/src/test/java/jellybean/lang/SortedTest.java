package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Value;
import jellybean.edn.ValueGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is Jellybean's own about sorted maps and sets; Clojure is the judge of all else. */
class SortedTest {
  private static final int PAIRS = 20_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(get (sorted-map 1 :a) \"x\")"
            + "|1: get expects two values of one kind to compare with \"x\", found 1",
        "(sorted-set {})|1: sorted-set expects values that have an order, found {}",
        "(conj (sorted-set 1) [])"
            + "|1: conj expects two values of one kind to compare with [], found 1",
        "(sorted-map 1 2 3)|1: sorted-map expects a value for each key, found none for the last",
        "(sorted-set-by :a 1)|1: sorted-set-by expects a function that compares, found :a",
        "(sorted-set-by (fn [a b] :x) 1 2)"
            + "|1: sorted-set-by expects a comparator that answers a number or a boolean, found :x",
        "(subseq [1] > 0)|1: subseq expects a sorted map or set, found [1]",
        "(rseq #{1})|1: rseq expects a sorted map or set, found #{1}",
        "(disj #jelly/sorted-set #{[##NaN 1] [3 7] [5 1]} [3 7])"
            + "|1: disj expects keys of which one comes before the next",
        "(sorted-set-by (fn [a b] (+ a b)) 1 \"x\")|26: + expects a number, found \"x\""
      })
  void errorsSayWhatWasExpectedAndFound(String program, String error) {
    assertEquals("test.edn:1:" + error, Run.error(program));
  }

  @Test
  void aTaggedTextIsAConstantOfTheProgram() {
    assertEquals(
        "[#jelly/sorted-map {1 x, 2 (f y)} (f y) 1]",
        Run.eval(
                "(let [m #jelly/sorted-map {2 (f y) 1 x}]"
                    + " [m (m 2) (count #jelly/sorted-set #{a})])")
            .toString());
  }

  @Test
  void whatAFunctionSortsHasNoPrintedForm() {
    Session session = new Session("t", Budget.DEFAULT);
    assertEquals(
        "t:1:1: the result has no printed form: a sorted set of 2 elements in the order of a"
            + " function",
        session.answer(Run.readOne("(sorted-set-by > 1 2)")).error().orElseThrow().getMessage());
  }

  /** The reader sorts by what {@code compare} says, or programs would not find what they wrote. */
  @Test
  void theReaderComparesAsProgramsDo() {
    int ordered = 0;
    for (long seed = 0; seed < PAIRS; seed++) {
      ValueGenerator generator = ValueGenerator.of(seed).withNaN();
      Value a = generator.next(2);
      Value b = new SplittableRandom(seed).nextInt(3) == 0 ? generator.next(2) : generator.scalar();
      String read = read("#jelly/sorted-set #{[" + a + "] [" + b + "]}");
      String compared = compared(a, b);
      assertEquals(compared, read, () -> a + " and " + b);
      ordered += compared.isEmpty() ? 0 : 1;
    }
    assertTrue(ordered > PAIRS / 50, ordered + " pairs have an order");
  }

  private static String read(String text) {
    try {
      return EdnReader.readOne(text).toString();
    } catch (EdnException e) {
      return "";
    }
  }

  private static String compared(Value a, Value b) {
    try {
      int order = Comparison.compare(new Machine(Budget.DEFAULT), a, b);
      return order == 0
          ? ""
          : "#jelly/sorted-set #{[%s] [%s]}".formatted(order < 0 ? a : b, order < 0 ? b : a);
    } catch (LangError e) {
      return "";
    }
  }

  @Test
  void addingCostsFuelForTheHeightOfTheTreeAndNotForItsSize() {
    Fn grow = (Fn) Run.eval("(fn [n] (apply sorted-set (range n)))");
    Fn add = (Fn) Run.eval("(fn [s] (conj s -1))");
    Fn remove = (Fn) Run.eval("(fn [s] (disj s 0))");
    Value large = grow.call(new Machine(Budget.DEFAULT), Int.of(8_000));
    for (Fn change : new Fn[] {add, remove}) {
      Machine machine = new Machine(Budget.DEFAULT);
      change.call(machine, large);
      assertTrue(machine.fuelUsed() > 10 && machine.fuelUsed() < 40, "used " + machine.fuelUsed());
    }
  }
}
