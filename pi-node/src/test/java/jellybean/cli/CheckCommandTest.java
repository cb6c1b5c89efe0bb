package jellybean.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String FAULTY =
      """
      {:supervisor broken
       :children [{:actor a :on {:x missing}}
                  {:actor a :on {:y (fn [s] s)} :sayss #{:z}}]}
      """;

  @TempDir private Path folder = Path.of("unset");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  @Test
  void theSystemsThatShipHaveNoFault() {
    for (String name : new String[] {"wordcount.edn", "counter.edn"}) {
      assertEquals(new Run(0, "", ""), Run.jelly("", "check", "systems/" + name), name);
    }
  }

  @Test
  void everyFaultIsListedAtOnceWithItsPlace() throws IOException {
    Path file = file("broken.edn", FAULTY);
    Run run = Run.jelly("", "check", file.toString());
    assertTrue(run.lines().size() >= 3, run.out());
    Pattern line = Pattern.compile(Pattern.quote(file.toString()) + ":[0-9]+:[0-9]+: .+");
    assertTrue(run.lines().stream().allMatch(l -> line.matcher(l).matches()), run.out());
    assertTrue(run.out().contains(":2:"), run.out());
    assertTrue(run.out().contains(":3:"), run.out());
    assertEquals("", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void faultsAreValuesIfAskedFor() throws IOException {
    Path file = file("broken.edn", FAULTY);
    Run run = Run.jelly("", "check", "--edn", file.toString());
    assertEquals(Run.jelly("", "check", file.toString()).lines().size(), run.lines().size());
    EdnMap fault = (EdnMap) EdnReader.readOne(run.lines().getFirst());
    assertEquals(new Text(file.toString()), fault.find(Keyword.of("file")).orElseThrow());
    assertTrue(fault.containsKey(Keyword.of("line")));
    assertTrue(fault.containsKey(Keyword.of("column")));
    assertTrue(fault.containsKey(Keyword.of("message")));
    assertEquals(1, run.code());
  }

  @Test
  void faultsBeyondTheBoundAreCountedWithoutAPlace() throws IOException {
    Path file = file("many.edn", "{:supervisor s :children [" + "7 ".repeat(250) + "]}");
    Run run = Run.jelly("", "check", file.toString());
    assertEquals(201, run.lines().size());
    assertTrue(run.lines().get(199).startsWith(file + ":1:"), run.out());
    assertEquals("50 or more faults were left out", run.lines().getLast());
    Run values = Run.jelly("", "check", "--edn", file.toString());
    assertEquals("{:message \"50 or more faults were left out\"}", values.lines().getLast());
  }

  @Test
  void theHelpSaysHowManyFaultsAreListed() {
    Run run = Run.jelly("", "check", "--help");
    assertTrue(
        run.out().replaceAll("\\s+", " ").contains("After 200 faults a last line"), run.out());
  }

  @Test
  void aFaultInAnEmbeddedFileNamesThatFile() throws IOException {
    Files.createDirectories(folder.resolve("parts"));
    Path part = file("parts/inner.edn", "{:supervisor inner :oops 1}");
    Path main =
        file(
            "main.edn",
            "{:supervisor outer :children [{:supervisor in :use \"parts/inner.edn\"}]}");
    Run run = Run.jelly("", "check", main.toString());
    assertTrue(run.out().contains(part + ":1:"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aTextThatIsNoEdnIsAFaultWithItsPlace() throws IOException {
    Path file = file("torn.edn", "{:supervisor torn\n :children [");
    Run run = Run.jelly("", "check", file.toString());
    assertTrue(run.out().startsWith(file + ":2:"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aFileThatIsNoTextIsAFault() throws IOException {
    Path file = Files.write(folder.resolve("latin.edn"), "{:supervisor é}".getBytes(ISO_8859_1));
    Run run = Run.jelly("", "check", file.toString());
    assertTrue(run.out().startsWith(file + ":1:1: expected UTF-8 text"), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void aMissingFileIsAClearError() {
    Path missing = folder.resolve("none.edn");
    Run run = Run.jelly("", "check", missing.toString());
    assertEquals(
        "jelly check: " + missing + ": expected a readable file, found nothing there\n", run.err());
    assertEquals(1, run.code());
  }

  @Test
  void aFileIsRequired() {
    assertEquals(2, Run.jelly("", "check").code());
  }

  @Test
  void valuesForParamsAreAMap() {
    Run run = Run.jelly("", "check", "--with", "[1", "systems/wordcount.edn");
    assertEquals(2, run.code());
    assertTrue(
        run.err().startsWith("jelly check: --with: expected an EDN map, found [1"), run.err());
  }
}
