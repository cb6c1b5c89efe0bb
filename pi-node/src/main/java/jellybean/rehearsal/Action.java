package jellybean.rehearsal;

import java.util.List;
import jellybean.edn.Keyword;
import jellybean.edn.Position;
import jellybean.edn.Value;
import jellybean.message.Address;

/** One thing that a rehearsal does or expects. */
sealed interface Action {
  /** Where it stands in its file. */
  Position at();

  /** A message into a cluster from above, or to one of its actors. */
  record Send(Position at, Address to, Keyword name, Value data) implements Action {}

  /** A device says something. */
  record Say(Position at, Address device, Keyword name, Value data) implements Action {}

  /** A device says something and wants a reply. */
  record Ask(Position at, Address device, Keyword name, Value data) implements Action {}

  /** What a device was replied since that was last looked at. */
  record ExpectReplies(Position at, Address device, Value replies) implements Action {}

  /** Time passes. */
  record Advance(Position at, long ms) implements Action {}

  /** What an actor, or all in a cluster, said since that was last looked at. */
  record ExpectSaid(Position at, Address by, List<Message> messages) implements Action {}

  /** What reached an actor since that was last looked at. */
  record ExpectReceived(Position at, Address to, List<Message> messages) implements Action {}

  /** What an actor's state is. */
  record ExpectState(Position at, Address actor, Value state) implements Action {}

  /** The names of what is directly below an address. */
  record ExpectChildren(Position at, Address of, Value names) implements Action {}

  /** What nobody handled since that was last looked at. */
  record ExpectDeadLetters(Position at, List<DeadMessage> letters) implements Action {}

  /** A name and data; the symbol {@code _} stands for anything, see {@link Difference}. */
  record Message(Value name, Value data) {}

  /** The same, and why nobody handled it. */
  record DeadMessage(Value reason, Value name, Value data) {}
}
