package jellybean.actor;

import java.util.Optional;
import jellybean.message.Address;

/**
 * All that is needed to start an actor.
 *
 * @param supervisor told of crashes and stops by {@link Signals}; an actor without one is removed
 *     when it crashes
 * @param kind what the shell calls it: {@code actor}, {@code device}, {@code supervisor}, {@code
 *     system}
 * @param mailboxMessages bound of its mailbox
 * @param resumes a step that fails leaves the actor as it was, and it goes on with the next
 *     message; for the parts of a node, which nobody supervises
 * @param isMeasured whether the time that its steps take is added up, which takes time itself
 * @param durability what of it outlives the node
 * @param parkMs how long it may be kept from being served while whom it sends to has no room; 0:
 *     never, as with supervisors and the parts of a node
 */
public record ActorSpec(
    Address address,
    Optional<Address> supervisor,
    String kind,
    Behaviour<?> behaviour,
    int mailboxMessages,
    boolean resumes,
    boolean isMeasured,
    Durability durability,
    long parkMs) {
  public static final int DEFAULT_MAILBOX_MESSAGES = 1024;

  public static ActorSpec of(Address address, String kind, Behaviour<?> behaviour) {
    return new ActorSpec(
        address,
        Optional.empty(),
        kind,
        behaviour,
        DEFAULT_MAILBOX_MESSAGES,
        false,
        false,
        Durability.VOLATILE,
        0);
  }

  /** A part of the node itself. */
  public static ActorSpec part(Address address, Behaviour<?> behaviour) {
    return new ActorSpec(
        address,
        Optional.empty(),
        "part",
        behaviour,
        DEFAULT_MAILBOX_MESSAGES,
        true,
        false,
        Durability.VOLATILE,
        0);
  }

  public ActorSpec supervisedBy(Address parent) {
    return new ActorSpec(
        address,
        Optional.of(parent),
        kind,
        behaviour,
        mailboxMessages,
        resumes,
        isMeasured,
        durability,
        parkMs);
  }

  public ActorSpec withMailbox(int messages) {
    return new ActorSpec(
        address, supervisor, kind, behaviour, messages, resumes, isMeasured, durability, parkMs);
  }

  /** The time that its steps take is added up. */
  public ActorSpec measured() {
    return new ActorSpec(
        address, supervisor, kind, behaviour, mailboxMessages, resumes, true, durability, parkMs);
  }

  /** So much of it is kept in the node's journal. */
  public ActorSpec keeping(Durability what) {
    return new ActorSpec(
        address, supervisor, kind, behaviour, mailboxMessages, resumes, isMeasured, what, parkMs);
  }

  /** It may be parked, for at most so long. */
  public ActorSpec parkedFor(long ms) {
    return new ActorSpec(
        address, supervisor, kind, behaviour, mailboxMessages, resumes, isMeasured, durability, ms);
  }
}
