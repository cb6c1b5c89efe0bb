package jellybean.net;

/** Counts, and how many per second of late: over the last {@link #WINDOW_SECONDS} full seconds. */
final class RateMeter {
  static final int WINDOW_SECONDS = 10;
  private static final long MS_PER_SECOND = 1_000;

  /** One more than the window: the second that is not yet over does not count. */
  private static final int SLOTS = WINDOW_SECONDS + 1;

  private final long[] counts = new long[SLOTS];
  private final long[] seconds = new long[SLOTS];
  private long total;

  /** Adds to the second that {@code nowMs} is in. Any thread. */
  synchronized void add(long nowMs, long count) {
    long second = Math.floorDiv(nowMs, MS_PER_SECOND);
    int slot = Math.floorMod(second, SLOTS);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    counts[slot] += count;
    total += count;
  }

  synchronized long total() {
    return total;
  }

  synchronized double perSecond(long nowMs) {
    long second = Math.floorDiv(nowMs, MS_PER_SECOND);
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (seconds[slot] < second && seconds[slot] >= second - WINDOW_SECONDS) {
        sum += counts[slot];
      }
    }
    return (double) sum / WINDOW_SECONDS;
  }
}
