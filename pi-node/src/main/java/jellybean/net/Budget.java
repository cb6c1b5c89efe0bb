package jellybean.net;

import jellybean.port.Clock;

/**
 * How often something may happen: so often at once, and so often in a second from there on. Owned
 * by one thread.
 */
final class Budget {
  private static final long SECOND_MS = 1_000;

  private final Clock clock;
  private final long burst;
  private final long perSecond;
  // In thousandths, so that a part of a second counts.
  private long left;
  private long atMs;

  Budget(Clock clock, long burst, long perSecond) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
    this.left = burst * SECOND_MS;
    this.atMs = clock.monotonicMs();
  }

  /** Whether one may happen now. */
  boolean isLeft() {
    long nowMs = clock.monotonicMs();
    // More than a second per unit of the burst fills it anyway, whatever the clock did.
    long passedMs = Math.min(nowMs - atMs, burst * SECOND_MS);
    left = Math.min(burst * SECOND_MS, left + passedMs * perSecond);
    atMs = nowMs;
    return left >= SECOND_MS;
  }

  /** It happens. */
  void take() {
    left -= SECOND_MS;
  }
}
