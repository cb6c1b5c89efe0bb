package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code jelly test}: what succeeds, what fails and how that looks. */
class TestCommandTest {
  private static final String FOLDER = "src/test/resources/rehearsal/";

  @TempDir private Path folder;

  private static List<String> systems(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".edn"))
          .sorted()
          .toList();
    }
  }

  @Test
  void everySystemThatShipsHasTestsAndTheySucceed() throws IOException {
    Path systems = Path.of("systems");
    assertEquals(systems(systems), systems(systems.resolve("tests")));
    for (String name : systems(systems)) {
      Run run = Run.jelly("", "test", "systems/tests/" + name);
      assertEquals(0, run.code(), run.out());
      assertTrue(run.out().contains("  ok      "), run.out());
    }
  }

  @Test
  void whatFailsIsShownWithItsPlaceAndWhereTheTwoDiffer() {
    Run run = Run.jelly("", "test", FOLDER + "failing.edn");
    String at = "    " + FOLDER + "failing.edn:";
    assertEquals(1, run.code());
    assertEquals(
        Stream.of(
                FOLDER + "failing.edn",
                "  FAILED  state differs (seed 1)",
                at
                    + "5:12: the state of /adder/sum: expected {:last {:a 2, :b [1 3 4], :c nil}},"
                    + " found {:last {:a 1, :b [1 2]}}",
                "      at [:last :a]: expected 2, found 1",
                "      at [:last :b 1]: expected 3, found 2",
                "      at [:last :b 2]: expected 4, found nothing",
                "      at [:last :c]: expected nil, found nothing",
                "  FAILED  said differs (seed 1)",
                at + "8:12: what /adder/sum says: expected [[:added 2]], found [[:added 1]]",
                "      at [0 1]: expected 2, found 1",
                "  FAILED  nobody there (seed 1)",
                at + "10:12: expected an actor at /adder/nobody, found nobody",
                "  FAILED  no device (seed 1)",
                at + "12:12: expected a device at /adder/sum, found an actor",
                "  FAILED  a crash that nobody expects (seed 1)",
                at
                    + "13:3: dead letters that no :expect-dead-letters expects: [[:crashed :crash"
                    + " 1]]",
                "  FAILED  it never ends (seed 1)",
                at + "16:12: it does not come to rest: messages go round and round",
                "  ok      <&\">",
                "7 tests, 6 failed",
                "")
            .toList(),
        List.of(run.out().split("\n", -1)));
  }

  @Test
  void everyFaultOfADocumentIsReportedAtOnceWithItsPlace() {
    Run run = Run.jelly("", "test", FOLDER + "faulty.edn");
    assertEquals(1, run.code());
    List<String> lines = run.out().lines().map(line -> line.replace(FOLDER, "")).toList();
    List<String> expected =
        List.of(
            "faulty.edn:1:7: expected a file name under :use, found 1",
            "faulty.edn:2:2: unknown key :tets of a document of tests, did you mean :tests?:"
                + " expected one of :seed :system :tests :use :with",
            "faulty.edn:3:8: expected a map under :with, found []",
            "faulty.edn:4:29: unknown step [:sent \"/x\" :y], did you mean :send?: expected one of"
                + " [:send",
            "faulty.edn:4:45: bad step: expected [:send \"/cluster\" :name data], found [:send"
                + " \"x\" :y]",
            "faulty.edn:4:60: bad step: expected [:advance-ms 500] of 0 to 31622400000, found",
            "faulty.edn:4:77: unknown step 7: expected one of",
            "faulty.edn:5:29: bad step: expected [:expect-said \"/cluster/actor\" [[:name data]"
                + " …]], found [:expect-said \"/x\" [[1 2]]]",
            "faulty.edn:5:57: bad step: expected [:expect-state \"/cluster/actor\" state], found"
                + " [:expect-state \"/x\"]",
            "faulty.edn:5:78: unknown step []: expected one of",
            "faulty.edn:6:10: missing :test: expected what it shows",
            "faulty.edn:6:11: unknown key :tset of a test, did you mean :test?: expected one of"
                + " :seed :steps :test",
            "faulty.edn:6:28: expected a vector of steps under :steps, found 1",
            "faulty.edn:7:10: expected a test {:test \"what it shows\" :steps […]}, found 3",
            "0 tests, 0 failed, documents with faults: 1");
    assertEquals(expected.size(), lines.size(), run.out());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String start = expected.get(i);
      assertTrue(line.startsWith(start), () -> "expected " + start + "\nfound    " + line);
    }
  }

  @Test
  void aFileThatIsMissingIsSaidWithTheWordThatNamesIt() throws IOException {
    Path document = Files.writeString(folder.resolve("t.edn"), "{:use \"no.edn\" :tests []}");
    Run run = Run.jelly("", "test", document.toString());
    assertEquals(1, run.code());
    assertTrue(run.out().startsWith(document + ":1:7: cannot find the file no.edn"), run.out());
    assertEquals(1, Run.jelly("", "test", folder.resolve("none.edn").toString()).code());
    assertEquals(2, Run.jelly("", "test").code());
  }

  @Test
  void aSystemWithFaultsIsNotRunAndItsFaultsAreShown() throws IOException {
    Files.writeString(folder.resolve("s.edn"), "{:supervisor s :children [] :chidlren []}");
    Path document = Files.writeString(folder.resolve("t.edn"), "{:use \"s.edn\" :tests []}");
    Run run = Run.jelly("", "test", document.toString());
    assertEquals(1, run.code());
    assertTrue(run.out().contains("s.edn:1:29: unknown key :chidlren"), run.out());
  }

  @Test
  void allStepsThatFailAreReported() throws IOException {
    Path document = Files.writeString(folder.resolve("t.edn"), THREE_FAULTS);
    Run run = Run.jelly("", "test", "--seed", "7", document.toString());
    assertEquals(1, run.code());
    String at = "    " + document;
    assertEquals(
        List.of(
            document.toString(),
            "  FAILED  all (seed 7)",
            at + ":3:3: the state of /counter/count: expected {:count 4}, found {:count 3}",
            "      at [:count]: expected 4, found 3",
            at
                + ":4:3: expected an actor at /counter/cuont, found nobody, did you mean"
                + " /counter/count?",
            at + ":5:3: what /counter/count says: expected [], found [[:merge_state {:count 3}]]",
            "      at [0]: expected nothing, found [:merge_state {:count 3}]",
            "1 test, 1 failed"),
        run.out().lines().toList());
  }

  private static final String THREE_FAULTS =
      """
      {:use "%s" :tests [{:test "all" :steps [
        [:send "/counter" :add 3]
        [:expect-state "/counter/count" {:count 4}]
        [:expect-state "/counter/cuont" 1]
        [:expect-said "/counter/count" []]]}]}
      """
          .formatted(Path.of("systems/counter.edn").toAbsolutePath());

  @Test
  void faultsOfADocumentAndOfItsSystemAreReportedInOneRound() throws IOException {
    Files.writeString(folder.resolve("s.edn"), "{:supervisor s :chidlren []}");
    Path document =
        Files.writeString(
            folder.resolve("t.edn"), "{:use \"s.edn\" :tests [{:test \"a\" :stepps []}]}");
    Run run = Run.jelly("", "test", document.toString());
    assertTrue(
        run.out().contains("t.edn:1:34: unknown key :stepps of a test, did you mean :steps?"),
        run.out());
    assertTrue(run.out().contains("s.edn:1:16: unknown key :chidlren"), run.out());
  }

  @Test
  void theSystemMayStandInTheDocumentAndItsFaultsHaveTheirPlacesThere() throws IOException {
    String system = "{:supervisor s ; }\n :children [{:actor a :on {:go (fn [s d] {:state d})}}]}";
    String tests =
        ":tests [{:test \"é\" :steps [[:send \"/s\" :go 1] [:expect-state \"/s/a\" 1]]}]";
    for (String text :
        List.of(
            "{" + tests + "\n :system " + system + "} ; }",
            "{:system " + system + " ; }\n " + tests + "}")) {
      Path document = Files.writeString(folder.resolve("t.edn"), text);
      Run run = Run.jelly("", "test", document.toString());
      assertEquals(0, run.code(), run.out());
      Files.writeString(document, text.replace(":on {", ":no {"));
      Run faulty = Run.jelly("", "test", document.toString());
      int line = text.substring(0, text.indexOf(":on")).split("\n").length;
      assertTrue(faulty.out().contains("t.edn:" + line + ":23: unknown key :no"), faulty.out());
    }
    Path both =
        Files.writeString(
            folder.resolve("t.edn"), "{:use \"s.edn\" :system {:supervisor s} :tests []}");
    String out = Run.jelly("", "test", both.toString()).out();
    assertTrue(out.contains("t.edn:1:23: expected either :use or :system, found both"), out);
  }

  @Test
  void longValuesAreCutForPeopleAndWholeForPrograms() throws IOException {
    String large = "x".repeat(500);
    Path document =
        Files.writeString(
            folder.resolve("t.edn"), THREE_FAULTS.replace("{:count 4}", "\"" + large + "\""));
    String people = Run.jelly("", "test", document.toString()).out();
    assertTrue(people.contains("x… (502 characters), found {:count 3}"), people);
    assertFalse(people.contains("x".repeat(201)), people);
    String data = Run.jelly("", "test", "--edn", document.toString()).out();
    assertTrue(data.contains("{:path [], :expected \"" + large + "\", :found {:count 3}}"), data);
  }

  @Test
  void programsReadOneMapForEachTest() {
    Run run = Run.jelly("", "test", "--edn", FOLDER + "failing.edn");
    List<String> lines = run.out().lines().toList();
    assertEquals(7, lines.size());
    assertTrue(
        lines.get(1).contains(":ok false, :seed 1, :virtual-ms 0, :failures [{:line 8, :column 12"),
        lines.get(1));
    assertTrue(
        lines.get(1).contains(":differences [{:path [0 1], :expected 2, :found 1}]"), lines.get(1));
    assertTrue(lines.get(6).contains(":ok true, :seed 1, :virtual-ms 1000"), lines.get(6));
  }

  @Test
  void buildServersReadJUnitXml() throws Exception {
    Path xml = folder.resolve("result.xml");
    Run.jelly("", "test", "--junit", xml.toString(), FOLDER + "failing.edn", FOLDER + "faulty.edn");
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    assertEquals(2, document.getElementsByTagName("testsuite").getLength());
    assertEquals(8, document.getElementsByTagName("testcase").getLength());
    assertEquals(6, document.getElementsByTagName("failure").getLength());
    assertEquals(1, document.getElementsByTagName("error").getLength());
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    for (String required : List.of("name", "tests", "failures", "errors", "skipped", "time")) {
      assertTrue(suite.hasAttribute(required), "Surefire's schema requires " + required);
    }
    Element failure = (Element) document.getElementsByTagName("failure").item(0);
    assertEquals("expectation", failure.getAttribute("type"));
    assertEquals(
        "<&\">",
        document
            .getElementsByTagName("testcase")
            .item(6)
            .getAttributes()
            .getNamedItem("name")
            .getNodeValue());
  }

  @Test
  void whatXmlDoesNotHaveIsReplacedAndWhiteSpaceKept() throws Exception {
    Path tests =
        Files.writeString(
            folder.resolve("t.edn"), THREE_FAULTS.replace("\"all\"", "\"a\\u0001b\\tc\\nd\\re\""));
    Path xml = folder.resolve("result.xml");
    Run.jelly("", "test", "--junit", xml.toString(), tests.toString());
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    assertEquals(
        "a\uFFFDb\tc\nd\re",
        ((Element) document.getElementsByTagName("testcase").item(0)).getAttribute("name"));
  }

  @Test
  void thePageOfTestsShowsWhatThereIs() throws IOException {
    String page = Files.readString(Path.of("docs/tests.md"));
    String example = page.substring(page.indexOf("```edn") + 6, page.indexOf("```\n\n| key"));
    Path document =
        Files.writeString(
            folder.resolve("page.edn"),
            example.replace(
                "../counter.edn", Path.of("systems/counter.edn").toAbsolutePath().toString()));
    Run run = Run.jelly("", "test", document.toString());
    assertEquals(0, run.code(), run.out());
    String unknown = Run.jelly("", "test", FOLDER + "faulty.edn").out();
    String shapes = unknown.substring(unknown.indexOf("expected one of [:send") + 16);
    for (String shape : shapes.substring(0, shapes.indexOf('\n')).split(", ")) {
      assertTrue(page.contains("| `" + shape + "` |"), shape);
    }
  }

  @Test
  void theSameDocumentAlwaysGivesTheSameResult() {
    String first = Run.jelly("", "test", "--edn", "systems/tests/wordcount.edn").out();
    assertEquals(first, Run.jelly("", "test", "--edn", "systems/tests/wordcount.edn").out());
  }
}
