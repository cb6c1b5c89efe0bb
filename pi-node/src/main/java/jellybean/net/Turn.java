package jellybean.net;

import jellybean.port.Clock;

/**
 * How long the other side of a handshake took when something was to come from it. Time that this
 * side spends on its own computations does not count, and waiting adds up: whoever sends a byte now
 * and then gains nothing by it. Owned by the event loop thread.
 */
final class Turn {
  private final Clock clock;
  private long spentMs;
  private long sinceMs;
  private int tasks;

  Turn(Clock clock) {
    this.clock = clock;
    this.sinceMs = clock.monotonicMs();
  }

  /** The handshake begins; what was before does not count. */
  void begin() {
    spentMs = 0;
    sinceMs = clock.monotonicMs();
  }

  /** This side has something to compute. */
  void taskBegins() {
    if (tasks++ == 0) {
      spentMs += sinceMs();
    }
  }

  /** It is computed. */
  void taskEnds() {
    if (--tasks == 0) {
      sinceMs = clock.monotonicMs();
    }
  }

  /** What the other side took, so far. */
  long spentMs() {
    return tasks == 0 ? spentMs + sinceMs() : spentMs;
  }

  private long sinceMs() {
    return clock.monotonicMs() - sinceMs;
  }
}
