package jellybean.actor;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import jellybean.message.Address;
import jellybean.message.DuplicateTable;
import jellybean.message.DuplicateTable.Position;
import jellybean.message.Ticket;
import jellybean.message.Ticket.Stream;

/**
 * What one actor received by tickets, and what of it is accepted: on disk if it is durable,
 * otherwise handled. Owned by the actor's loop.
 */
final class Ticketed {
  private static final Position NOTHING = new Position(0, 0);

  private final Loop loop;
  private final Address receiver;
  private final DuplicateTable received;
  private final DuplicateTable accepted;

  /** Who is to be told when there is room again. */
  private final Set<Stream> refused = new LinkedHashSet<>();

  Ticketed(Loop loop, Address receiver, DuplicateTable accepted) {
    this.loop = loop;
    this.receiver = receiver;
    this.accepted = accepted;
    this.received = accepted.copy();
  }

  /** Whether a message is the next; one that came before is confirmed again. */
  boolean isNext(Ticket ticket) {
    switch (received.judge(ticket)) {
      case NEXT -> {
        return true;
      }
      case DUPLICATE -> {
        loop.counters.duplicates++;
        accepted
            .position(ticket.stream())
            .ifPresent(last -> loop.confirmations.add(receiver, ticket.stream(), last));
      }
      case EARLY -> loop.counters.postponed++;
    }
    return false;
  }

  void received(Ticket ticket) {
    received.accepted(ticket);
  }

  /** A message is accepted. */
  void accepted(Ticket ticket) {
    accepted.accepted(ticket);
    loop.confirmations.add(
        receiver, ticket.stream(), new Position(ticket.epoch(), ticket.number()));
  }

  /** The journal did not take a message: it had it, or misses what was before it. */
  void notNew(Ticket ticket) {
    if (accepted.judge(ticket) == DuplicateTable.Verdict.DUPLICATE) {
      loop.counters.duplicates++;
      accepted
          .position(ticket.stream())
          .ifPresent(last -> loop.confirmations.add(receiver, ticket.stream(), last));
    } else {
      notTaken(ticket);
    }
  }

  /** A message that was received is not accepted: it has to come again, and all after it. */
  void notTaken(Ticket ticket) {
    loop.counters.postponed++;
    accepted
        .position(ticket.stream())
        .ifPresentOrElse(
            last -> received.set(ticket.stream(), last), () -> received.forget(ticket.stream()));
  }

  /** There is no room for a message. */
  void refuse(Ticket ticket) {
    loop.counters.postponed++;
    if (refused.size() < DuplicateTable.MAX_STREAMS) {
      refused.add(ticket.stream());
    }
  }

  Map<Stream, Position> acceptedPositions() {
    return accepted.positions();
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  /** There is room again. */
  void callAgain() {
    for (Stream stream : refused) {
      loop.confirmations.again(receiver, stream, accepted.position(stream).orElse(NOTHING));
    }
    refused.clear();
  }

  /** Those that were refused before are told, too. */
  void refused(Ticketed before) {
    refused.addAll(before.refused);
  }
}
