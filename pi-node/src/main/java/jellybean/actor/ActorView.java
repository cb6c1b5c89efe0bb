package jellybean.actor;

import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * An actor as the shell sees it.
 *
 * @param kind as its specification calls it; what it is called while there is none yet
 * @param status {@code running}, {@code crashed} (waiting for its supervisor), {@code expected},
 *     {@code paused} (has no leave to run now)
 * @param queued messages in the mailbox, with those that were put aside, or wait for a move to end
 * @param handled messages handled in this incarnation of the node
 * @param restarts times it was started again
 * @param busyMs time that its steps took; 0 if it is not {@link ActorSpec#measured}
 */
public record ActorView(
    Address address,
    String kind,
    String status,
    Value state,
    int queued,
    long handled,
    int restarts,
    long busyMs) {}
