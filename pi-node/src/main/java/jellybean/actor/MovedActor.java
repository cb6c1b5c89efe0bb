package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.LocalActor.Watcher;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.DuplicateTable;
import jellybean.message.DuplicateTable.Position;
import jellybean.message.NodeId;
import jellybean.message.Ticket.Stream;

/**
 * What of an actor travels to another node ahead of its mailbox: what {@link Image} has of it, who
 * watches it, and up to where it has accepted what others keep for it:
 *
 * <pre>
 * {… :as "version" :watchers [["/a/b" "node"] …] :accepted [["node" kept epoch number] …]}
 * </pre>
 */
final class MovedActor {
  private static final Keyword AS = Keyword.of("as");
  private static final Keyword WATCHERS = Keyword.of("watchers");
  private static final Keyword ACCEPTED = Keyword.of("accepted");
  private static final int STREAM_PARTS = 4;

  private MovedActor() {}

  static EdnMap of(LocalActor actor, long nowMs) {
    EdnMap image = Image.withoutMailbox(actor, nowMs);
    String meaning = actor.behaviour == null ? "" : actor.behaviour.meaning();
    image = meaning.isEmpty() ? image : image.with(AS, new Text(meaning));
    List<Value> watchers = new ArrayList<>();
    for (Watcher watcher : actor.watchers) {
      watchers.add(EdnVector.of(Shown.text(watcher.address()), new Text(watcher.node().value())));
    }
    image = watchers.isEmpty() ? image : image.with(WATCHERS, EdnVector.of(watchers));
    return withAccepted(image, actor.acceptedByTicket());
  }

  static EdnMap withAccepted(EdnMap image, Map<Stream, Position> accepted) {
    List<Value> streams = new ArrayList<>();
    accepted.forEach(
        (stream, last) ->
            streams.add(
                EdnVector.of(
                    new Text(stream.from().value()),
                    Bool.of(stream.isKept()),
                    Int.of(last.epoch()),
                    Int.of(last.last()))));
    return streams.isEmpty() ? image : image.with(ACCEPTED, EdnVector.of(streams));
  }

  /** Gives an actor of the loop, which is not served yet, all but its state. */
  static void restore(Loop loop, LocalActor actor, EdnMap image) {
    if (!each(image, ACCEPTED).isEmpty()) {
      actor.ticketed(loop, accepted(image));
    }
    restoreOpen(loop, actor, image);
  }

  static DuplicateTable accepted(EdnMap image) {
    DuplicateTable accepted = new DuplicateTable();
    for (EdnVector each : each(image, ACCEPTED)) {
      accepted.set(
          new Stream(new NodeId(Image.text(each.get(0))), each.get(1) == Bool.TRUE),
          new Position(Image.number(each.get(2)), Image.number(each.get(STREAM_PARTS - 1))));
    }
    return accepted;
  }

  /** Who watches it, and what was open for it. */
  static void restoreOpen(Loop loop, LocalActor actor, EdnMap image) {
    each(image, WATCHERS)
        .forEach(
            each ->
                actor.watchers.add(
                    new Watcher(Image.address(each.get(0)), new NodeId(Image.text(each.get(1))))));
    Image.restorePending(loop, actor, image);
  }

  /** Of what version its state is, see {@link Behaviour#meaning}. */
  static String meaning(EdnMap image) {
    return image.get(AS, Nil.NIL) instanceof Text as ? as.value() : "";
  }

  /** The state that it had; empty if it begins anew. */
  @SuppressWarnings("unchecked") // A behaviour is only ever given states that it made itself.
  static Optional<Object> state(ActorSpec spec, EdnMap image) {
    Behaviour<Object> behaviour = (Behaviour<Object>) spec.behaviour();
    return Image.state(image).map(value -> behaviour.loaded(behaviour.initial(), value));
  }

  private static List<EdnVector> each(EdnMap image, Keyword key) {
    List<EdnVector> all = new ArrayList<>();
    if (image.get(key, Nil.NIL) instanceof Sequential rows) {
      for (Value row : rows) {
        if (row instanceof EdnVector parts) {
          all.add(parts);
        }
      }
    }
    return all;
  }
}
