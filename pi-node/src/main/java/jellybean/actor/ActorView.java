package jellybean.actor;

import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * An actor as the shell sees it.
 *
 * @param status {@code running}, {@code crashed} (waiting for its supervisor), {@code expected}
 * @param queued messages in the mailbox
 * @param handled messages handled in this incarnation of the node
 * @param restarts times it was started again
 */
public record ActorView(
    Address address,
    String kind,
    String status,
    Value state,
    int queued,
    long handled,
    int restarts) {}
