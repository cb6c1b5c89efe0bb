package jellybean.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it: three nodes as processes of their own, found, deployed to, counted with. */
@Timeout(240)
class DemoCommandTest {
  private static final Keyword EVENT = Keyword.of("event");

  @TempDir private Path folder = Path.of("unset");

  @Test
  void threeNodesCountTheWordsOfATextAndLeaveNothingBehind() throws IOException {
    List<Path> before = demoFolders();
    Path text = withALongLine(Path.of("systems/text/gpl-3.txt"));
    Run run = Run.jelly("", "demo", "--text", text.toString());
    assertEquals(0, run.code(), run.out() + run.err());

    List<EdnMap> events = run.lines().stream().map(l -> (EdnMap) EdnReader.readOne(l)).toList();
    assertEquals(3, count(events, "ready"));
    assertTrue(count(events, "member-up") >= 6, run.out());
    assertEquals(3, count(events, "memory"));
    assertEquals(1, count(events, "speed"));
    assertTrue(count(events, "place") >= 8, run.out());
    assertEquals(PlainCount.top(text), first(events, "result").get(Keyword.of("top"), Nil.NIL));

    assertEquals(List.of(), ProcessHandle.current().children().toList());
    assertEquals(before, demoFolders());
  }

  @Test
  void aTextThatCannotBeReadToItsEndIsNoResult() throws IOException {
    Path text =
        Files.writeString(folder.resolve("word.txt"), "one\n" + "x".repeat(9_000) + "\ntwo\n");
    Run run = Run.jelly("", "demo", "--text", text.toString());
    String why =
        "cannot read "
            + text
            + ": line 2: expected no word of more than 8192 bytes, found one at byte 4";
    assertEquals(1, run.code(), run.out());
    assertEquals("jelly demo: the words were not counted: " + why + "\n", run.err());
    assertEquals(
        "{:event :failed, :reason #jelly/error {:message \"" + why + "\"}}", run.lines().getLast());
  }

  @Test
  void aMissingTextIsAClearErrorBeforeAnythingStarts() {
    Path missing = folder.resolve("none.txt");
    Run run = Run.jelly("", "demo", "--text", missing.toString());
    assertEquals(
        new Run(
            1, "", "jelly demo: " + missing + ": expected a readable file, found nothing there\n"),
        run);
  }

  @Test
  void aTextThatIsNotUtf8IsAClearErrorBeforeAnythingStarts() throws IOException {
    Path latin = Files.write(folder.resolve("latin.txt"), "un\ncafé\n".getBytes(ISO_8859_1));
    Run run = Run.jelly("", "demo", "--text", latin.toString());
    assertEquals(
        new Run(
            1,
            "",
            "jelly demo: "
                + latin
                + ":2: expected text in UTF-8, found the byte 0xe9 that cannot stand there\n"),
        run);
  }

  /** The text, and again the text with all its words in one line. */
  private Path withALongLine(Path text) throws IOException {
    String words = Files.readString(text, UTF_8);
    String oneLine = words.replaceAll("\\s+", " ");
    assertTrue(oneLine.length() > 9_000, "short: " + oneLine.length());
    return Files.writeString(folder.resolve("long.txt"), words + oneLine + "\n" + words);
  }

  private static long count(List<EdnMap> events, String kind) {
    return events.stream().filter(e -> e.get(EVENT, Nil.NIL) == Keyword.of(kind)).count();
  }

  private static EdnMap first(List<EdnMap> events, String kind) {
    return events.stream()
        .filter(e -> e.get(EVENT, Nil.NIL) == Keyword.of(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> demoFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> String.valueOf(f.getFileName()).startsWith("jelly-demo-"))
          .sorted()
          .toList();
    }
  }
}
