package jellybean.net;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Connections that others opened and that have not greeted yet. Nobody gains by holding a place:
 *
 * <ul>
 *   <li>On the porch stands whoever has said nothing. That costs next to nothing, so there are many
 *       places, and if they are full who stands there longest makes room for who comes.
 *   <li>In the hall is whoever is busy with TLS, which costs memory and time. If it is full, who
 *       wants to begin waits on the porch until somebody leaves, or has kept this side waiting for
 *       longer than it should: only these make room, those without a certificate first. A handshake
 *       that goes on is not interrupted.
 * </ul>
 *
 * <p>Owned by the event loop thread.
 */
final class Lobby {
  static final Places.Limits PORCH = new Places.Limits(256, 64, 32);
  static final Places.Limits HALL = new Places.Limits(32, 8, 8);

  /** Of the time for a handshake, what the other side may keep this one waiting altogether. */
  private static final int PATIENCE_SHARE = 5;

  /** Somebody who waits to be let in. */
  interface Guest {
    InetAddress from();

    /** For how long it has kept this side waiting since it was asked in. */
    long spentMs();

    /** Whether it has shown a certificate that counts. */
    boolean isSecured();

    /** Its handshake may begin. */
    void askIn();

    /** It must go; for the log: why. */
    void turnOut(String why);
  }

  /** Calls back on the event loop thread a little later. */
  @FunctionalInterface
  interface Later {
    void call(Runnable task);
  }

  private final Places<Guest> porch;
  private final Places<Guest> hall;
  // Those on the porch that have spoken, in that order.
  private final Set<Guest> waiting = new LinkedHashSet<>();
  private final long patienceMs;
  private final Later later;
  private final Pace pace;
  private final Runnable delayed;
  private boolean isLooking;

  /**
   * @param isOfMember whether a member is known to have that address
   * @param handshakeMs what a handshake may take
   * @param pace how many may begin
   * @param delayed called when somebody has to wait for that
   */
  Lobby(
      Predicate<InetAddress> isOfMember,
      long handshakeMs,
      Later later,
      Pace pace,
      Runnable delayed) {
    this.porch = new Places<>(PORCH, isOfMember);
    this.hall = new Places<>(HALL, isOfMember);
    this.patienceMs = handshakeMs / PATIENCE_SHARE;
    this.later = later;
    this.pace = pace;
    this.delayed = delayed;
  }

  /** Somebody comes, for whom somebody else may have to go. */
  void enter(Guest guest) {
    Optional<Places.Full<Guest>> full = porch.fullFor(guest);
    full.ifPresent(crowd -> makeRoomOnThePorch(crowd));
    porch.take(guest);
  }

  private void makeRoomOnThePorch(Places.Full<Guest> full) {
    porch
        .guests()
        .filter(full.rivals())
        .min(Comparator.comparing(waiting::contains))
        .ifPresent(longest -> turnOut(longest, full.crowd() + " had not begun"));
  }

  /** It said something, so its handshake is to begin. */
  void speak(Guest guest) {
    waiting.add(guest);
    askIn();
  }

  /** It has greeted, or is gone. */
  void leave(Guest guest) {
    porch.leave(guest);
    waiting.remove(guest);
    if (hall.leave(guest)) {
      askIn();
    }
  }

  int size() {
    return porch.size() + hall.size();
  }

  /** Asks in whom there is room for, in the order they wait. */
  private void askIn() {
    for (Guest guest : List.copyOf(waiting)) {
      if (waiting.contains(guest) && isItsTime(guest) && hasRoom(guest)) {
        waiting.remove(guest);
        porch.leave(guest);
        hall.take(guest);
        pace.begins(guest.from());
        guest.askIn();
      }
    }
    if (!waiting.isEmpty() && !isLooking) {
      isLooking = true;
      later.call(this::lookAgain);
    }
  }

  private boolean isItsTime(Guest guest) {
    boolean may = pace.mayBegin(guest.from());
    if (!may) {
      delayed.run();
    }
    return may;
  }

  private void lookAgain() {
    isLooking = false;
    askIn();
  }

  private boolean hasRoom(Guest guest) {
    Optional<Places.Full<Guest>> full = hall.fullFor(guest);
    if (full.isEmpty()) {
      return true;
    }
    Optional<Guest> slowest =
        hall.guests()
            .filter(full.get().rivals())
            .filter(other -> other.spentMs() > patienceMs)
            .max(Comparator.comparing((Guest g) -> !g.isSecured()).thenComparing(Guest::spentMs));
    slowest.ifPresent(
        other -> turnOut(other, full.get().crowd() + " were in their handshake, and it waited"));
    return slowest.isPresent();
  }

  private void turnOut(Guest guest, String crowd) {
    porch.leave(guest);
    waiting.remove(guest);
    hall.leave(guest);
    guest.turnOut("it made room for the next: " + crowd);
  }
}
