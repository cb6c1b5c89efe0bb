package jellybean.wire;

import java.util.Arrays;

/**
 * Which of one sender's counters were seen: exact for the last {@value #WIDTH}, "seen" below.
 *
 * <p>What lies before the first counter counts as seen, so that a context that was forgotten and
 * made again does not open the past to replays. The scheme of RFC 6479: a ring of words in which
 * advancing clears whole words.
 */
final class ReplayWindow {
  static final int WIDTH = 1_024;

  private static final int WORD_BITS = 64;
  // One word more than the width, so that the word being entered can be cleared whole.
  private static final int WORDS = WIDTH / WORD_BITS + 1;

  private final long[] seen = new long[WORDS];
  private long highest;

  /** A window that has seen {@code first} and all before it. */
  ReplayWindow(long first) {
    highest = first;
    Arrays.fill(seen, -1L);
    // Of the word that is being filled, only what lies above the first counter is new.
    int bit = (int) (first % WORD_BITS);
    seen[wordOf(first)] = bit == WORD_BITS - 1 ? -1L : (1L << (bit + 1)) - 1;
  }

  boolean isNew(long counter) {
    if (counter > highest) {
      return true;
    }
    return highest - counter < WIDTH && (seen[wordOf(counter)] & bitOf(counter)) == 0;
  }

  /** Marks a counter that is new as seen; only after its datagram proved authentic. */
  void mark(long counter) {
    if (counter > highest) {
      advanceTo(counter);
    }
    seen[wordOf(counter)] |= bitOf(counter);
  }

  private void advanceTo(long counter) {
    long from = highest / WORD_BITS;
    long steps = Math.min(counter / WORD_BITS - from, WORDS);
    for (long step = 1; step <= steps; step++) {
      seen[(int) ((from + step) % WORDS)] = 0;
    }
    highest = counter;
  }

  private static int wordOf(long counter) {
    return (int) (counter / WORD_BITS % WORDS);
  }

  private static long bitOf(long counter) {
    return 1L << (counter % WORD_BITS);
  }
}
