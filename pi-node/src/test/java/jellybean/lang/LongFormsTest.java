package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
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

  private static LangError failure(String form) {
    try {
      throw new AssertionError("no fault but " + Run.eval(form));
    } catch (LangError e) {
      return e;
    }
  }
}
