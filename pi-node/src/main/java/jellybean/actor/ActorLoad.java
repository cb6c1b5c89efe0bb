package jellybean.actor;

import jellybean.message.Address;

/**
 * What an actor has to do.
 *
 * @param queued messages in the mailbox, with those that were put aside
 * @param busyMs time that its steps took; 0 if it is not {@link ActorSpec#measured}
 * @param idleMs time in which its loop had nothing to do
 * @param isPressing whether those who send to it are parked
 */
public record ActorLoad(
    Address address, int queued, long busyMs, long idleMs, boolean isPressing) {}
