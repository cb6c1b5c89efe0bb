package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jellybean.actor.Effect;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.sim.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAppendTest {
  @TempDir private Path folder;
  private final DevicesUnderTest devices = new DevicesUnderTest();

  private DevicesUnderTest start(String path, String... says) {
    EdnMap config = EdnMap.of(Keyword.of("path"), new Text(path), Keyword.of("sync"), Bool.FALSE);
    return devices.start(new FileAppendDriver(folder), config, says);
  }

  private List<String> lines(String path) throws IOException {
    return Files.readAllLines(folder.resolve(path));
  }

  @Test
  void linesAreAppendedInOrderAndWhatIsNoTextIsPrinted() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "before\n");
    start("notes.txt", "failed");
    for (int i = 0; i < 100; i++) {
      devices.send("write", new Text("line " + i));
    }
    devices.send("write", EdnReader.readOne("{:a [1 \"x\"]}"));
    devices.simulation.settle();
    List<String> lines = lines("notes.txt");
    assertEquals("before", lines.getFirst());
    assertEquals(
        IntStream.range(0, 100).mapToObj(i -> "line " + i).toList(), lines.subList(1, 101));
    assertEquals("{:a [1 \"x\"]}", lines.getLast());
    assertEquals("{:lines 101, :waiting 0}", devices.node.shown("/s/d"));
  }

  @Test
  void whoAsksHearsWhenTheLineIsWritten() throws IOException {
    start("notes.txt", "failed");
    devices.ask("/s/asker", "write", new Text("x"));
    devices.simulation.settle();
    assertEquals("[[:answer {:lines 1}]]", devices.recorded("/s/asker").toString());
    assertEquals(List.of("x"), lines("notes.txt"));
  }

  @Test
  void whatCannotBeWrittenIsSaidAndWaitsUntilItCan() throws IOException {
    start("no/notes.txt", "failed");
    devices.send("write", new Text("x"));
    devices.simulation.runFor(2_500);
    assertTrue(devices.said().size() >= 2, devices.said().toString());
    assertTrue(
        devices
            .said()
            .getFirst()
            .toString()
            .startsWith(
                "[:failed #jelly/error {:message \"cannot write no/notes.txt: expected its folder,"
                    + " found none at "),
        devices.said().toString());
    Files.createDirectory(folder.resolve("no"));
    devices.simulation.runFor(2_000);
    assertEquals(List.of("x"), lines("no/notes.txt"));
  }

  @Test
  void whatDoesNotWantToHearOfItCrashesAndSaysHowMuchIsLost() {
    start("no/notes.txt");
    devices.send("write", new Text("x"));
    devices.simulation.settle();
    assertTrue(
        devices.node.deadLetters().toString().contains("with it go 1 lines"),
        () -> devices.node.deadLetters().toString());
  }

  @Test
  void moreLinesThanMayWaitAreRefused() {
    start("no/notes.txt", "failed");
    for (int i = 0; i < FileAppend.MAX_WAITING + 5; i++) {
      devices.send("write", new Text("x"));
      devices.simulation.runFor(1);
    }
    assertEquals(5, devices.node.dead("overflow"));
  }

  @Test
  void aLineIsOneLineAndNotTooLong() {
    start("notes.txt", "failed");
    devices.send("write", new Text("a\nb"));
    devices.send("write", new Text("x".repeat(FileAppend.MAX_LINE_CHARS + 1)));
    devices.simulation.settle();
    assertEquals(2, devices.node.dead("refused"));
    assertTrue(Files.notExists(folder.resolve("notes.txt")));
  }

  @Test
  void aWriteThatFailsInTheMiddleLeavesNoPartOfALine() throws IOException {
    Path full = Path.of("/dev/full");
    AppendFile file = new AppendFile(full, "full", true);
    assertTrue(file.append(List.of("x")).orElseThrow().startsWith("cannot write full: "));
  }

  private static final String FULL = "cannot write full: No space left on device";

  @Test
  void aFullDiskIsSaidByName() {
    AppendFile file = new AppendFile(Path.of("/dev/full"), "full", true);
    assertEquals(FULL, file.append(List.of("x")).orElseThrow());
  }

  @Test
  void whatAPowerCutLeftOfALineStaysALineOfItsOwn() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "whole\ntor");
    start("notes.txt", "failed");
    devices.send("write", new Text("next"));
    devices.simulation.settle();
    assertEquals(List.of("whole", "tor", "next"), lines("notes.txt"));
  }

  @Test
  void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
    start("notes.txt", "failed");
    devices.send("write", new Text("one"));
    devices.simulation.settle();
    Files.move(folder.resolve("notes.txt"), folder.resolve("notes.1"));
    devices.send("write", new Text("two"));
    devices.simulation.settle();
    assertEquals(List.of("one"), lines("notes.1"));
    assertEquals(List.of("two"), lines("notes.txt"));
  }

  @Test
  void whatIsNoFileIsSaidSo() throws Exception {
    AppendFile directory = new AppendFile(folder, "notes", false);
    assertEquals(
        Optional.of("cannot write notes: expected a file, found a directory"),
        directory.append(List.of("x")));
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals(
        Optional.of("cannot write notes: expected a file, found a pipe"),
        new AppendFile(pipe, "notes", false).append(List.of("x")));
  }

  @Test
  void linesThatAreTooLongTogetherAreRefused() {
    start("no/notes.txt", "failed");
    int fit = FileAppend.MAX_WAITING_CHARS / FileAppend.MAX_LINE_CHARS;
    for (int i = 0; i < fit + 1; i++) {
      devices.send("write", new Text("x".repeat(FileAppend.MAX_LINE_CHARS)));
    }
    devices.simulation.runFor(10);
    assertEquals(1, devices.node.dead("overflow"));
    assertTrue(
        devices
            .node
            .deadLetters()
            .toString()
            .contains("lines of 262144 characters wait to be written: expected no more"));
  }

  @Test
  void linesThatWaitWhenItEndsAreDeadLettersAndWhoAskedIsTold() {
    start("no/notes.txt", "failed");
    devices.send("write", new Text("x"));
    devices.ask("/s/asker", "write", new Text("y"));
    devices.simulation.runFor(10);
    devices.node.start(
        "/s/boss",
        Script.recorder(new Effect.Terminate(new Address("/s/d"), Keyword.of("shutdown"))));
    devices.simulation.settle();
    assertEquals(2, devices.node.dead("unfinished"));
    assertEquals(
        "[[:answer #jelly/error {:message \"the life of who had it ended before it was done\"}]]",
        devices.recorded("/s/asker").toString());
  }

  @Test
  void aWriteThatLastsTooLongIsSaidAndTriedAgain() throws IOException {
    devices.node.slowDownJobs(Effect.Work.DEFAULT_WITHIN_MS + 1_000, true);
    start("notes.txt", "failed");
    devices.send("write", new Text("x"));
    devices.simulation.runFor(Effect.Work.DEFAULT_WITHIN_MS + 500);
    assertEquals(
        "[[:failed #jelly/error {:message \"cannot write notes.txt: the work did not end within"
            + " 30000 ms\"}]]",
        devices.said().toString());
    devices.node.slowDownJobs(0, true);
    devices.simulation.settle();
    assertEquals(List.of("x"), lines("notes.txt"));
  }
}
