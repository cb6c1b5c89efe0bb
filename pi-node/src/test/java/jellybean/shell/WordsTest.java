package jellybean.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  /** A line, and its words joined by {@code |}, its commands by {@code ||}. */
  static List<Arguments> lines() {
    return List.of(
        arguments("ls", "ls"),
        arguments("  ls   /a  ;; cat b; x", "ls|/a"),
        arguments("ls;cat b ; pwd", "ls||cat|b||pwd"),
        arguments("ls;;comment", "ls"),
        arguments("; ls", "ls"),
        arguments("send c :add 3", "send|c|:add|3"),
        arguments("send c :add {:a [1 ; no\n 2]}", "send|c|:add|{:a [1 ; no\n 2]}"),
        arguments("send c :say \"a; b \\\" c\"; ls", "send|c|:say|\"a; b \\\" c\"||ls"),
        arguments("send c :at #inst \"2026-01-01\"", "send|c|:at|#inst \"2026-01-01\""),
        arguments("send c :set #{1 2} ; ls", "send|c|:set|#{1 2}||ls"),
        arguments("send c :x ##Inf;ls", "send|c|:x|##Inf||ls"),
        arguments("send c :x #_ 1 [2]; ls", "send|c|:x|#_ 1 [2]||ls"),
        arguments("send c :x #my/tag #_ 1 (2); ls", "send|c|:x|#my/tag #_ 1 (2)||ls"),
        arguments("send c :x #:n{:a \\;}", "send|c|:x|#:n{:a \\;}"),
        arguments("send c :x \\;;ls", "send|c|:x|\\;||ls"),
        arguments("send c :x \\newline;ls", "send|c|:x|\\newline||ls"),
        arguments("send c :x [\\] \\\" \"]\"]; ls", "send|c|:x|[\\] \\\" \"]\"]||ls"),
        arguments("cat a\nls", "cat|a||ls"),
        arguments("cat ../x-1", "cat|../x-1"),
        arguments("send c :x ]", "send|c|:x|]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void aLineIsCutIntoCommandsAndWords(String line, String expected) {
    List<String> commands =
        Words.commands(line).stream()
            .map(words -> String.join("|", words.stream().map(Word::text).toList()))
            .toList();
    assertEquals(expected, String.join("||", commands));
  }

  @ParameterizedTest
  @ValueSource(strings = {"send c :x [1", "send c :x {:a (", "send c \"abc", "cat #a", "cat #{1"})
  void aLineThatEndsInsideAValueIsIncomplete(String line) {
    assertThrows(IncompleteLineException.class, () -> Words.commands(line));
  }

  @Test
  void anIncompleteLineSaysWhereTheValueBegins() {
    ShellException fault =
        assertThrows(ShellException.class, () -> Words.commands("ls\nsend c :x [1 2"));
    assertEquals(
        "column 11: expected the end of the value that begins here, found the end of the line:"
            + " [1 2",
        fault.getMessage());
  }

  @Test
  void wordsKnowTheirColumns() {
    List<Word> words = Words.commands("ls; send  c 3").getLast();
    assertEquals(List.of(new Word("send", 5), new Word("c", 11), new Word("3", 13)), words);
  }

  @Test
  void anyTextIsCutOrRefusedButNeverLoopsOrCrashes() {
    long seed = 20_250_101;
    SplittableRandom random = new SplittableRandom(seed);
    String alphabet = "ab :;\n\"\\#_{}[]()\u00e9, ^";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder line = new StringBuilder();
      int length = random.nextInt(24);
      for (int i = 0; i < length; i++) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Words.commands(line.toString())
            .forEach(words -> assertEquals(false, words.isEmpty(), "seed " + seed + ": " + line));
      } catch (IncompleteLineException e) {
        assertEquals(true, String.valueOf(e.getMessage()).startsWith("column "));
      }
    }
  }
}
