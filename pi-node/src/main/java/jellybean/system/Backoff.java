package jellybean.system;

import jellybean.message.Rendezvous;

/**
 * How long a supervisor waits before a restart: not at all before the first within the window of
 * its intensity, then twice as long each time, between half and all of what that gives (equal
 * jitter; Brooker, "Exponential backoff and jitter", AWS Architecture Blog 2015). A pure policy.
 *
 * @param minMs before the second restart; 0: never wait
 * @param maxMs the longest
 */
public record Backoff(long minMs, long maxMs) {
  public static final Backoff NONE = new Backoff(0, 0);

  private static final int MAX_DOUBLINGS = 30;

  /**
   * @param restarts within the window, with the one that is to come
   * @param seed decides where chance does
   */
  long delayMs(int restarts, long seed) {
    if (restarts < 2 || minMs == 0) {
      return 0;
    }
    long full = Math.min(maxMs, minMs << Math.min(restarts - 2, MAX_DOUBLINGS));
    long half = full / 2;
    return half + Math.floorMod(Rendezvous.mix(seed), full - half + 1);
  }
}
