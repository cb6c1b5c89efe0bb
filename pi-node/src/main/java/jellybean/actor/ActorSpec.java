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
 */
public record ActorSpec(
    Address address,
    Optional<Address> supervisor,
    String kind,
    Behaviour<?> behaviour,
    int mailboxMessages,
    boolean resumes) {
  public static final int DEFAULT_MAILBOX_MESSAGES = 1024;

  public static ActorSpec of(Address address, String kind, Behaviour<?> behaviour) {
    return new ActorSpec(
        address, Optional.empty(), kind, behaviour, DEFAULT_MAILBOX_MESSAGES, false);
  }

  /** A part of the node itself. */
  public static ActorSpec part(Address address, Behaviour<?> behaviour) {
    return new ActorSpec(
        address, Optional.empty(), "part", behaviour, DEFAULT_MAILBOX_MESSAGES, true);
  }

  public ActorSpec supervisedBy(Address parent) {
    return new ActorSpec(address, Optional.of(parent), kind, behaviour, mailboxMessages, resumes);
  }

  public ActorSpec withMailbox(int messages) {
    return new ActorSpec(address, supervisor, kind, behaviour, messages, resumes);
  }
}
