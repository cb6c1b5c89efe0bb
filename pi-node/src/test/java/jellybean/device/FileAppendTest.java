package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
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
        devices.node.deadLetters().toString().contains("lost with it are 1 lines"),
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
}
