package jellybean.net;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jellybean.port.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How many handshakes may begin: each costs a small board a good part of a second's tenth.
 * Strangers share one budget, of which an address has a part; addresses of members have one of
 * their own, and so has this machine, whose processes may start all at once. Owned by the event
 * loop thread.
 */
final class Pace {
  static final int STRANGERS_AT_ONCE = 32;
  static final int STRANGERS_PER_SECOND = 8;
  static final int ADDRESS_AT_ONCE = 8;
  static final int ADDRESS_PER_SECOND = 4;
  static final int MEMBERS_AT_ONCE = 64;
  static final int MEMBERS_PER_SECOND = 16;
  static final int LOOPBACK_AT_ONCE = 256;
  static final int LOOPBACK_PER_SECOND = 128;

  /** Addresses remembered; of more, the one longest unheard begins anew. */
  static final int MAX_ADDRESSES = 256;

  private final Clock clock;
  private final Predicate<InetAddress> isOfMember;
  private final Budget strangers;
  private final Budget members;
  private final Budget loopback;
  private final Map<InetAddress, Budget> addresses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<InetAddress, Budget> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  Pace(Clock clock, Predicate<InetAddress> isOfMember) {
    this.clock = clock;
    this.isOfMember = isOfMember;
    strangers = new Budget(clock, STRANGERS_AT_ONCE, STRANGERS_PER_SECOND);
    members = new Budget(clock, MEMBERS_AT_ONCE, MEMBERS_PER_SECOND);
    loopback = new Budget(clock, LOOPBACK_AT_ONCE, LOOPBACK_PER_SECOND);
  }

  /** Whether one from that address may begin now. */
  boolean mayBegin(InetAddress from) {
    return budgets(from).stream().allMatch(Budget::isLeft);
  }

  /** One from that address begins. */
  void begins(InetAddress from) {
    budgets(from).forEach(Budget::take);
  }

  private List<Budget> budgets(InetAddress from) {
    if (from.isLoopbackAddress()) {
      return List.of(loopback);
    }
    if (isOfMember.test(from)) {
      return List.of(members);
    }
    Budget own =
        addresses.computeIfAbsent(
            from, _ -> new Budget(clock, ADDRESS_AT_ONCE, ADDRESS_PER_SECOND));
    return List.of(own, strangers);
  }
}
