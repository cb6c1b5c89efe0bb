package jellybean.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.LoopControls;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.node.Snapshot.Phase;

/**
 * Takes the picture of a system on its own node, and gives what a picture holds to the actors of
 * another one; a behaviour at {@code /sys/<node>/snapshots}.
 *
 * <p>A picture that all nodes take together holds every message once. On {@code :freeze} each node
 * lets no actor of the system handle anything any more. When what they said before is on its way,
 * it sends a marker to every other node. Links keep the order, so who has the markers of all has
 * whatever was said in its mailboxes; then it takes the picture. Nothing goes on before {@code
 * :thaw}, which whoever asks sends when all have their picture (a snapshot as Chandy and Lamport
 * describe it, of channels that are empty). A node that is not told to go on does so by itself
 * after {@link #FREEZE_LEASE_MS}, and says so in answer to {@code :thaw}: then the pictures are
 * worth nothing.
 *
 * <p>{@code :hold} makes what will be started stand still, all but supervisors, until {@code
 * :restore} has given it its state and its messages and {@code :thaw} lets it go on.
 */
final class Snapshots implements Behaviour<SnapshotsState> {
  /** Longest that a system stands still for a picture. */
  static final long FREEZE_LEASE_MS = 15_000;

  /** How long the others' markers may take; then it is said whose is missing. */
  static final long DRAIN_WITHIN_MS = 3_000;

  /** Longest that what was started stands still for being loaded. */
  static final long HOLD_LEASE_MS = 120_000;

  /** How long a picture is kept for who fetches it. */
  static final long KEEP_MS = 300_000;

  /** Pictures at a time; more are refused. */
  static final int MAX_SNAPSHOTS = 2;

  /** Of a picture of one node. */
  static final int MAX_PICTURE_BYTES = 4 << 20;

  /** Of a part of it; as text in a frame it takes a third more. */
  static final int PART_BYTES = 32 << 10;

  /** How long until what is not yet on its way is looked at again. */
  static final long LOOK_AGAIN_MS = 20;

  /** To the snapshots of another node: {@code {:ticket t :node "a"}}. */
  static final Keyword MARKER = Keyword.of("jelly/marker");

  static final Keyword TICKET = Keyword.of("ticket");
  static final Keyword PART = Keyword.of("part");
  static final Keyword BYTES = Keyword.of("bytes");
  static final Keyword LAST = Keyword.of("last");

  private static final Keyword SYSTEM = Keyword.of("system");
  private static final Keyword WAS_HELD = Keyword.of("was-held");
  private static final Keyword RESTORED = Keyword.of("restored");

  private static final NumberedName SETTLED = new NumberedName("settled");
  private static final NumberedName LOOK = new NumberedName("look");
  private static final NumberedName PICTURED = new NumberedName("pictured");
  private static final NumberedName DONE = new NumberedName("done");
  private static final NumberedName OVERDUE = new NumberedName("overdue");
  private static final NumberedName LEASE = new NumberedName("lease");
  private static final NumberedName DROP = new NumberedName("drop");
  private static final Keyword NOTED = Keyword.of("noted");

  private final NodeId self;

  Snapshots(NodeId self) {
    this.self = self;
  }

  @Override
  public SnapshotsState initial() {
    return SnapshotsState.EMPTY;
  }

  @Override
  public Value show(SnapshotsState state) {
    return Int.of(state.open().size());
  }

  @Override
  public Step<SnapshotsState> handle(SnapshotsState state, Delivery delivery) {
    Optional<Step<SnapshotsState>> own = own(state, delivery.name(), delivery.data());
    if (own.isPresent()) {
      return own.get();
    }
    EdnMap data = delivery.data() instanceof EdnMap map ? map : EdnMap.EMPTY;
    if (delivery.name().equals(MARKER)) {
      return marker(
          state, Snapshot.text(data, TICKET), new NodeId(Snapshot.text(data, ShellProtocol.NODE)));
    }
    Optional<ReplyTo> asker = delivery.info().replyTo();
    if (asker.isEmpty()) {
      return Step.of(state);
    }
    try {
      return question(state, delivery.name(), data, asker.get());
    } catch (BadNameException e) {
      return fault(state, asker.get(), String.valueOf(e.getMessage()));
    }
  }

