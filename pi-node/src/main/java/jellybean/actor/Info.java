package jellybean.actor;

import java.util.Optional;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;

/**
 * What a behaviour may know beside the data of a message.
 *
 * @param self the receiving actor
 * @param from the actor that said it
 * @param timeMs wall clock of the sayer; a replay sees the same
 * @param seed a number that a replay sees again; the only randomness
 * @param replyTo present if the sayer waits for an answer
 * @param via what the bus found out about it: the key of a keyed route, the instance it came from
 */
public record Info(
    Address self,
    Address from,
    MessageId id,
    long timeMs,
    long seed,
    Optional<ReplyTo> replyTo,
    Via via) {

  static Info of(Envelope envelope) {
    return new Info(
        envelope.to(),
        envelope.from(),
        envelope.id(),
        envelope.timeMs(),
        envelope.seed(),
        envelope.replyTo(),
        envelope.via());
  }
}
