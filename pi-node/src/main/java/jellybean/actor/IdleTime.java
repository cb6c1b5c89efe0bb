package jellybean.actor;

import java.util.concurrent.atomic.AtomicLong;

/** For how long a loop had nothing to do. The loop's thread writes, any thread reads. */
final class IdleTime {
  /** No time that a clock could say. */
  private static final long BUSY = Long.MIN_VALUE;

  private final AtomicLong totalNs = new AtomicLong();
  private final AtomicLong sinceNs = new AtomicLong(BUSY);

  boolean isIdle() {
    return sinceNs.getPlain() != BUSY;
  }

  void begin(long nowNs) {
    sinceNs.setRelease(nowNs);
  }

  void end(long nowNs) {
    totalNs.setRelease(totalNs.getPlain() + nowNs - sinceNs.getPlain());
    sinceNs.setRelease(BUSY);
  }

  /** With the time that is not over. */
  long totalNs(long nowNs) {
    long since = sinceNs.getAcquire();
    return totalNs.getAcquire() + (since == BUSY ? 0 : Math.max(0, nowNs - since));
  }
}