  private Step<SnapshotsState> question(
      SnapshotsState state, Keyword name, EdnMap data, ReplyTo asker) {
    return switch (name.toString()) {
      case ":freeze", ":hold" -> begin(state, name.equals(ShellProtocol.FREEZE), data, asker);
      case ":thaw" -> thaw(state, Snapshot.text(data, TICKET), asker);
      case ":part" -> part(state, data, asker);
      case ":restore" -> restore(state, data, asker);
      default -> fault(state, asker, "unknown question " + name + " to the snapshots of " + self);
    };
  }

  /** What the loops and the clock say. */
  private Optional<Step<SnapshotsState>> own(SnapshotsState state, Keyword name, Value data) {
    if (name.equals(NOTED)) {
      return Optional.of(Step.of(state));
    }
    if (name.equals(SnapshotsState.FORGET)) {
      return Optional.of(Step.of(state.withoutEarly(data)));
    }
    return SETTLED
        .number(name)
        .map(n -> state.find(n).map(s -> settled(state, s, data)))
        .or(() -> LOOK.number(name).map(n -> state.find(n).map(s -> Step.of(state, look(s)))))
        .or(() -> PICTURED.number(name).map(n -> state.find(n).map(s -> pictured(state, s, data))))
        .or(() -> DONE.number(name).map(n -> state.find(n).map(s -> given(state, s, data))))
        .or(() -> OVERDUE.number(name).map(n -> state.find(n).map(s -> overdue(state, s))))
        .or(() -> LEASE.number(name).map(n -> state.find(n).map(s -> expired(state, s))))
        .or(() -> DROP.number(name).map(n -> state.find(n).map(s -> drop(state, s))))
        .map(step -> step.orElseGet(() -> Step.of(state)));
  }

  // ---- standing still

  private Step<SnapshotsState> begin(
      SnapshotsState state, boolean isPicture, EdnMap data, ReplyTo asker) {
    Address root = Address.of(Snapshot.text(data, SYSTEM));
    String ticket = Snapshot.text(data, TICKET);
    if (state.open().size() >= MAX_SNAPSHOTS
        || state.isHeld(root)
        || state.find(ticket).isPresent()) {
      return fault(
          state,
          asker,
          self + ": " + root + " cannot be saved or loaded now: others are being saved or loaded");
    }
    TreeSet<NodeId> others = new TreeSet<>(Snapshot.members(data));
    others.remove(self);
    Set<NodeId> missing = new TreeSet<>(others);
    missing.removeAll(state.early(ticket));
    Snapshot snapshot =
        Snapshot.begun(state.next(), ticket, root, isPicture, others, missing, asker);
    long leaseMs = isPicture ? FREEZE_LEASE_MS : HOLD_LEASE_MS;
    return Step.of(
        state.with(snapshot),
        new Effect.Steer(
            loop -> {
              loop.freeze(ticket, root, isPicture);
              return Bool.of(!isPicture || loop.isSettled(ticket));
            },
            SETTLED.name(snapshot.number())),
        new Effect.After(DRAIN_WITHIN_MS, OVERDUE.name(snapshot.number()), Nil.NIL),
        new Effect.After(leaseMs, LEASE.name(snapshot.number()), Nil.NIL),
        new Effect.After(KEEP_MS, DROP.name(snapshot.number()), Nil.NIL));
  }

  private static Effect look(Snapshot snapshot) {
    String ticket = snapshot.ticket();
    return new Effect.Steer(
        loop -> Bool.of(loop.isSettled(ticket)), SETTLED.name(snapshot.number()));
  }

