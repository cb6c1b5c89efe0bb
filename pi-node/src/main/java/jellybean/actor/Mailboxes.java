package jellybean.actor;

import jellybean.actor.LocalActor.Status;
import jellybean.message.Envelope;
import jellybean.message.Ticket;

/** Puts messages into the mailboxes of a loop's actors and takes them out, within their bounds. */
final class Mailboxes {
  private static final String FULL_POOL =
      "the mailboxes of this node hold as many bytes as they may";

  private final Loop loop;
  private final BytePool.Share bytes;

  /** Weight of the message that was taken last, which is being handled. */
  private int takenBytes;

  Mailboxes(Loop loop, BytePool.Share bytes) {
    this.loop = loop;
    this.bytes = bytes;
  }

  /**
   * Puts a message into a mailbox, within the mailbox's bound and the node's pool. Into that of a
   * durable actor it comes when it is on disk.
   */
  void accept(LocalActor actor, Envelope envelope) {
    if (envelope.ticket().isPresent()) {
      acceptTicketed(actor, envelope, envelope.ticket().get());
      return;
    }
    Durable durable = actor.durable;
    int envelopeBytes = envelope.weightBytes();
    loop.parking.arrived(actor, envelope);
    if (actor.waiting() >= actor.mailboxMessages) {
      loop.bury(envelope, Reasons.OVERFLOW, Errors.error(fullMailbox(actor)));
    } else if (!bytes.take(envelopeBytes)) {
      loop.bury(envelope, Reasons.OVERFLOW, Errors.error(FULL_POOL));
    } else if (durable != null && durable.keepsMailbox) {
      loop.durables.accept(actor, durable, envelope);
    } else {
      enqueue(actor, envelope, envelopeBytes);
    }
  }

  /** Its sender keeps the message until it is accepted: there is no need to bury anything. */
  private void acceptTicketed(LocalActor actor, Envelope envelope, Ticket ticket) {
    Ticketed ticketed = actor.ticketed(loop);
    Durable durable = actor.durable;
    boolean keeps = durable != null && durable.keepsMailbox;
    if (durable != null && keeps && !durable.isLoaded) {
      loop.durables.open(actor, durable);
      ticketed.refuse(ticket);
    } else if (ticketed.isNext(ticket)) {
      int envelopeBytes = envelope.weightBytes();
      if (actor.waiting() >= actor.mailboxMessages || !bytes.take(envelopeBytes)) {
        ticketed.refuse(ticket);
      } else if (durable != null && keeps) {
        ticketed.received(ticket);
        loop.durables.accept(actor, durable, envelope);
      } else {
        ticketed.received(ticket);
        enqueue(actor, envelope, envelopeBytes);
      }
    }
  }

  /** A message was handled: whoever waits for room may be told. */
  void relieve(LocalActor actor) {
    if (actor.pressing != null) {
      loop.parking.taken(actor);
    }
    if (actor.hasRefused() && actor.waiting() <= actor.mailboxMessages / 2) {
      actor.ticketed(loop).callAgain();
    }
  }

  static String fullMailbox(LocalActor actor) {
    return "the mailbox of "
        + actor.address
        + " is full: expected at most "
        + actor.mailboxMessages
        + " messages";
  }

  /** For what is bounded elsewhere and must arrive: answers, timers, signals. */
  void acceptAnyway(LocalActor actor, Envelope envelope) {
    int envelopeBytes = envelope.weightBytes();
    bytes.takeAnyway(envelopeBytes);
    enqueue(actor, envelope, envelopeBytes);
  }

  private void enqueue(LocalActor actor, Envelope envelope, int envelopeBytes) {
    actor.mailbox.add(envelope, envelopeBytes);
    if (actor.status == Status.RUNNING) {
      loop.makeReady(actor);
    }
  }

  /** The oldest message of a mailbox that is not empty. */
  Envelope take(LocalActor actor) {
    takenBytes = actor.mailbox.firstBytes();
    bytes.give(takenBytes);
    return actor.mailbox.take();
  }

  int takenBytes() {
    return takenBytes;
  }

  /** A message that was on its way to a mailbox weighs there no more. */
  void give(Envelope envelope) {
    bytes.give(envelope.weightBytes());
  }

  void putAside(LocalActor actor, Envelope envelope) {
    bytes.takeAnyway(envelope.weightBytes());
    actor.mailbox.putAside(envelope);
  }

  /** What was put aside comes next. */
  void takeUp(LocalActor actor) {
    actor.mailbox.takeUp();
    if (actor.status == Status.RUNNING && !actor.mailbox.isEmpty()) {
      loop.makeReady(actor);
    }
  }
}
