package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.port.Journal.Kept;

/**
 * What of a durable actor travels to another node: what {@link MovedActor} has of it, but its state
 * as it is kept, with what else is kept of it:
 *
 * <pre>
 * {… :kept true :runs true :mailbox [message …] :seen [["node" 1 7] …]}
 * </pre>
 */
final class KeptImage {
  private static final Keyword KEPT = Keyword.of("kept");
  private static final Keyword RUNS = Keyword.of("runs");
  private static final Keyword SEEN = Keyword.of("seen");

  /** Of what never came. */
  static final EdnMap NOTHING = EdnMap.of(KEPT, Bool.TRUE);

  private KeptImage() {}

  /** What is open for an actor, which the journal does not know. */
  static EdnMap open(LocalActor actor, long nowMs) {
    EdnMap image = MovedActor.of(actor, nowMs);
    return actor.status == Status.RUNNING ? image.with(RUNS, Bool.TRUE) : image;
  }

  static EdnMap of(EdnMap open, Kept kept) {
    EdnMap image = MovedActor.withAccepted(open, kept.duplicates().positions());
    image = image.without(Image.STATE).with(KEPT, Bool.TRUE);
    image = kept.state().isPresent() ? image.with(Image.STATE, kept.state().get()) : image;
    List<Value> mailbox = kept.mailbox().stream().<Value>map(SavedMessages::toValue).toList();
    image = mailbox.isEmpty() ? image : image.with(Image.MAILBOX, EdnVector.of(mailbox));
    List<Value> seen = kept.seen().stream().<Value>map(SavedMessages::id).toList();
    return seen.isEmpty() ? image : image.with(SEEN, EdnVector.of(seen));
  }

  static boolean isOne(EdnMap image) {
    return image.get(KEPT, Bool.FALSE).equals(Bool.TRUE);
  }

  /** Whether it ran where it comes from, so that it goes on without a start. */
  static boolean runs(EdnMap image) {
    return image.get(RUNS, Bool.FALSE).equals(Bool.TRUE);
  }

  /**
   * What is to be kept of it.
   *
   * @throws StepException it is no image
   */
  static Kept kept(LocalActor actor, EdnMap image) {
    List<Envelope> mailbox = new ArrayList<>();
    if (image.get(Image.MAILBOX, EdnVector.EMPTY) instanceof Sequential all) {
      all.forEach(message -> mailbox.add(SavedMessages.fromValue(message, actor.address)));
    }
    List<MessageId> seen = new ArrayList<>();
    if (image.get(SEEN, EdnVector.EMPTY) instanceof Sequential all) {
      all.forEach(id -> seen.add(SavedMessages.id(id)));
    }
    Optional<Value> state = Image.state(image);
    return new Kept(state, mailbox, MovedActor.accepted(image), seen, 0, false);
  }
}