  private Step<SnapshotsState> settled(SnapshotsState state, Snapshot snapshot, Value loops) {
    boolean isSettled = true;
    for (Value each : (EdnVector) loops) {
      isSettled &= each == Bool.TRUE;
    }
    if (!isSettled) {
      return Step.of(state, new Effect.After(LOOK_AGAIN_MS, LOOK.name(snapshot.number()), Nil.NIL));
    }
    return switch (snapshot.phase()) {
      case FREEZING -> frozen(state, snapshot);
      case SETTLING ->
          Step.of(
              state.with(snapshot.at(Phase.FROZEN)),
              new Effect.Steer(
                  loop -> EdnVector.of(loop.images(snapshot.ticket())),
                  PICTURED.name(snapshot.number())));
      case GIVING -> answerGiven(state, snapshot);
      case DRAINING, FROZEN, HELD, OVER -> Step.of(state);
    };
  }

  /** What actors of this node said is on its way, and nothing follows. */
  private Step<SnapshotsState> frozen(SnapshotsState state, Snapshot snapshot) {
    if (!snapshot.isPicture()) {
      return answer(state.with(snapshot.at(Phase.HELD)), snapshot, said());
    }
    List<Effect> effects = new ArrayList<>();
    EdnMap marker =
        EdnMap.of(TICKET, new Text(snapshot.ticket()), ShellProtocol.NODE, new Text(self.value()));
    for (NodeId other : snapshot.others()) {
      effects.add(Effect.send(ShellProtocol.snapshots(other), MARKER, marker));
    }
    return drained(state, snapshot.at(Phase.DRAINING), effects);
  }

  private Step<SnapshotsState> marker(SnapshotsState state, String ticket, NodeId from) {
    Optional<Snapshot> snapshot = state.find(ticket);
    return snapshot.isEmpty()
        ? state.marked(ticket, from)
        : drained(state, snapshot.get().without(from), new ArrayList<>());
  }

  /** With the markers of all, what they said before is in the inboxes of the loops at least. */
  private static Step<SnapshotsState> drained(
      SnapshotsState state, Snapshot snapshot, List<Effect> effects) {
    if (snapshot.phase() != Phase.DRAINING || !snapshot.missing().isEmpty()) {
      return new Step<>(state.with(snapshot), effects);
    }
    effects.add(look(snapshot));
    return new Step<>(state.with(snapshot.at(Phase.SETTLING)), effects);
  }

  /** A picture without a part is none. */
  private Step<SnapshotsState> overdue(SnapshotsState state, Snapshot snapshot) {
    return switch (snapshot.phase()) {
      case FREEZING, DRAINING, SETTLING -> {
        String why =
            snapshot.missing().isEmpty()
                ? "what actors did is not yet on disk"
                : "nothing came from "
                    + String.join(", ", snapshot.missing().stream().map(NodeId::value).toList());
        yield answer(
            state.with(snapshot.at(Phase.FROZEN)),
            snapshot,
            faulty(
                self
                    + ": expected a part of every member within "
                    + DRAIN_WITHIN_MS
                    + " ms, but "
                    + why));
      }
      case FROZEN, HELD, GIVING, OVER -> Step.of(state);
    };
  }

  // ---- pictures

  private Step<SnapshotsState> pictured(SnapshotsState state, Snapshot snapshot, Value loops) {
    try {
      Snapshot.Picture picture = Snapshot.Picture.of(self, (EdnVector) loops);
      EdnMap answer =
          said()
              .with(Keyword.of("actors"), Int.of(picture.actors()))
              .with(BYTES, Int.of(picture.bytes()))
              .with(Keyword.of("parts"), Int.of(picture.parts().size()));
      return answer(state.with(snapshot.with(picture.parts())), snapshot, answer);
    } catch (BadNameException e) {
      return answer(state, snapshot, faulty(String.valueOf(e.getMessage())));
    }
  }

  private Step<SnapshotsState> part(SnapshotsState state, EdnMap data, ReplyTo asker) {
    Snapshot snapshot = known(state, Snapshot.text(data, TICKET));
    int part = (int) Snapshot.number(data, PART);
    if (part < 0 || part >= snapshot.parts().size()) {
      return fault(state, asker, self + ": expected a part below " + snapshot.parts().size());
    }
    boolean isLast = part == snapshot.parts().size() - 1;
    EdnMap answer = said().with(BYTES, snapshot.parts().get(part)).with(LAST, Bool.of(isLast));
    SnapshotsState next =
        isLast && snapshot.phase() == Phase.OVER ? state.without(snapshot) : state;
    return Step.of(next, new Effect.Answer(asker, answer));
  }

