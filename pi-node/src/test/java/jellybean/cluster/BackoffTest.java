package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(200, 5_000);

  @ParameterizedTest
  @CsvSource({
    "0, 200",
    "1, 400",
    "2, 800",
    "3, 1600",
    "4, 3200",
    "5, 5000",
    "6, 5000",
    "1000000, 5000"
  })
  void doublesUpToItsMaximum(int failures, long fullMs) {
    assertEquals(fullMs, BACKOFF.delayMs(failures, 0));
  }

  @Test
  void theUpperHalfIsRandom() {
    SplittableRandom random = new SplittableRandom(1);
    long leastMs = Long.MAX_VALUE;
    long mostMs = 0;
    for (int i = 0; i < 10_000; i++) {
      long delayMs = BACKOFF.delayMs(2, random.nextLong());
      leastMs = Math.min(leastMs, delayMs);
      mostMs = Math.max(mostMs, delayMs);
    }
    assertTrue(leastMs >= 400 && leastMs < 410, "least " + leastMs);
    assertTrue(mostMs <= 800 && mostMs > 790, "most " + mostMs);
  }

  @Test
  void refusesDelaysThatMakeNoSense() {
    assertEquals(
        "bad backoff: expected 1 <= firstMs <= maxMs, found 0 and 5",
        assertThrows(IllegalArgumentException.class, () -> new Backoff(0, 5)).getMessage());
  }
}
