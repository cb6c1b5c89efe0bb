package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final int ROUNDS = 50_000;
  private static final int MAX_TEXT = 60;
  private static final int MAX_PART = 12;
  private static final Budget PLENTY = Budget.DEFAULT.withFuel(1_000_000);

  private final SplittableRandom random = new SplittableRandom(7);

  private String text(int maxLength, int letters) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(maxLength + 1); left > 0; left--) {
      text.append((char) ('a' + random.nextInt(letters)));
    }
    return text.toString();
  }

  @Test
  void findsWhatJavaFindsInTextsThatRepeatThemselves() {
    for (int i = 0; i < ROUNDS; i++) {
      int letters = 1 + random.nextInt(3);
      String part = text(MAX_PART, letters);
      String text = text(MAX_TEXT, letters);
      int from = random.nextInt(text.length() + 1);
      Machine machine = new Machine(PLENTY);
      String what = part + " in " + text + " from " + from;
      assertEquals(text.indexOf(part, from), Search.first(machine, part).in(text, from), what);
      assertEquals(text.lastIndexOf(part, from), Search.last(machine, text, part, from), what);
    }
  }

  @Test
  void everyComparisonIsPaidForAndThereAreFewInAnyText() {
    int length = 64_000;
    for (String unit : new String[] {"a", "ab", "aab", "abaab", "aaaaaaab", "abcabd"}) {
      String text = unit.repeat(length / unit.length());
      String some = text.substring(0, length / 3);
      for (String part : new String[] {some + "x", "x" + some, some + "x" + some, some + some}) {
        long first = compared(m -> Search.first(m, part).in(text, 0));
        long last = compared(m -> Search.last(m, text, part, length));
        for (long found : new long[] {first, last}) {
          assertTrue(found > length / 4 && found < 5L * length, () -> unit + ": " + found);
        }
      }
    }
  }

  private interface Work {
    int on(Machine machine);
  }

  private static long compared(Work work) {
    Machine machine = new Machine(PLENTY);
    work.on(machine);
    return machine.fuelUsed() * Machine.BYTES_PER_FUEL;
  }
}
