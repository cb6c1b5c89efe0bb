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
 */
public record ActorSpec(
    Address address,
    Optional<Address> supervisor,
    String kind,
    Behaviour<?> behaviour,
    int mailboxMessages) {
  public static final int DEFAULT_MAILBOX_MESSAGES = 1024;

  public static ActorSpec of(Address address, String kind, Behaviour<?> behaviour) {
    return new ActorSpec(address, Optional.empty(), kind, behaviour, DEFAULT_MAILBOX_MESSAGES);
  }

  public ActorSpec supervisedBy(Address parent) {
    return new ActorSpec(address, Optional.of(parent), kind, behaviour, mailboxMessages);
  }
}
