package jellybean.net;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import jellybean.port.Clock;

/**
 * Which datagrams are worth the work of opening them. Anybody can send some that are not authentic,
 * and a small board notices that only when it has computed; so in each second it looks at so many
 * of lives that it does not know, and at so many of one source that prove bad. Known lives go on
 * being heard whatever others send from elsewhere.
 *
 * <p>A source is an address; on this machine, where all share one, a port. Owned by the event loop
 * thread.
 */
final class DatagramGate {
  /** Of lives from which nothing authentic has come yet. */
  static final int UNKNOWN_PER_SECOND = 256;

  /** Bad ones of one source. */
  static final int BAD_PER_SOURCE = 64;

  /** Sources of bad ones that are told apart within a second. */
  static final int MAX_SOURCES = 256;

  private static final long SECOND_MS = 1_000;

  private final Clock clock;
  private final Map<Object, Integer> bad = new HashMap<>();
  private long sinceMs;
  private int unknown;

  DatagramGate(Clock clock) {
    this.clock = clock;
    this.sinceMs = clock.monotonicMs();
  }

  /**
   * Whether to open it.
   *
   * @param isOfKnownLife whether something authentic has come from the life that it names
   */
  boolean mayOpen(InetSocketAddress from, boolean isOfKnownLife) {
    long nowMs = clock.monotonicMs();
    if (nowMs - sinceMs >= SECOND_MS) {
      sinceMs = nowMs;
      unknown = 0;
      bad.clear();
    }
    if (bad.getOrDefault(source(from), 0) >= BAD_PER_SOURCE) {
      return false;
    }
    return isOfKnownLife || unknown++ < UNKNOWN_PER_SECOND;
  }

  /** One from there was bad. */
  void bad(InetSocketAddress from) {
    Object source = source(from);
    if (bad.size() < MAX_SOURCES || bad.containsKey(source)) {
      bad.merge(source, 1, Integer::sum);
    }
  }

  private static Object source(InetSocketAddress from) {
    return from.getAddress().isLoopbackAddress() ? from : from.getAddress();
  }
}