  // ---- what was saved elsewhere

  private Step<SnapshotsState> restore(SnapshotsState state, EdnMap data, ReplyTo asker) {
    Snapshot snapshot = known(state, Snapshot.text(data, TICKET));
    if (snapshot.phase() != Phase.HELD) {
      throw new BadNameException(self + ": expected a system that stands still for being loaded");
    }
    Snapshot more = snapshot.received(data.get(BYTES, Nil.NIL));
    if (data.get(LAST, Bool.FALSE) != Bool.TRUE) {
      return Step.of(state.with(more), new Effect.Answer(asker, said()));
    }
    List<EdnMap> images = more.images();
    Snapshot giving = more.giving(asker);
    return Step.of(
        state.with(giving),
        new Effect.Steer(loop -> EdnVector.of(loop.restore(images)), DONE.name(snapshot.number())));
  }

  private static Step<SnapshotsState> given(SnapshotsState state, Snapshot snapshot, Value loops) {
    List<Value> rows = new ArrayList<>();
    for (Value ofLoop : (EdnVector) loops) {
      if (ofLoop instanceof EdnVector all) {
        all.forEach(rows::add);
      } else {
        rows.add(EdnMap.of(ShellProtocol.FAULT, new Text(ofLoop.toString())));
      }
    }
    Snapshot with = snapshot.with(rows);
    return Step.of(state.with(with), look(with));
  }

  private Step<SnapshotsState> answerGiven(SnapshotsState state, Snapshot snapshot) {
    EdnMap answer = said().with(RESTORED, EdnVector.of(snapshot.parts()));
    return answer(state.with(snapshot.with(List.of()).at(Phase.HELD)), snapshot, answer);
  }

  // ---- going on

  private Step<SnapshotsState> thaw(SnapshotsState state, String ticket, ReplyTo asker) {
    Optional<Snapshot> found = state.find(ticket);
    boolean wasHeld = found.filter(Snapshot::isHeld).isPresent();
    EdnMap answer = said().with(WAS_HELD, Bool.of(wasHeld));
    SnapshotsState next =
        found
            .map(s -> s.parts().isEmpty() ? state.without(s) : state.with(s.at(Phase.OVER)))
            .orElse(state);
    return Step.of(next, letGo(ticket), new Effect.Answer(asker, answer));
  }

  private static Effect letGo(String ticket) {
    return new Effect.Steer(loop -> thawed(loop, ticket), NOTED);
  }

  private static Value thawed(LoopControls loop, String ticket) {
    return Bool.of(loop.thaw(ticket));
  }

  /** Whoever asked has gone, or is too slow. */
  private static Step<SnapshotsState> expired(SnapshotsState state, Snapshot snapshot) {
    return snapshot.isHeld()
        ? Step.of(state.with(snapshot.at(Phase.OVER)), letGo(snapshot.ticket()))
        : Step.of(state);
  }

  private static Step<SnapshotsState> drop(SnapshotsState state, Snapshot snapshot) {
    return Step.of(state.without(snapshot), letGo(snapshot.ticket()));
  }

  // ---- answers

  private Snapshot known(SnapshotsState state, String ticket) {
    return state
        .find(ticket)
        .orElseThrow(
            () ->
                new BadNameException(
                    self + " has nothing of that save or load any more: begin it again"));
  }

  private EdnMap said() {
    return EdnMap.of(ShellProtocol.NODE, new Text(self.value()));
  }

  private EdnMap faulty(String message) {
    return said().with(ShellProtocol.FAULT, new Text(message));
  }

  private Step<SnapshotsState> fault(SnapshotsState state, ReplyTo asker, String message) {
    return Step.of(state, new Effect.Answer(asker, faulty(message)));
  }

  private static Step<SnapshotsState> answer(
      SnapshotsState state, Snapshot snapshot, EdnMap answer) {
    return Step.of(state, new Effect.Answer(snapshot.asker(), answer));
  }
}
