package jellybean.cli;

import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Notices that something has not changed for a long time. It never ends what goes on, however
 * slowly: it is for what will never end, such as a count whose words were lost with a member.
 */
final class Standstill {
  private final long afterMs;
  private Value last = Nil.NIL;
  private long sinceMs;

  /**
   * @param afterMs how long nothing may change
   * @param nowMs the time, by a clock that is never set
   */
  Standstill(long afterMs, long nowMs) {
    this.afterMs = afterMs;
    this.sinceMs = nowMs;
  }

  /** Whether {@code present} has been the same for too long. */
  boolean isReached(Value present, long nowMs) {
    if (!present.equals(last)) {
      last = present;
      sinceMs = nowMs;
    }
    return nowMs - sinceMs > afterMs;
  }
}
