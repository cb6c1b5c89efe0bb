package jellybean.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
  private static final int STEPS = 20_000;

  /** The same, said with a set. */
  private static final class Model {
    final TreeSet<Long> seen = new TreeSet<>();
    final long first;

    Model(long first) {
      this.first = first;
      seen.add(first);
    }

    boolean isNew(long counter) {
      return counter > first
          && counter > seen.last() - ReplayWindow.WIDTH
          && !seen.contains(counter);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASetOfEverythingSeen(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long first = random.nextLong(1, 5_000);
    ReplayWindow window = new ReplayWindow(first);
    Model model = new Model(first);
    for (int step = 0; step < STEPS; step++) {
      int reach = random.nextInt(50) == 0 ? 3 * ReplayWindow.WIDTH : 100;
      long counter = Math.max(1, model.seen.last() + random.nextInt(-reach, reach / 4));
      boolean isNew = model.isNew(counter);
      assertEquals(isNew, window.isNew(counter), "seed " + seed + " counter " + counter);
      if (isNew) {
        window.mark(counter);
        model.seen.add(counter);
      }
    }
  }
}
