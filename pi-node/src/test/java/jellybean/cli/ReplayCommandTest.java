package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final Path RECORDING = Path.of("src/test/resources/rehearsal/count.states.edn");
  private static final String COUNTER = "systems/counter.edn";

  @TempDir private Path folder;

  @Test
  void aRecordingThatIsTheSameOnceMoreSaysHowMuchItWas() throws IOException {
    Run run = Run.jelly("", "replay", COUNTER, RECORDING.toString());
    assertEquals(
        new Run(0, "/counter/count: replayed 2 messages; all 3 states are the same\n", ""), run);
    Run piped = Run.jelly(Files.readString(RECORDING), "replay", "--edn", COUNTER);
    assertEquals(new Run(0, "{:same \"/counter/count\", :messages 2, :states 3}\n", ""), piped);
  }

  @Test
  void theFirstStateThatDiffersIsShownWithItsMessage() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("counter.edn"),
            Files.readString(Path.of(COUNTER)).replace(":count + n", ":count + n n"));
    Run run = Run.jelly("", "replay", other.toString(), RECORDING.toString());
    assertEquals(1, run.code());
    assertEquals(
        """
        /counter/count: message 1: the state after it differs
          {:name :add, :data 3, :from "/op/lemon/1", :time #inst "2026-11-26T09:49:04.520Z",\
         :id "lemon/7/11"}
          state before: {:count 0}
          at [:count]: expected 3, found 6
        """,
        run.out());
    Run edn = Run.jelly("", "replay", "--edn", other.toString(), RECORDING.toString());
    assertTrue(edn.out().startsWith("{:different \"/counter/count\", :message 1, "), edn.out());
  }

  @Test
  void whatCannotBeReplayedIsSaidAndNothingElse() throws IOException {
    Run other = Run.jelly("", "replay", "systems/wordcount.edn", RECORDING.toString());
    assertEquals(
        new Run(1, "expected an actor in EDN at /counter/count in wordcount\n", ""), other);
    assertEquals(1, Run.jelly("{", "replay", COUNTER).code());
    assertTrue(
        Run.jelly("", "replay", COUNTER).err().contains("stdin: expected a map, found nothing"));
    assertEquals(2, Run.jelly("", "replay").code());
    Path bad = Files.writeString(folder.resolve("bad.edn"), "{:supervisor s}");
    assertTrue(
        Run.jelly("", "replay", bad.toString(), RECORDING.toString())
            .out()
            .contains("missing :children"));
  }
}
