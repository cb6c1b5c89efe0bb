package jellybean.cluster;

/**
 * How long to wait before connecting again: doubling from {@code firstMs} up to {@code maxMs}, of
 * which the upper half is random, so that nodes that lost the same access point do not return in
 * step.
 */
public record Backoff(long firstMs, long maxMs) {
  private static final int MAX_DOUBLINGS = 30;

  public Backoff {
    if (firstMs < 1 || maxMs < firstMs) {
      throw new IllegalArgumentException(
          "bad backoff: expected 1 <= firstMs <= maxMs, found " + firstMs + " and " + maxMs);
    }
  }

  /**
   * @param failures attempts that failed in a row before; 0 for the first
   * @param randomBits any 64 random bits
   * @return milliseconds, at least half of the undisturbed delay and at most all of it
   */
  public long delayMs(int failures, long randomBits) {
    long fullMs = Math.min(maxMs, firstMs << Math.min(failures, MAX_DOUBLINGS));
    long halfMs = fullMs / 2;
    return fullMs - Long.remainderUnsigned(randomBits, halfMs + 1);
  }
}
