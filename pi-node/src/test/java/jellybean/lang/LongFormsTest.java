package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms as long as a document can be are analysed in time linear in them, give or take a log. */
class LongFormsTest {
  /** Some of the forms took longer while each name was looked for among all others. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static String each(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(" "));
  }

  static Arguments[] forms() {
    int many = 60_000;
    String names = each(many, i -> "a" + i + " " + i);
    String fewer = each(40_000, i -> "a" + i + " " + i);
    return new Arguments[] {
      Arguments.of("(let [a 0 " + each(many, i -> "a" + i + " a") + "] a59999)", "0"),
      Arguments.of("(loop [" + names + "] a59999)", "59999"),
      Arguments.of(
          "(let [" + fewer + "] (count ((fn [] [" + each(40_000, i -> "a" + i) + "]))))", "40000"),
      Arguments.of("(let [{:keys [" + each(many, i -> "a" + i) + "]} {:a59999 7}] a59999)", "7"),
      Arguments.of("(condp = 59999 " + each(many, i -> i + " " + i) + ")", "59999"),
      Arguments.of("(case 59999 " + each(many, i -> i + " " + i) + ")", "59999"),
      Arguments.of("(cond false 1 " + each(many, i -> "nil " + i) + " :else 2)", "2"),
      Arguments.of("(do " + each(many, i -> "" + i) + ")", "59999")
    };
  }

  @ParameterizedTest
  @MethodSource("forms")
  void answerSoon(String form, String answer) {
    assertEquals(answer, assertTimeoutPreemptively(SOON, () -> result(form)));
  }

  private static String result(String form) {
    try {
      return Run.eval(form).toString();
    } catch (LangError e) {
      return e.faults().isEmpty() ? e.getMessage() : "";
    }
  }

  @Test
  void unknownNamesAmongManyKnownOnesAreFoundSoonWithHintsForTheFirst() {
    String form =
        "(let ["
            + each(30_000, i -> "name" + i + " 0")
            + "] ["
            + each(30_000, i -> "nome" + i)
            + "])";
    LangError error = assertTimeoutPreemptively(SOON, () -> failure(form));
    assertEquals(30_000, error.faults().size());
    assertEquals("unknown name nome0, did you mean name0?", error.faults().getFirst().message());
    assertEquals("unknown name nome29999", error.faults().getLast().message());
  }

  static String[] threads() {
    String incs = "inc ".repeat(250);
    String sums = "(+ 1) ".repeat(250);
    String some = "inc ".repeat(40);
    return new String[] {
      "(-> 0 " + incs + ")",
      "(->> 0 " + sums + ")",
      "(-> [1] " + "(conj 2) ".repeat(250) + ")",
      "(->> [1] " + "(cons 2) ".repeat(250) + "count)",
      "(-> 0 " + incs + "(if 1 2))",
      "(-> nil " + "(or nil) ".repeat(60) + "(cond 1 :else 2) " + some + "(-> " + some + "))",
      "(-> 0 " + some + "(as-> n (+ n n)) " + some + "(some-> " + some + ") (case 160 :yes :no))",
      "(->> a " + some + "(let [a 1]) " + sums + ")",
      "(->> (first 1) " + some + "(if true 1) " + sums + ")",
      "(->> 1 " + some + "(-> 2 (vector)))",
      "(->> x " + some + "(fn [x]))",
      "(-> 1 " + some + "quote count)",
      "(loop [n 0] (if (< n 200) (-> n " + some + "recur) n))",
      "(-> :a " + some + ")",
      "(-> :a " + some + "(->> (if true 1)))",
      "(-> 1 " + incs + "(->> (- 1) (-> " + some + ")))",
      "(some->> inc (some-> 1))",
      "(-> 1 " + some + "(vector (-> 2 " + some + "(vector (->> 3 " + some + ")))))"
    };
  }

  @ParameterizedTest
  @MethodSource("threads")
  void longThreadsAnswerAsInClojure(String thread) {
    Verdict verdict = Verdict.on(thread);
    assertFalse(verdict.differs(), verdict::toString);
  }

  @Test
  void threadsOfThousandsOfStepsRunOnASmallStack() throws Exception {
    List<String> answers = new ArrayList<>();
    String text = "(-> 0 " + "inc ".repeat(20_000) + ") (->> 0 " + "(+ 1) ".repeat(10_000) + ")";
    Thread thread = new Thread(null, () -> answers.add(result(text)), "small", 256 << 10);
    thread.start();
    thread.join();
    assertEquals(List.of("10000"), answers);
  }

  @Test
  void anErrorInALongThreadIsPlacedAtItsStep() {
    String error = Run.error("(-> 0 " + "inc ".repeat(39) + "name)");
    assertEquals("test.edn:1:163: name expects a keyword, symbol or string, found 39", error);
    Session session = new Session("t", Budget.DEFAULT);
    String value = session.answer(Run.readOne("(-> 0 " + "inc ".repeat(32) + "name)")).toString();
    assertTrue(value.contains(":form (name ...)"), value);
  }

  private static LangError failure(String form) {
    try {
      throw new AssertionError("no fault but " + Run.eval(form));
    } catch (LangError e) {
      return e;
    }
  }
}
