package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
  @TempDir private Path folder = Path.of("unset");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiterString = "=>",
      value = {
        "(+ 1 2)                         => 3",
        "(let [[a & b] [1 2 3]] b)       => (2 3)",
        "{:a (inc 1)}                    => {:a 2}",
        "\"x\"                           => \"x\"",
        "nil                             => nil",
        "(loop [i 0] (if (< i 9) (recur (inc i)) i)) => 9",
      })
  void aFormAnswersItsValue(String form, String value) {
    assertEquals(new Run(0, value + "\n", ""), Run.jelly(form, "eval"));
  }

  @Test
  void eachFormAnswersExactlyOneLine() {
    Run run =
        Run.jelly("(def twice (fn [x] (* 2 x))) (twice 21)\n(twice \"a\")\n(twice 4)", "eval");
    List<String> lines = run.lines();
    assertEquals(4, lines.size(), run.out());
    assertEquals("twice", lines.get(0));
    assertEquals("42", lines.get(1));
    assertTrue(lines.get(2).startsWith("#jelly/error {:message \""), lines.get(2));
    assertTrue(lines.get(2).contains(":at \"stdin:1:"), lines.get(2));
    assertEquals("8", lines.get(3));
    assertEquals("", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void onRequestACaretShowsWhereAFormFailedAndTheAnswersAreTheSame() {
    String text =
        "(+ 1 2)\n(map inc [1 (* 2 \"a\")])\n(let [x]\n  x)\n" + "a".repeat(300) + "\n(+ 1 ]";
    Run plain = Run.jelly(text, "eval");
    Run run = Run.jelly(text, "eval", "--carets");
    assertEquals(plain.out(), run.out());
    assertEquals("", plain.err());
    assertEquals(
        """
        stdin:2:13: * expects a number, found "a"
          (map inc [1 (* 2 "a")])
                      ^
        """,
        run.err().substring(0, run.err().indexOf("stdin:3")));
    assertTrue(run.err().contains("\n  (let [x]\n       ^\n"), run.err());
    assertTrue(run.err().contains("\n  " + "a".repeat(100) + "…\n  ^\n"), run.err());
    assertTrue(run.err().endsWith("\n  (+ 1 ]\n       ^\n"), run.err());
  }

  @Test
  void aFunctionHasNoPrintedFormAndThatIsAnError() {
    Run run = Run.jelly("inc\n(fn [x] x)", "eval");
    assertEquals(2, run.lines().size(), run.out());
    assertTrue(run.lines().stream().allMatch(l -> l.startsWith("#jelly/error {")), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aTextThatCannotBeReadEndsWithOneErrorLine() {
    Run run = Run.jelly("(+ 1 2)\n(+ 1 ]\n(+ 3 4)", "eval");
    assertEquals(2, run.lines().size(), run.out());
    assertEquals("3", run.lines().getFirst());
    assertTrue(run.lines().getLast().startsWith("#jelly/error {:message \""), run.out());
    assertTrue(run.lines().getLast().contains(":at \"stdin:2:6\""), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aLoopWithoutEndRunsOutOfFuelAndTheNextFormHasItsOwn() {
    Run run = Run.jelly("(loop [] (recur))\n(+ 1 1)", "eval", "--fuel", "1000");
    assertTrue(run.lines().getFirst().contains("fuel"), run.out());
    assertTrue(run.lines().getFirst().contains("1000"), run.out());
    assertEquals("2", run.lines().getLast());
    assertEquals(1, run.code());
  }

  @Test
  void fuelIsANumber() {
    assertEquals(2, Run.jelly("1", "eval", "--fuel", "much").code());
    Run negative = Run.jelly("1", "eval", "--fuel", "-1");
    assertEquals(2, negative.code());
    assertEquals("jelly eval: --fuel: expected a number of at least 0, found -1\n", negative.err());
  }

  @Test
  void aFileIsNamedInItsErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("f.clj"), "\n (+ nil 1)", UTF_8);
    Run run = Run.jelly("", "eval", file.toString());
    assertTrue(run.out().contains(file + ":2:2"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aMissingFileIsAClearError() {
    Run run = Run.jelly("", "eval", "/no/such/file");
    assertEquals(
        "jelly eval: /no/such/file: expected a readable file, found nothing there\n", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void deepNestingAndHugeValuesAreErrorsNotCrashes() {
    String deep = "(reduce (fn [a _] [a]) nil (range 100000))";
    String wide = "(reduce (fn [s _] (str s s)) \"abcdefgh\" (range 60))";
    String recursive = "(def f (fn f [n] (+ 1 (f n)))) (f 1)";
    Run run = Run.jelly(deep + "\n" + wide + "\n" + recursive, "eval");
    assertEquals(4, run.lines().size(), run.out());
    assertTrue(run.lines().get(0).startsWith("#jelly/error"), run.lines().get(0));
    assertTrue(run.lines().get(1).startsWith("#jelly/error"), run.lines().get(1));
    assertEquals("f", run.lines().get(2));
    assertTrue(run.lines().get(3).startsWith("#jelly/error"), run.lines().get(3));
    assertEquals("", run.err());
  }
}
