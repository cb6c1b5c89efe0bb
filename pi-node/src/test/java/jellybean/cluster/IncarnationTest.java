package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IncarnationTest {
  private static final long IN_2026_MS = 1_780_000_000_000L;
  private static final long AFTER_BOOT_MS = 12_000;

  @Test
  void aLaterLifeIsLargerByTheClock() {
    long first = Incarnation.next(OptionalLong.empty(), IN_2026_MS, -1);
    long second = Incarnation.next(OptionalLong.empty(), IN_2026_MS + 1_000, 0);
    assertTrue(second > first, first + " then " + second);
  }

  @Test
  void aBoardThatWakesIn1970CountsOnFromItsLastLife() {
    long first = Incarnation.next(OptionalLong.empty(), IN_2026_MS, 7);
    assertEquals(first + 1, Incarnation.next(OptionalLong.of(first), AFTER_BOOT_MS, 7));
  }

  @Test
  void aClockBefore1970GivesANumberAllTheSame() {
    assertEquals(1, Incarnation.next(OptionalLong.empty(), -5_000, 0));
  }

  @Test
  void theNumberIsExactInEveryLanguageForTwoCenturies() {
    long in2240Ms = 8_520_000_000_000L;
    assertTrue(Incarnation.next(OptionalLong.empty(), in2240Ms, -1) < 1L << 53);
  }
}
