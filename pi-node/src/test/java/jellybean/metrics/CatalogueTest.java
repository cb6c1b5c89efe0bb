package jellybean.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import org.junit.jupiter.api.Test;

/** The list of metrics is as the field expects it, and as {@code docs/metrics.md} says. */
class CatalogueTest {
  /** Names that other programs use as well; dashboards know them. */
  private static final Set<String> COMMON =
      Set.of("process_resident_memory_bytes", "process_cpu_seconds_total");

  @Test
  void namesAreThoseOfTheFieldAndOfOurs() {
    for (Metric metric : Catalogue.ALL) {
      String name = metric.name();
      assertTrue(name.matches("[a-z][a-z0-9_]*[a-z0-9]"), name);
      assertTrue(COMMON.contains(name) || name.startsWith("jellybean_"), name);
      assertEquals(metric.type() == Metric.Type.COUNTER, name.endsWith("_total"), name);
      boolean isInOtherUnits =
          Stream.of("_ms", "_kib", "_mib", "permille").anyMatch(name::contains);
      assertTrue(!isInOtherUnits, name + " is not in base units");
    }
  }

  @Test
  void eachIsThereOnceAndSaysWhatItIs() {
    Set<String> names = new HashSet<>();
    Set<List<?>> paths = new HashSet<>();
    for (Metric metric : Catalogue.ALL) {
      assertTrue(names.add(metric.name()), metric.name() + " twice");
      assertTrue(paths.add(metric.path()), metric.path() + " twice");
      assertTrue(metric.help().matches("\\p{Lu}.*\\."), metric.name() + ": " + metric.help());
    }
  }

  @Test
  void thePageListsAllOfThemAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "metrics.md")).stream()
            .filter(line -> line.matches("\\| `(jellybean|process)_.*"))
            .toList();
    assertEquals(Catalogue.ALL.stream().map(CatalogueTest::row).toList(), rows);
  }

  private static String row(Metric metric) {
    String label = metric.label().map(by -> "{" + by + "}").orElse("");
    String type = metric.type().name().toLowerCase(Locale.ROOT);
    return "| `" + metric.name() + label + "` | " + type + " | " + metric.help() + " |";
  }

  private static final Pattern BOUND =
      Pattern.compile("static final (?:int|long) ((?:MAX|DEFAULT)_\\w+)\\s*=");

  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+\\.(?:MAX|DEFAULT)_\\w+)`");
  private static final Pattern METRIC =
      Pattern.compile("`(jellybean_\\w+)` \\|$", Pattern.MULTILINE);
  private static final List<String> PACKAGES =
      List.of("actor", "cluster", "metrics", "net", "node", "store", "wire");
  private static final List<String> PARTS =
      List.of(
          "Deploying",
          "Documents",
          "DocumentsState",
          "Ended",
          "HostTables",
          "Relocation",
          "Spread",
          "Templates");

  /** Bounds of what documents may say are described where documents are. */
  private static SortedSet<String> boundsInTheCode() throws IOException {
    Path code = Path.of("src", "main", "java", "jellybean");
    List<Path> files = new ArrayList<>();
    for (String each : PACKAGES) {
      try (Stream<Path> all = Files.list(code.resolve(each))) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    PARTS.forEach(part -> files.add(code.resolve("system").resolve(part + ".java")));
    SortedSet<String> bounds = new TreeSet<>();
    for (Path file : files) {
      String type = file.getFileName().toString().replace(".java", "");
      BOUND
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> bounds.add(type + "." + found.group(1)));
    }
    return bounds;
  }

  @Test
  void thePageSaysOfEveryBoundInTheCodeWhereItIsSeen() throws IOException {
    SortedSet<String> named = new TreeSet<>();
    String page = Files.readString(Path.of("docs", "metrics.md"));
    NAMED.matcher(page).results().forEach(found -> named.add(found.group(1)));
    SortedSet<String> lacking = boundsInTheCode();
    lacking.removeAll(named);
    assertEquals(Set.of(), lacking, "bounds of which docs/metrics.md does not say where they show");
    named.removeAll(boundsInTheCode());
    assertEquals(Set.of(), named, "bounds that docs/metrics.md names and the code does not have");
    Set<String> metrics = new HashSet<>();
    Catalogue.ALL.forEach(metric -> metrics.add(metric.name()));
    METRIC
        .matcher(page)
        .results()
        .forEach(found -> assertTrue(metrics.contains(found.group(1)), found.group(1)));
  }

  private static EdnMap shown(String edn) {
    return (EdnMap) EdnReader.readOne(edn);
  }

  @Test
  void valuesAreInBaseUnitsAndByTheirNames() {
    EdnMap shown =
        shown(
            "{:counters {:actors 12 :dead-letters {:late 3 :overflow 4}}"
                + " :loops {:stalls 0 :longest-turn-ms 250} :own {:heap-free-mib 3}}");
    assertEquals(
        shown(
            "{:jellybean_actors 12 :jellybean_dead_letters_total {:late 3 :overflow 4}"
                + " :jellybean_loop_stalls_total 0 :jellybean_loop_longest_turn_seconds 0.25"
                + " :jellybean_heap_free_bytes 3145728 :jellybean_limit {}"
                + " :jellybean_handshakes_failed_total {} :jellybean_frames_refused_total {}"
                + " :jellybean_datagrams_refused_total {} :jellybean_majority_ignored_total {}}"),
        MetricValues.of(shown));
  }

  @Test
  void whatANodeShowsAndNobodyNamedIsFound() {
    EdnMap shown =
        shown(
            "{:counters {:actors 12 :dead-letters {:late 3} :lost 7} :port 7420"
                + " :store {:damage \"torn\" :depth {:of 1}}}");
    assertEquals(List.of(":counters :lost", ":store :depth :of"), Catalogue.unnamed(shown));
  }
}
