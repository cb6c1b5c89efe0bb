package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import jellybean.edn.EdnException;
import jellybean.edn.Syntax;
import org.junit.jupiter.api.Test;

/**
 * Random programs over large values: whatever built-ins they nest, none makes more garbage than its
 * fuel pays for. Memory is counted and not time, for a machine's time is nobody's promise; but who
 * touches what is not paid for copies it sooner or later. {@code -Djelly.lang.programs} and {@code
 * -Djelly.lang.seed} make a longer run or another one.
 */
class FuelFuzzTest {
  private static final int PROGRAMS = Integer.getInteger("jelly.lang.programs", 4_000);
  private static final long SEED = Long.getLong("jelly.lang.seed", 20_261);
  private static final int LEVELS = 5;
  private static final long FUEL = 100_000;

  /**
   * What a unit of fuel may make: an element of a map, some levels of a trie copied; 430 were seen.
   */
  private static final long BYTES_PER_FUEL = 640;

  /** A value may weigh 4 MiB, and one that is refused in the end was made before. */
  private static final long BYTES_ANYWAY = 8L << 20;

  /** Large values in the place of the small ones, made once and shared by all programs. */
  private static final Map<String, String> LARGE =
      Map.of(
          "VEC", "big-vec",
          "LIST", "big-list",
          "MAP", "big-map",
          "SET", "big-set",
          "SMAP", "big-sorted-map",
          "SSET", "big-sorted-set",
          "STR", "big-str",
          "STRS", "big-strs",
          "PAIRS", "big-pairs");

  private static final String PRELUDE =
      """
      (def big-vec (vec (range 3000)))
      (def big-list (map inc (range 3000)))
      (def big-map (zipmap (range 2000) (range 2000)))
      (def big-set (set (range 2000)))
      (def big-sorted-map (into (sorted-map-by (fn [a b] (< a b))) (zipmap (range 600) (range 600))))
      (def big-sorted-set (apply sorted-set (range 2000)))
      (def big-str (str/join " " (range 4000)))
      (def big-strs (mapv str (range 1500)))
      (def big-pairs (mapv (fn [i] [i i]) (range 1500)))
      """;

  private record Cost(String program, long bytes) {}

  private static List<String> lines() throws IOException {
    try (InputStream in = FuelFuzzTest.class.getResourceAsStream("/lang/templates.txt")) {
      List<String> lines =
          new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
      lines.removeIf(
          line -> !line.contains("~") && LARGE.containsKey(line.substring(0, line.indexOf(' '))));
      LARGE.forEach((type, name) -> lines.add(type + " " + name));
      // Counts that are no longer small.
      lines.add("SMALL 2000");
      return lines;
    }
  }

  private static Session session() {
    Session session = new Session("fuzz.edn", Budget.DEFAULT.withFuel(FUEL));
    for (Syntax form : Run.read(PRELUDE)) {
      Session.Answer answer = session.answer(form);
      assertTrue(answer.error().isEmpty(), answer.toString());
    }
    return session;
  }

  private static long bytesOf(Session session, String program) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Syntax form;
    try {
      form = Run.readOne(program);
    } catch (EdnException e) {
      return 0;
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    Session.Answer answer = session.answer(form);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    answer.error().ifPresent(e -> assertTrue(!e.problem().isEmpty()));
    return bytes;
  }

  @Test
  void noProgramMakesMoreThanItsFuelPaysFor() throws IOException {
    List<String> lines = lines();
    Session session = session();
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      String program =
          new Programs(new SplittableRandom(SEED + i), lines).next(2 + i % (LEVELS - 1));
      costs.add(new Cost(program, bytesOf(session, program)));
    }
    costs.sort(Comparator.comparingLong(Cost::bytes).reversed());
    long most = FUEL * BYTES_PER_FUEL + BYTES_ANYWAY;
    assertEquals(List.of(), costs.stream().filter(cost -> cost.bytes() > most).limit(5).toList());
    // It does go to the limits: else it would show nothing.
    assertTrue(costs.getFirst().bytes() > FUEL * 32, () -> "at most " + costs.getFirst());
  }
}
