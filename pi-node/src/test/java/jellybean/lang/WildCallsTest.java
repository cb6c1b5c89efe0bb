package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import jellybean.edn.Symbol;
import org.junit.jupiter.api.Test;

/**
 * Every function called with values of any kind, which mostly fails: here and in real Clojure
 * alike. {@code bench/differential} makes a long run of it, as of {@link DifferentialTest}.
 */
class WildCallsTest {

  private static final int PROGRAMS = Integer.getInteger("jelly.lang.programs", 2_000);
  private static final long SEED = Long.getLong("jelly.lang.seed", 20_262);
  private static final int MOST_ARGUMENTS = 4;
  private static final int MAX_DIFFERENCES = 50;
  private static final double LEAST_SHARE = 0.2;

  /**
   * {@code docs/language.md} says how the first two differ; {@code set/union} looks, of what are no
   * sets, at whether they are the very same object.
   */
  private static final Set<String> DIFFERENT_ON_PURPOSE =
      Set.of("identical?", "list?", "set/union");

  private static List<String> values() throws IOException {
    try (InputStream in = WildCallsTest.class.getResourceAsStream("/lang/wild.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String call(String name, List<String> values, SplittableRandom random) {
    Builtin function = Builtins.find(Symbol.of(name)).orElseThrow();
    int count = random.nextInt(MOST_ARGUMENTS + 1);
    while (!function.accepts(count)) {
      count = random.nextInt(MOST_ARGUMENTS + 1);
    }
    StringBuilder out = new StringBuilder("(" + name);
    for (int i = 0; i < count; i++) {
      out.append(' ').append(values.get(random.nextInt(values.size())));
    }
    return out.append(')').toString();
  }

  @Test
  void functionsMakeOfAnyValuesWhatClojureMakesOfThem() throws IOException {
    Set<String> names = new TreeSet<>(Builtins.names());
    names.removeAll(DIFFERENT_ON_PURPOSE);
    List<String> functions = List.copyOf(names);
    List<String> values = values();
    List<String> differences = new ArrayList<>();
    int answered = 0;
    for (int i = 0; i < PROGRAMS && differences.size() < MAX_DIFFERENCES; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      String program = call(functions.get(i % functions.size()), values, random);
      Verdict verdict = Verdict.on(program);
      answered += verdict.clojureAnswered() ? 1 : 0;
      if (verdict.differs() && !verdict.differsOnPurpose()) {
        differences.add("program " + i + " of seed " + SEED + ": " + verdict);
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(answered > LEAST_SHARE * PROGRAMS, "only " + answered + " have a value");
  }
}
