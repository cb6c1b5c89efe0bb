import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Lists the tests a module skipped and fails unless they are the ones committed in {@code
 * .mvn/skipped-tests.txt}: a test that is switched off, or whose assumption stops holding, is
 * noticed at once.
 *
 * <p>Arguments: the committed list, the module's name, its folder. A line of the list is {@code
 * module class.test reason}; what begins with {@code #} is a comment. A committed entry is missed
 * only if its class ran, so that {@code -Dtest=…} works.
 */
final class SkippedTests {
  private SkippedTests() {}

  private record Reports(Set<String> classes, TreeMap<String, String> skipped) {}

  static void main(String[] args) throws Exception {
    Path list = Path.of(args[0]);
    String module = args[1];
    Path folder = Path.of(args[2]);
    Reports reports = read(folder);
    Set<String> committed = committed(list, module);

    System.out.println(
        "skipped tests in " + module + ": " + (reports.skipped.isEmpty() ? "none" : ""));
    reports.skipped.forEach((test, reason) -> System.out.println("  " + test + "  " + reason));

    Set<String> added = new TreeSet<>(reports.skipped.keySet());
    added.removeAll(committed);
    Set<String> gone = new TreeSet<>(committed);
    gone.removeAll(reports.skipped.keySet());
    gone.removeIf(test -> !reports.classes.contains(test.substring(0, test.lastIndexOf('.'))));
    added.forEach(test -> System.err.println("skipped, but not in " + list + ": " + test));
    gone.forEach(test -> System.err.println("in " + list + ", but not skipped: " + test));
    System.exit(added.isEmpty() && gone.isEmpty() ? 0 : 1);
  }

  private static Set<String> committed(Path list, String module) throws IOException {
    Set<String> tests = new TreeSet<>();
    for (String line : Files.readAllLines(list)) {
      List<String> words = List.of(line.strip().split("\\s+", 3));
      if (words.getFirst().equals(module)) {
        if (words.size() < 3) {
          throw new IllegalArgumentException(
              list + ": expected `module class.test reason`, found `" + line + "`");
        }
        tests.add(words.get(1));
      }
    }
    return tests;
  }

  /** Reports of classes whose source is gone are left-overs of earlier builds, and ignored. */
  private static Reports read(Path folder) throws Exception {
    Reports reports = new Reports(new TreeSet<>(), new TreeMap<>());
    Path reportFolder = folder.resolve("target/surefire-reports");
    if (!Files.isDirectory(reportFolder)) {
      return reports;
    }
    DocumentBuilder parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    try (Stream<Path> files = Files.list(reportFolder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
        NodeList cases = parser.parse(file.toFile()).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          add((Element) cases.item(i), folder, reports);
        }
      }
    }
    return reports;
  }

  private static void add(Element testCase, Path folder, Reports reports) {
    String className = testCase.getAttribute("classname");
    String outer = className.split("\\$")[0];
    if (!Files.exists(folder.resolve("src/test/java/" + outer.replace('.', '/') + ".java"))) {
      return;
    }
    reports.classes.add(className);
    NodeList skipped = testCase.getElementsByTagName("skipped");
    if (skipped.getLength() > 0) {
      String reason = ((Element) skipped.item(0)).getAttribute("message");
      // Parameters end in brackets and may hold anything; the test is skipped as a whole.
      String name = testCase.getAttribute("name").split("[({\\[ ]")[0];
      reports.skipped.put(className + "." + name, reason);
    }
  }
}
