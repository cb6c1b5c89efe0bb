package jellybean.lang;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Text;
import org.junit.jupiter.api.Test;

/**
 * Random programs against real Clojure. {@code -Djelly.lang.programs}, {@code -Djelly.lang.seed}
 * and {@code -Djelly.lang.least} make a longer run or another one, {@code -Djelly.lang.report}
 * names a file for its figures; {@code bench/differential} sets them.
 */
class DifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("jelly.lang.programs", 3_000);
  private static final long SEED = Long.getLong("jelly.lang.seed", 20_260);

  /** In how many successes each function has to take part. */
  private static final int LEAST = Integer.getInteger("jelly.lang.least", 2);

  private static final Optional<Path> REPORT =
      Optional.ofNullable(System.getProperty("jelly.lang.report")).map(Path::of);
  private static final int LEVELS = 4;
  private static final String METHOD =
      "each program is evaluated by both, and their values, or that both fail, are compared; one in"
          + " three is about the function that took part in the fewest successes so far; what"
          + " docs/language.md lists as a difference is counted apart";
  private static final double SUCCESS_SHARE = 0.7;
  private static final int MAX_DIFFERENCES = 50;

  /** One in so many programs is about what took part least so far. */
  private static final int ABOUT_THE_RAREST = 3;

  @Test
  void randomProgramsAnswerAsInClojure() throws IOException {
    List<String> templates = templates();
    List<String> differences = new ArrayList<>();
    Coverage coverage = new Coverage();
    Programs any = new Programs(new SplittableRandom(SEED), templates);
    Set<String> known = coverage.names().stream().filter(any::knows).collect(toSet());
    assertEquals(Set.of(), difference(coverage.names(), known), "no template is about these");
    int answered = 0;
    int onPurpose = 0;
    for (int i = 0; i < PROGRAMS && differences.size() < MAX_DIFFERENCES; i++) {
      Programs programs = new Programs(new SplittableRandom(SEED + i), templates);
      int levels = 1 + i % LEVELS;
      Verdict verdict =
          Verdict.on(
              i % ABOUT_THE_RAREST == 0
                  ? programs.about(coverage.rarestOf(known), levels)
                  : programs.next(levels));
      if (verdict.clojureAnswered()) {
        answered++;
        coverage.add(verdict.program());
      }
      if (verdict.differs() && verdict.differsOnPurpose()) {
        onPurpose++;
      } else if (verdict.differs()) {
        differences.add("program " + i + " of seed " + SEED + ": " + verdict);
      }
    }
    report(answered, onPurpose, differences.size(), coverage);
    assertEquals(List.of(), differences);
    assertTrue(answered > SUCCESS_SHARE * PROGRAMS, "only " + answered + " have a value");
    assertEquals(Map.of(), coverage.below(LEAST), "took part in fewer than " + LEAST);
  }

  private static EdnMap machine() {
    return EdnMap.of(
        Keyword.of("os"),
        new Text(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
        Keyword.of("cores"),
        Int.of(Runtime.getRuntime().availableProcessors()),
        Keyword.of("java"),
        new Text(Runtime.version().toString()));
  }

  private static Set<String> difference(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static void report(int answered, int onPurpose, int differences, Coverage coverage)
      throws IOException {
    if (REPORT.isEmpty()) {
      return;
    }
    EdnMap report =
        EdnMap.of(
            Keyword.of("what"),
            new Text("random programs, here and in Clojure 1.12"),
            Keyword.of("programs"),
            Int.of(PROGRAMS),
            Keyword.of("seed"),
            Int.of(SEED),
            Keyword.of("with-a-value-in-clojure"),
            Int.of(answered),
            Keyword.of("share"),
            Real.of(answered / (double) PROGRAMS),
            Keyword.of("differ-as-documented"),
            Int.of(onPurpose),
            Keyword.of("differ"),
            Int.of(differences),
            Keyword.of("successes-by-function"),
            coverage.toValue());
    report =
        report.with(Keyword.of("method"), new Text(METHOD)).with(Keyword.of("machine"), machine());
    Files.writeString(REPORT.get(), EdnPrinter.pretty(report, 100) + "\n");
  }

  private static List<String> templates() throws IOException {
    try (InputStream in = DifferentialTest.class.getResourceAsStream("/lang/templates.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
