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
 */
public record ActorSpec(
    Address address,
    Optional<Address> supervisor,
    String kind,
    Behaviour<?> behaviour,
    int mailboxMessages,
    boolean resumes,
    boolean isMeasured) {
  public static final int DEFAULT_MAILBOX_MESSAGES = 1024;

  public static ActorSpec of(Address address, String kind, Behaviour<?> behaviour) {
    return new ActorSpec(
        address, Optional.empty(), kind, behaviour, DEFAULT_MAILBOX_MESSAGES, false, false);
  }

  /** A part of the node itself. */
  public static ActorSpec part(Address address, Behaviour<?> behaviour) {
    return new ActorSpec(
        address, Optional.empty(), "part", behaviour, DEFAULT_MAILBOX_MESSAGES, true, false);
  }

  public ActorSpec supervisedBy(Address parent) {
    return new ActorSpec(
        address, Optional.of(parent), kind, behaviour, mailboxMessages, resumes, isMeasured);
  }

  public ActorSpec withMailbox(int messages) {
    return new ActorSpec(address, supervisor, kind, behaviour, messages, resumes, isMeasured);
  }

  /** The time that its steps take is added up. */
  public ActorSpec measured() {
    return new ActorSpec(address, supervisor, kind, behaviour, mailboxMessages, resumes, true);
  }
}
