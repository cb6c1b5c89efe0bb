package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.ChildPolicy;
import jellybean.system.DeviceDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is said line by line, at the pace of its reader. */
class FileLinesTest {
  private static final String FILE = "/s/file";
  private static final String READER = "/s/reader";
  private static final Set<Keyword> ALL = names("line", "end", "failed");

  @TempDir private Path folder;

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  private static Set<Keyword> names(String... names) {
    return Stream.of(names).map(Keyword::of).collect(Collectors.toSet());
  }

  private static DeviceDef def(EdnMap config, Set<Keyword> says) {
    return new DeviceDef(
        "file", Keyword.of("file-lines"), config, names("more"), says, ChildPolicy.DEFAULT);
  }

  private static EdnMap config(String path, long credit) {
    return EdnMap.of(Keyword.of("path"), new Text(path), Keyword.of("credit"), Int.of(credit));
  }

  /** Starts the device on a file of these bytes, and one who records all that it says. */
  private void start(byte[] bytes, long credit) throws IOException {
    Files.write(folder.resolve("text.txt"), bytes);
    start("text.txt", credit, ALL);
  }

  private void start(String path, long credit, Set<Keyword> says) {
    FixedRouter router = FixedRouter.of(node);
    for (String name : List.of("line", "end", "failed")) {
      router = router.route(FILE, name, READER);
    }
    node.actors().install(router);
    node.start(READER, Script.recorder());
    node.start(FILE, "/s/boss", Drivers.standard(folder).create(def(config(path, credit), says)));
  }

  private void more(Value lines) {
    node.send(READER, FILE, "more", lines);
    simulation.settle();
  }

