package jellybean.system;

import jellybean.actor.StepException;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * Where an answer goes, as programs keep it: {@code #jelly/reply-to ["/asker" "node" 12]}. Programs
 * pass it on and answer it, but have no reason to look inside.
 */
public final class ReplyTos {
  private static final Symbol TAG = Symbol.of("jelly/reply-to");
  private static final int PARTS = 3;

  private ReplyTos() {}

  public static Value toValue(ReplyTo replyTo) {
    return new Tagged(
        TAG,
        EdnVector.of(
            new Text(replyTo.asker().path()),
            new Text(replyTo.node().value()),
            Int.of(replyTo.ask())));
  }

  /**
   * The inverse of {@link #toValue}.
   *
   * @throws StepException if the value is something else
   */
  public static ReplyTo fromValue(Value value) {
    if (value instanceof Tagged tagged
        && tagged.tag().equals(TAG)
        && tagged.value() instanceof EdnVector parts
        && parts.size() == PARTS
        && parts.get(0) instanceof Text asker
        && parts.get(1) instanceof Text node
        && parts.get(2) instanceof Int ask) {
      return of(asker.value(), node.value(), ask.value());
    }
    throw new StepException(
        "expected what :reply-to of some info held, found " + Faults.show(value));
  }

  private static ReplyTo of(String asker, String node, long ask) {
    try {
      return new ReplyTo(new Address(asker), new NodeId(node), ask);
    } catch (BadNameException e) {
      throw new StepException("bad reply-to: " + e.getMessage());
    }
  }
}
