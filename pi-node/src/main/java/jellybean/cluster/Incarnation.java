package jellybean.cluster;

import java.util.OptionalLong;

/**
 * The number of a node's life: larger than that of any earlier life of the same node.
 *
 * <p>A board has no battery-backed clock: it may wake in 1970 each time, so a clock alone can go
 * back. The number of the previous life, kept on the data partition, cannot: the next one is at
 * least one more. A node without a disk falls back on the clock; two such lives begun in one second
 * differ in {@link #RANDOM_BITS} random bits. If such a node does go back, the others refuse the
 * new life only until they have noticed the end of the old one, which its own answers to their
 * probes tell them at once.
 */
public final class Incarnation {
  /** Below the seconds since 1970: 2^53 is reached in the year 2242. */
  static final int RANDOM_BITS = 20;

  private static final long MS_PER_SECOND = 1_000;
  private static final long RANDOM_MASK = (1L << RANDOM_BITS) - 1;

  private Incarnation() {}

  /**
   * The number of the life that starts now.
   *
   * @param previous that of the life before, if it was kept
   * @param wallMs milliseconds since 1970 as the board believes
   * @param random any 64 random bits
   * @return 1 or more
   */
  public static long next(OptionalLong previous, long wallMs, long random) {
    long seconds = Math.max(0, wallMs / MS_PER_SECOND);
    long byClock = Math.max(1, (seconds << RANDOM_BITS) | (random & RANDOM_MASK));
    return previous.isPresent() ? Math.max(byClock, previous.getAsLong() + 1) : byClock;
  }
}
