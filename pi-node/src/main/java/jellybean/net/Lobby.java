package jellybean.net;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Connections that others opened and that have not greeted yet. There is room for so many, and
 * whoever comes is let in: if need be somebody else makes room, so that a crowd that holds its
 * places without a key keeps nobody out.
 *
 * <p>Who makes room: whoever said nothing at all before whoever is busy with TLS, and these before
 * whoever has shown a certificate; of equals, who waits longest. An address has so many places, and
 * strangers leave some to the addresses of known members. Owned by the event loop thread.
 */
final class Lobby {
  /** Places. */
  static final int MAX_PENDING = 32;

  /** Of these, for one address; all processes of this machine share theirs and may have all. */
  static final int MAX_PER_ADDRESS = 8;

  /** Of these, for addresses of known members alone. */
  static final int FOR_MEMBERS = 8;

  /** Somebody who waits to be let in. */
  interface Guest {
    InetAddress from();

    /** Whether a byte came from it. */
    boolean hasSpoken();

    /** Whether it has shown a certificate that counts. */
    boolean isSecured();

    /** It must go; for the log: why. */
    void turnOut(String why);
  }

  // In the order they came; whether each comes from the address of a member.
  private final Map<Guest, Boolean> guests = new LinkedHashMap<>();
  private final Predicate<InetAddress> isOfMember;

  /**
   * @param isOfMember whether a member is known to have that address
   */
  Lobby(Predicate<InetAddress> isOfMember) {
    this.isOfMember = isOfMember;
  }

  /** Lets somebody in, for whom somebody else may have to go. */
  void enter(Guest guest) {
    boolean ofMember = isOfMember.test(guest.from());
    makeRoom(guest, ofMember);
    guests.put(guest, ofMember);
  }

  /** It has greeted, or is gone. */
  void leave(Guest guest) {
    guests.remove(guest);
  }

  int size() {
    return guests.size();
  }

  private void makeRoom(Guest guest, boolean ofMember) {
    Predicate<Guest> sameAddress = other -> other.from().equals(guest.from());
    Predicate<Guest> stranger = other -> !guests.getOrDefault(other, false);
    if (!guest.from().isLoopbackAddress() && count(sameAddress) >= MAX_PER_ADDRESS) {
      turnOut(sameAddress, MAX_PER_ADDRESS + " from its address");
    } else if (!ofMember && count(stranger) >= MAX_PENDING - FOR_MEMBERS) {
      turnOut(stranger, MAX_PENDING - FOR_MEMBERS + " from addresses of no member");
    } else if (guests.size() >= MAX_PENDING) {
      boolean anyStranger = count(stranger) > 0;
      turnOut(anyStranger ? stranger : other -> true, MAX_PENDING + " altogether");
    }
  }

  private long count(Predicate<Guest> which) {
    return guests.keySet().stream().filter(which).count();
  }

  private void turnOut(Predicate<Guest> which, String crowd) {
    Optional<Guest> victim =
        guests.keySet().stream().filter(which).min(Comparator.comparingInt(Lobby::standing));
    victim.ifPresent(guests::remove);
    victim.ifPresent(
        guest -> guest.turnOut("it made room for the next: " + crowd + " were in their handshake"));
  }

  private static int standing(Guest guest) {
    if (guest.isSecured()) {
      return 2;
    }
    return guest.hasSpoken() ? 1 : 0;
  }
}
