package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random programs against real Clojure. {@code -Djelly.lang.programs} and {@code -Djelly.lang.seed}
 * make a longer run or another one.
 */
class DifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("jelly.lang.programs", 2_000);
  private static final long SEED = Long.getLong("jelly.lang.seed", 20_260);
  private static final int LEVELS = 4;
  private static final double SUCCESS_SHARE = 0.7;

  @Test
  void randomProgramsAnswerAsInClojure() throws IOException {
    List<String> templates = templates();
    List<String> differences = new ArrayList<>();
    int answered = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      Verdict verdict = Verdict.on(new Programs(random, templates).next(1 + i % LEVELS));
      answered += verdict.clojureAnswered() ? 1 : 0;
      if (verdict.differs() && !verdict.differsOnPurpose()) {
        differences.add("seed " + (SEED + i) + ": " + verdict);
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(answered > SUCCESS_SHARE * PROGRAMS, "only " + answered + " have a value");
  }

  private static List<String> templates() throws IOException {
    try (InputStream in = DifferentialTest.class.getResourceAsStream("/lang/templates.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
