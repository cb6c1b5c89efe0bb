package jellybean.device;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * How a light blinks.
 *
 * @param left how often it will be lit yet; negative: without end
 */
record Blinking(long onMs, long offMs, long left) {
  /** Faster is seen as dim light, and keeps the node busy. */
  static final long MIN_MS = 20;

  static final long MAX_MS = 3_600_000;

  static final long USUAL_MS = 500;

  static final long MAX_TIMES = 1_000_000;

  static final String EXPECTED =
      "{:on-ms n :off-ms n :times n} with milliseconds from "
          + MIN_MS
          + " to "
          + MAX_MS
          + ", up to "
          + MAX_TIMES
          + " times";

  /** As a message says it; empty if it does not. What is missing is the usual. */
  static Optional<Blinking> of(Value data) {
    if (!(data instanceof EdnMap map)) {
      return Optional.empty();
    }
    long onMs = number(map, "on-ms", USUAL_MS);
    long offMs = number(map, "off-ms", onMs);
    long times = number(map, "times", -1);
    boolean isWithin = within(onMs) && within(offMs) && times <= MAX_TIMES;
    boolean hasTimes = map.containsKey(Keyword.of("times"));
    return isWithin && (times >= 1 || !hasTimes)
        ? Optional.of(new Blinking(onMs, offMs, times))
        : Optional.empty();
  }

  private static boolean within(long ms) {
    return ms >= MIN_MS && ms <= MAX_MS;
  }

  /** What is no whole number is out of bounds. */
  private static long number(EdnMap map, String key, long ifAbsent) {
    Value value = map.get(Keyword.of(key), Int.of(ifAbsent));
    return value instanceof Int n ? n.value() : 0;
  }

  /** The next time has begun. */
  Blinking lit() {
    return new Blinking(onMs, offMs, left < 0 ? left : left - 1);
  }

  boolean isOver() {
    return left == 0;
  }
}
