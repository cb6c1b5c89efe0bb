package jellybean.net;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A bounded number of places and who has them, in the order they came. An address has so many, and
 * strangers leave some to the addresses of known members; all processes of this machine share the
 * loopback, which may have as many as there are. Owned by the event loop thread.
 *
 * @param <G> who takes a place
 */
final class Places<G extends Lobby.Guest> {
  /**
   * How many there are.
   *
   * @param all altogether
   * @param perAddress of these, for one address
   * @param forMembers of these, for addresses of known members alone
   */
  record Limits(int all, int perAddress, int forMembers) {}

  /**
   * Why there is no place for somebody.
   *
   * @param crowd for people to read
   * @param rivals of whom one would have to go
   */
  record Full<G>(String crowd, Predicate<G> rivals) {}

  private final Limits limits;
  private final Predicate<InetAddress> isOfMember;
  // Whether each came from the address of a member.
  private final Map<G, Boolean> guests = new LinkedHashMap<>();

  Places(Limits limits, Predicate<InetAddress> isOfMember) {
    this.limits = limits;
    this.isOfMember = isOfMember;
  }

  void take(G guest) {
    guests.put(guest, isOfMember.test(guest.from()));
  }

  /** Whether it had one. */
  boolean leave(G guest) {
    return guests.remove(guest) != null;
  }

  int size() {
    return guests.size();
  }

  /** Those that have a place, the longest first. */
  Stream<G> guests() {
    return guests.keySet().stream();
  }

  /** Empty if there is a place. */
  Optional<Full<G>> fullFor(G guest) {
    Predicate<G> sameAddress = other -> other.from().equals(guest.from());
    Predicate<G> stranger = other -> !guests.getOrDefault(other, false);
    int forStrangers = limits.all() - limits.forMembers();
    if (!guest.from().isLoopbackAddress() && count(sameAddress) >= limits.perAddress()) {
      return Optional.of(new Full<>(limits.perAddress() + " from its address", sameAddress));
    }
    if (!isOfMember.test(guest.from()) && count(stranger) >= forStrangers) {
      return Optional.of(new Full<>(forStrangers + " from addresses of no member", stranger));
    }
    if (guests.size() >= limits.all()) {
      boolean anyStranger = count(stranger) > 0;
      return Optional.of(
          new Full<>(limits.all() + " altogether", anyStranger ? stranger : other -> true));
    }
    return Optional.empty();
  }

  private long count(Predicate<G> which) {
    return guests().filter(which).count();
  }
}
