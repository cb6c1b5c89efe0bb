package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Saved;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Replication.Stage;
import jellybean.system.SupervisorState.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Starts, watches and restarts the children of one cluster; a pure behaviour.
 *
 * <p>A start goes through three turns: places are chosen and the table that says so is sent to all
 * members; when each has confirmed it, so that everyone can reach the new bodies and their
 * mailboxes are open, bodies are started one after the other, left to right, each when the one
 * before runs; when the last one runs the start is announced. A member's loss is no crash: its
 * bodies are placed anew and started. {@link Starts}, {@link Stops}, {@link Restarts} and {@link
 * Replicating} say what follows from what.
 *
 * <p>Any message that is not part of this protocol is a message into the cluster from above.
 */
final class Supervisor implements Behaviour<SupervisorState> {
  static final Keyword REFUSED = Keyword.of("refused");

  private static final Keyword RAN = Keyword.of("ran");
  private static final Keyword ERROR = Keyword.of("error");

  private final SupervisorContext context;
  private final SupervisorDef def;
  private final SupervisorState initial;

  Supervisor(SupervisorContext context, SupervisorDef def) {
    this.context = context;
    this.def = def;
    this.initial = initialState();
  }

  /** Instances of an earlier life are started again with their ids. */
  private SupervisorState initialState() {
    Version version = context.known().map(Table::version).orElse(Version.NONE);
    SortedMap<Address, NodeId> places = context.known().map(Table::places).orElseGet(TreeMap::new);
    SortedMap<String, List<Instance>> instances =
        context.known().map(Table::instances).orElseGet(TreeMap::new);
    Ended ended = context.known().map(Table::ended).orElse(Ended.NOTHING);
    TreeMap<String, Long> nextIds = new TreeMap<>(ended.nextIds());
    instances.forEach((template, all) -> nextIds.merge(template, Templates.nextId(all), Math::max));
    TreeMap<Address, Phase> phases = new TreeMap<>();
    Replication replication = Replication.first(def, context.known());
    List<Body> bodies = Body.of(context.self(), def, instances, replication.replicas());
    for (Body body : bodies) {
      boolean isStopped = ended.stopped().contains(body.address());
      phases.put(body.address(), isStopped ? Phase.STOPPED : Phase.PLANNED);
    }
    return new SupervisorState(
        context.members(),
        version.nextLife(context.epoch()),
        places,
        new TreeSet<>(),
        new TreeSet<>(),
        phases,
        instances,
        nextIds,
        ended.gone(),
        List.of(),
        Optional.empty(),
        0,
        false,
        false,
        replication,
        Ordered.NOTHING.stopped(ended.stopped()),
        Relocating.known(context.known(), bodies));
  }

  @Override
  public SupervisorState initial() {
    return initial;
  }

  @Override
  public Value show(SupervisorState state) {
    List<Value> away =
        Orders.away(
            Body.of(context.self(), def, state.instances(), state.replication().replicas()), state);
    EdnMap shown = state.toValue();
    return away.isEmpty() ? shown : shown.with(Protocol.AWAY, EdnVector.of(away));
  }

  @Override
  public Saved saved(SupervisorState state) {
    return Saved.whole(Orders.saved(state));
  }

  /** All its children have to run before it does. */
  @Override
  public boolean runsAtOnce() {
    return false;
  }

  @Override
  public Step<SupervisorState> started(SupervisorState state, Info info) {
    Turn turn = turn(state, info);
    Starts.publish(turn);
    Replicating.begin(turn);
    return turn.step();
  }

  private Turn turn(SupervisorState state, Info info) {
    return new Turn(context, def, state, info.timeMs(), info.seed());
  }

  @Override
  public Step<SupervisorState> handle(SupervisorState state, Delivery delivery) {
    Turn turn = turn(state, delivery.info());
    Optional<TemplateOrder> order = TemplateOrder.of(delivery.name());
    if (order.isPresent()) {
      Templates.carryOut(turn, order.get(), delivery.data());
    } else if (isProtocol(delivery.name())) {
      protocol(turn, delivery);
    } else {
      turn.add(new Effect.Relay());
    }
    Orders.settle(turn);
    return turn.step();
  }

  private static boolean isProtocol(Keyword name) {
    return name.namespace().filter("jelly"::equals).isPresent();
  }