  private String heard() {
    simulation.settle();
    return node.shown(READER);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void itSaysAsManyLinesAsWereAskedFor() throws IOException {
    start(utf8("one\ntwo\nthree\n"), 0);
    assertEquals("[]", heard());
    more(Int.of(1));
    assertEquals("[[:line {:n 1, :text \"one\"}]]", heard());
    more(Int.of(1));
    assertEquals("[[:line {:n 1, :text \"one\"}] [:line {:n 2, :text \"two\"}]]", heard());
  }

  @Test
  void afterTheLastLineItSaysTheEndOnceWithoutBeingAsked() throws IOException {
    start(utf8("one\ntwo\n"), 2);
    assertEquals(
        "[[:line {:n 1, :text \"one\"}] [:line {:n 2, :text \"two\"}]"
            + " [:end {:lines 2, :bytes 8}]]",
        heard());
    more(Int.of(100));
    assertEquals(3, ((EdnVector) node.state(READER)).size());
  }

  @Test
  void anEmptyFileHasAnEndAtOnce() throws IOException {
    start(new byte[0], 1);
    assertEquals("[[:end {:lines 0, :bytes 0}]]", heard());
  }

  @Test
  void theLastLineNeedsNoLineFeedAndReturnsAreNoText() throws IOException {
    start(utf8("a\r\n\nb\rc\n\u00fc"), 9);
    assertEquals(
        "[[:line {:n 1, :text \"a\"}] [:line {:n 2, :text \"\"}]"
            + " [:line {:n 3, :text \"b\\rc\"}] [:line {:n 4, :text \"\u00fc\"}]"
            + " [:end {:lines 4, :bytes 10}]]",
        heard());
  }

  @Test
  void whateverItsSizeEveryLineIsSaidOnceInOrder() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        int length = random.nextInt(20) == 0 ? random.nextInt(4000) : random.nextInt(100);
        lines.add("\u00e4".repeat(length / 2) + "x".repeat(length % 7));
      }
      assertEquals(lines, allLines(seed, utf8(String.join("\n", lines) + "\n")));
    }
  }

  /** Reads a file with random credit, until its end. */
  private List<String> allLines(long seed, byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("random.txt"), bytes);
    LineFile file = new LineFile(path, "random.txt");
    Simulation own = new Simulation(seed);
    SimNode a = own.node("a");
    a.actors().install(FixedRouter.of(a).route(FILE, "line", READER).route(FILE, "end", READER));
    List<String> said = new ArrayList<>();
    a.start(
        READER,
        Script.from(Nil.NIL)
            .on(
                "line",
                (s, d) -> {
                  said.add(((Text) ((EdnMap) d.data()).get(Keyword.of("text"))).value());
                  return jellybean.actor.Step.of(s);
                })
            .on("end", (_, d) -> jellybean.actor.Step.of(d.data())));
    a.start(FILE, new FileLines("file", file, 3, ALL));
    SplittableRandom random = new SplittableRandom(seed);
    while (a.state(READER) == Nil.NIL) {
      a.send(READER, FILE, "more", Int.of(random.nextInt(1, 500)));
      own.runFor(random.nextInt(20));
    }
    own.settle();
    return said;
  }

  @Test
  void aLineThatIsNotUtf8IsAFaultAfterTheLinesBeforeIt() throws IOException {
    byte[] bytes = utf8("one\ntwo\nth?ee\nfour\n");
    bytes[10] = (byte) 0xff;
    start(bytes, 9);
    assertEquals(
        "[[:line {:n 1, :text \"one\"}] [:line {:n 2, :text \"two\"}]"
            + " [:failed #jelly/error {:message \"cannot read text.txt: line 3: malformed UTF-8"
            + " at byte 10: expected the first byte of a character, found 0xff\"}]]",
        heard());
  }

  @Test
  void aLineThatIsTooLongComesAsSeveralCutWhereNoWordIs() throws IOException {
    String word = "w\u00f6rd ";
    String line = word.repeat(3_000);
    List<String> lines = allLines(1, utf8("a\n" + line + "\nz\n"));
    assertEquals("a", lines.getFirst());
    assertEquals("z", lines.getLast());
    List<String> parts = lines.subList(1, lines.size() - 1);
    assertEquals(line, String.join("", parts));
    assertEquals(3, parts.size());
    assertTrue(parts.stream().allMatch(part -> part.endsWith(word)), () -> "cut: " + parts);
    assertTrue(parts.stream().allMatch(part -> utf8(part).length <= LineFile.MAX_LINE_BYTES));
  }

  @Test
  void whatContinuesSaysSoAndEveryPartCounts() throws IOException {
    start(utf8("x".repeat(8_000) + " " + "y".repeat(8_192) + "\r\n"), 9);
    assertEquals(
        "[[:line {:n 1, :text \"X \", :continues true}] [:line {:n 2, :text \"Y\"}]"
            + " [:end {:lines 2, :bytes 16195}]]",
        heard().replace("x".repeat(8_000), "X").replace("y".repeat(8_192), "Y"));
  }

  @Test
  void withoutWhiteSpaceALineIsCutAtPunctuation() throws IOException {
    List<String> parts = allLines(1, utf8("[" + "\"key\":17,".repeat(2_000) + "]"));
    assertTrue(parts.size() > 1);
    assertTrue(parts.stream().noneMatch(part -> part.endsWith("k") || part.endsWith("1")));
    assertEquals("[" + "\"key\":17,".repeat(2_000) + "]", String.join("", parts));
  }

  @Test
  void aWordThatIsTooLongIsAFault() throws IOException {
    start(utf8("a\n" + "x".repeat(8_192) + "\nb " + "y".repeat(8_193) + "\n"), 9);
    String heard = heard();
    assertTrue(heard.contains("{:n 2, :text \"xxx"));
    assertTrue(
        heard.endsWith(
            "[:line {:n 3, :text \"b \", :continues true}] [:failed #jelly/error {:message"
                + " \"cannot read text.txt: line 4: expected no word of more than 8192 bytes,"
                + " found one at byte 8197\"}]]"),
        () -> heard.substring(heard.length() - 300));
  }

  @Test
  void aLineWithoutEndIsAFaultHoweverLongItIs() throws IOException {
    start(utf8("z".repeat(1_000_000)), 9);
    assertEquals(
        "[[:failed #jelly/error {:message \"cannot read text.txt: line 1: expected no word of more"
            + " than 8192 bytes, found one at byte 0\"}]]",
        heard());
  }

  @Test
  void aMissingFileIsAFault() {
    start("nothing.txt", 1, ALL);
    assertEquals(
        "[[:failed #jelly/error {:message \"cannot read nothing.txt: expected a file, found none"
            + " at "
            + folder.resolve("nothing.txt")
            + "\"}]]",
        heard());
  }

  private void assertFaultAfter(Change change, String fault) throws IOException {
    start(utf8("a\n".repeat(LineFile.PIECE_BYTES)), 10_000);
    simulation.settle();
    change.to(folder.resolve("text.txt"));
    more(Int.of(100_000));
    EdnVector heard = (EdnVector) node.state(READER);
    String last = heard.get(heard.size() - 1).toString();
    assertEquals("[:failed #jelly/error {:message \"cannot read text.txt: " + fault + "\"}]", last);
  }

  /** What happens to a file. */
  private interface Change {
    void to(Path file) throws IOException;
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsAFault() throws IOException {
    assertFaultAfter(
        file -> Files.writeString(file, "b\n"),
        "expected at least the 32768 bytes that were read, found 2: it was cut");
  }

  @Test
  void aFileThatAnotherOneReplacesWhileItIsReadIsAFault() throws IOException {
    assertFaultAfter(
        file ->
            Files.move(
                Files.writeString(folder.resolve("other"), "b\n".repeat(LineFile.PIECE_BYTES)),
                file,
                StandardCopyOption.REPLACE_EXISTING),
        "another file took its place while it was read");
  }

  @Test
  void aFolderIsNoFile() {
    start(".", 1, ALL);
    assertEquals(
        "[[:failed #jelly/error {:message \"cannot read .: expected a file, found a"
            + " directory\"}]]",
        heard());
  }

  @Test
  void aFaultThatItMayNotSayCrashesItAfterTheLinesBefore() throws IOException {
    Files.write(folder.resolve("bad.txt"), new byte[] {'o', 'k', '\n', (byte) 0xc3});
    start("bad.txt", 9, names("line", "end"));
    assertEquals("[[:line {:n 1, :text \"ok\"}]]", heard());
    assertEquals("crashed", node.view(FILE).orElseThrow().status());
    assertTrue(
        node.deadLetters()
            .toString()
            .contains(
                "line 2: malformed UTF-8 at byte 4: expected a continuation byte 0x80 to 0xbf,"
                    + " found the end of the line"));
  }

  @Test
  void itWaitsForAWorker() throws IOException {
    node.limitWorkers(0);
    start(utf8("one\n"), 1);
    simulation.runFor(450);
    assertEquals("[]", node.shown(READER));
    node.limitWorkers(1);
    assertEquals("[[:line {:n 1, :text \"one\"}] [:end {:lines 1, :bytes 4}]]", heard());
  }

  @Test
  void whatIsNotACountOfLinesCrashesIt() throws IOException {
    start(utf8("one\n"), 0);
    more(new Text("two"));
    assertTrue(
        node.deadLetters()
            .toString()
            .contains("file: expected a positive number of lines with :more, found \\\"two\\\""));
  }

  @Test
  void aDeclarationWithoutPathIsRefused() {
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> Drivers.standard(folder).create(def(EdnMap.EMPTY, ALL)));
    assertEquals("bad :path of device file: expected a string, found nil", e.getMessage());
  }

  @Test
  void anUnknownTypeIsRefused() {
    DeviceDef def =
        new DeviceDef(
            "x", Keyword.of("toaster"), EdnMap.EMPTY, Set.of(), Set.of(), ChildPolicy.DEFAULT);
    DeviceException e =
        assertThrows(DeviceException.class, () -> Drivers.standard(folder).create(def));
    assertEquals(
        "cannot make device x: expected a type of [:button, :file-append, :file-lines,"
            + " :http-client, :http-endpoint, :led, :led-bar, :log, :members, :metrics, :timer],"
            + " found :toaster",
        e.getMessage());
  }
}
