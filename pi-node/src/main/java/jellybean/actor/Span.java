package jellybean.actor;

import java.util.function.LongSupplier;

/**
 * How long steps take together. The clock is not read after each of them, which would cost more
 * than a small step does on the board, but after the first, the second, the fourth and so on: so a
 * span is known to be over before twice its time has passed, or after the one step that takes
 * longer. Belongs to its loop's thread.
 */
final class Span {
  private final LongSupplier clockNs;
  private final long maxNs;
  private long beganNs;
  private int lookAt;

  Span(LongSupplier clockNs, long maxNs) {
    this.clockNs = clockNs;
    this.maxNs = maxNs;
  }

  void begin() {
    beganNs = clockNs.getAsLong();
    lookAt = 1;
  }

  /**
   * Whether no more should be done.
   *
   * @param handled since the beginning
   */
  boolean isOver(int handled) {
    if (handled < lookAt) {
      return false;
    }
    lookAt = 2 * handled;
    return clockNs.getAsLong() - beganNs >= maxNs;
  }
}