  private void protocol(Turn turn, Delivery delivery) {
    if (!isTrusted(delivery.info().from())) {
      turn.add(
          new Effect.Refuse(
              REFUSED,
              Errors.of(
                  "bad message to "
                      + context.self()
                      + ": expected a name outside the reserved namespace jelly, found "
                      + delivery.name())));
      return;
    }
    Keyword name = delivery.name();
    if (name.equals(Protocol.BALANCE)) {
      Replicating.tick(turn);
      return;
    }
    EdnMap data = Fields.mapOf(delivery.data(), "message of the protocol of supervisors");
    if (name.equals(Protocol.HELD)) {
      held(turn, data);
    } else if (name.equals(Protocol.STARTED)) {
      Starts.started(
          turn,
          Fields.addressAt(data, Protocol.ACTOR),
          data.find(Protocol.NODE).map(node -> Fields.node(node, "node")));
    } else if (name.equals(Protocol.OFFERED)) {
      Orphans.heard(turn, Fields.nodeAt(data, Protocol.NODE), Fields.at(data, Protocol.ORPHANS));
    } else if (Relocating.isAbout(name)) {
      Relocating.heard(turn, name, data);
    } else if (name.equals(Protocol.ADOPTED)) {
      Starts.adopted(turn, Stamp.fromValue(Fields.at(data, Protocol.EPOCH)));
    } else if (name.equals(Protocol.REPEAT)) {
      Version since = Version.fromValue(Fields.at(data, Protocol.VERSION));
      Starts.repeat(turn, since, Fields.longAt(data, Protocol.REPEATS));
    } else if (name.equals(Protocol.MEMBERS)) {
      members(turn, MemberList.lives(data), delivery.info().from());
    } else if (name.equals(Protocol.LOAD)) {
      Replicating.load(turn, Fields.at(data, Protocol.ROWS));
    } else if (name.equals(Protocol.EXPECTS_KEYS)) {
      Replicating.confirmed(turn, Stage.PREPARING, Fields.addressAt(data, Protocol.ACTOR));
    } else if (name.equals(Protocol.HANDED_OVER)) {
      Replicating.confirmed(turn, Stage.HANDING_OVER, Fields.addressAt(data, Protocol.ACTOR));
    } else if (name.equals(Protocol.FENCED)) {
      Address replica = Fields.addressAt(data, Protocol.ACTOR);
      Replicating.fenced(turn, replica, Fields.nodeAt(data, Protocol.NODE));
    } else if (name.equals(Protocol.FENCES_OVER)) {
      Replicating.fencesOver(turn, Fields.addressAt(data, Protocol.ACTOR));
    } else if (name.equals(Protocol.SEND)) {
      FromAbove.deliver(turn, data);
    } else if (name.equals(Protocol.OPERATE)) {
      Orders.carryOut(turn, data, delivery.info());
    } else if (name.equals(Protocol.RESUME)) {
      Orders.resume(turn, data, delivery.info());
    } else if (name.equals(Protocol.RETRY)) {
      Starts.retry(turn, Fields.at(data, Protocol.ACTORS));
    } else if (name.equals(Signals.SHUTDOWN)) {
      boolean keep = Fields.at(data, Protocol.KEEP) == Bool.TRUE;
      Stops.finish(turn, Restarts.SHUTDOWN, keep, Optional.of(Fields.addressAt(data, Protocol.TO)));
    } else {
      ends(turn, name, data);
    }
  }

  private void ends(Turn turn, Keyword name, EdnMap data) {
    Address body = Fields.addressAt(data, Protocol.ACTOR);
    if (name.equals(Protocol.START_FAILED)) {
      Restarts.startFailed(turn, body, Fields.at(data, Protocol.REASON));
    } else if (name.equals(Signals.CRASHED)) {
      boolean hasRun = data.get(RAN, Bool.FALSE) == Bool.TRUE;
      Restarts.crashed(turn, body, Fields.at(data, ERROR), hasRun);
    } else if (name.equals(Signals.STOPPED)) {
      Restarts.stopped(turn, body, Fields.at(data, Protocol.REASON));
    } else if (name.equals(Protocol.ENDED)) {
      Stops.confirmed(turn, body, Fields.nodeAt(data, Protocol.NODE));
    } else if (name.equals(Protocol.OVERDUE)) {
      Stops.overdue(turn, body, Fields.longAt(data, Protocol.ORDER));
    } else {
      throw new ProtocolException(
          "bad message to " + context.self() + ": expected one of the protocol, found " + name);
    }
  }

  /** Hosts, this supervisor itself, its children and its parent speak the protocol; no others. */
  private boolean isTrusted(Address from) {
    return from.path().startsWith("/sys/")
        || context.self().contains(from)
        || context.parent().filter(from::equals).isPresent();
  }

  private static void held(Turn turn, EdnMap confirmation) {
    Version version = Version.fromValue(Fields.at(confirmation, Protocol.VERSION));
    if (version.epoch().equals(turn.version.epoch()) && version.compareTo(turn.version) > 0) {
      // That of an earlier life, which this one did not know.
      turn.version = version.nextLife(version.epoch());
      Starts.publish(turn);
    } else if (version.equals(turn.version)) {
      NodeId node = Fields.nodeAt(confirmation, Protocol.NODE);
      turn.unheld.remove(node);
      turn.late.remove(node);
      Replicating.routed(turn);
      Starts.missing(turn, node, Fields.at(confirmation, Protocol.MISSING));
      confirmation.find(Protocol.ORPHANS).ifPresent(offers -> Orphans.heard(turn, node, offers));
      Starts.next(turn);
    }
  }

  /**
   * What another board's host says came behind its own supervisor, which gave way to this one with
   * all that it was told.
   */
  private void members(Turn turn, SortedMap<NodeId, Life> now, Address from) {
    if (from.equals(Protocol.host(context.node()))) {
      members(turn, now);
    }
  }

  private void members(Turn turn, SortedMap<NodeId, Life> now) {
    SortedMap<NodeId, Life> before = turn.members;
    turn.members = now;
    turn.unheld.removeIf(node -> !now.containsKey(node) && !turn.mustHold(node));
    turn.late.retainAll(now.keySet());
    Predicate<NodeId> isNew = node -> !isSameLife(before.get(node), now.get(node));
    boolean anyLost = false;
    for (Body body : turn.bodies()) {
      NodeId node = turn.placeOf(body.address());
      boolean lost = isNew.test(node);
      anyLost |= lost && Starts.lose(turn, body.address());
    }
    Relocating.lost(turn, node -> !isSameLife(before.get(node), now.get(node)));
    anyLost |= Starts.comeBack(turn);
    Stops.lost(turn, isNew);
    Replicating.routed(turn);
    if (anyLost) {
      Starts.publish(turn);
    } else {
      Starts.introduce(turn, isNew);
    }
    Starts.next(turn);
  }

  private static boolean isSameLife(@Nullable Life before, @Nullable Life now) {
    return before != null && now != null && before.incarnation() == now.incarnation();
  }
}
