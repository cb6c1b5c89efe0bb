package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Balancer.Memory;
import jellybean.system.Replication.Change;
import jellybean.system.Replication.Stage;
import jellybean.system.SupervisorState.Phase;

/**
 * How a supervisor lets replicas join and leave as {@link Balancer} decides: a pure policy.
 *
 * <p>Who joins is started, told for which keys to wait, and only then gets messages; those that had
 * the keys hand them over when every node sends by the new table, and all has come that was sent by
 * older ones. Who leaves gets no more messages then; it hands over what it has and is ended. In
 * between each key has one replica that handles its messages, in the order in which they came.
 */
final class Replicating {
  private Replicating() {}

  /** The supervisor begins. */
  static void begin(Turn turn) {
    if (!turn.replication.replicas().isEmpty()) {
      turn.replication = turn.replication.asked();
      turn.add(new Effect.After(Balancer.SAMPLE_MS, Protocol.BALANCE, Nil.NIL));
    }
  }

  /** It is time to ask for the loads again. */
  static void tick(Turn turn) {
    turn.replication.change().ifPresent(change -> goOnWithout(turn, change));
    begin(turn);
    Set<NodeId> nodes = new TreeSet<>();
    for (Body body : turn.bodies()) {
      if (turn.replication.replicas().containsKey(body.def().name())) {
        nodes.add(turn.placeOf(body.address()));
      }
    }
    nodes.forEach(node -> turn.toHost(node, Protocol.SAMPLE, Turn.actor(turn.context.self())));
  }

  /**
   * What a node says of the replicas there; of which nothing was awaited any more, is looked at.
   */
  static void load(Turn turn, Value rows) {
    if (!(rows instanceof Sequential list)) {
      throw new ProtocolException("bad loads: expected a vector, found " + Fields.brief(rows));
    }
    Set<String> awaited = awaited(turn);
    for (Value row : list) {
      Address body = Fields.addressAt(Fields.mapOf(row, "load"), Protocol.ACTOR);
      if (turn.body(body).isPresent()) {
        turn.replication = turn.replication.with(body, Load.fromValue(row));
      }
    }
    awaited.removeAll(awaited(turn));
    awaited.forEach(child -> decide(turn, child));
  }

  /** Children of which not all replicas have answered yet. */
  private static Set<String> awaited(Turn turn) {
    Set<String> awaited = new TreeSet<>(turn.replication.replicas().keySet());
    awaited.removeIf(child -> turn.replication.hasHeard(active(turn, child)));
    return awaited;
  }

  private static void decide(Turn turn, String child) {
    Replication now = turn.replication;
    Replicas replicas = now.of(child);
    ActorDef def = def(turn, child);
    List<Address> active = active(turn, child);
    Memory memory = now.memories().getOrDefault(child, Memory.NONE).with(sample(now, active));
    turn.replication = now.with(child, memory);
    if (isQuiet(turn) && turn.replication.change().isEmpty()) {
      int count = active.size();
      switch (Balancer.decide(count, def.replicas(), def.maxReplicas(), memory, now.askedMs())) {
        case GROW -> join(turn, child, replicas);
        case SHRINK -> leave(turn, child, replicas);
        case STAY -> {}
      }
    }
  }

  private static boolean isQuiet(Turn turn) {
    return turn.announced
        && turn.stopping.isEmpty()
        && turn.unheld.isEmpty()
        && !turn.isAnyStarting();
  }

  private static Balancer.Sample sample(Replication now, List<Address> active) {
    long overMs = Math.max(1, now.askedMs() - now.askedBeforeMs());
    long queued = 0;
    boolean isPressing = false;
    long busyMs = 0;
    long hadMs = 0;
    for (Address body : active) {
      Load load = now.loads().getOrDefault(body, Load.NONE);
      Load before = now.before().getOrDefault(body, Load.NONE);
      queued += load.queued();
      // One that was started again, or elsewhere, counts from 0.
      long busy = Math.max(0, load.busyMs() - before.busyMs());
      busyMs += busy;
      isPressing |= load.isPressing();
      hadMs += busy + Math.clamp(load.idleMs() - before.idleMs(), 0, overMs);
    }
    return new Balancer.Sample(queued, busyMs, hadMs, isPressing);
  }

  // ---- the stages of a change

  private static void join(Turn turn, String child, Replicas replicas) {
    Change change = new Change(child, replicas.free(), true, Stage.STARTING, new TreeSet<>());
    begin(turn, change, Memory.grown(turn.replication.askedMs()));
    turn.setReplicas(child, turn.replication.of(child).withMore(change.number()));
    Address body = body(turn, change);
    turn.set(body, Phase.PLANNED);
    turn.places =
        Placement.placeOne(
            turn.body(body).orElseThrow(),
            turn.context.node(),
            turn.members,
            turn.places,
            turn.context.spare().get());
    Starts.publish(turn);
  }

  private static void leave(Turn turn, String child, Replicas replicas) {
    int number = replicas.active().last();
    Change change = new Change(child, number, false, Stage.PREPARING, new TreeSet<>());
    begin(turn, change, Memory.shrunk(turn.replication.askedMs()));
    prepare(turn, change);
  }

  private static void begin(Turn turn, Change change, Memory memory) {
    turn.replication = turn.replication.with(change.child(), memory).with(Optional.of(change));
  }

  /** Those that get keys are told from whom; without keys there is nothing to wait for. */
  private static void prepare(Turn turn, Change change) {
    if (!def(turn, change.child()).isKeyed()) {
      route(turn, change);
      return;
    }
    List<Address> before = active(turn, change.child());
    Address body = body(turn, change);
    List<Address> gaining =
        change.joins() ? List.of(body) : before.stream().filter(b -> !b.equals(body)).toList();
    enter(turn, change.at(Stage.PREPARING, gaining));
  }

  private static void route(Turn turn, Change change) {
    Replicas replicas = turn.replication.of(change.child());
    turn.setReplicas(
        change.child(),
        change.joins() ? replicas.withActive(change.number()) : replicas.withMore(change.number()));
    enter(turn, change.at(Stage.ROUTING, List.of()));
    Starts.publish(turn);
  }

  /** All nodes send by the present table. */
  static void routed(Turn turn) {
    Optional<Change> change = turn.replication.change().filter(c -> c.stage() == Stage.ROUTING);
    if (change.isPresent() && turn.unheld.isEmpty()) {
      fence(turn, change.get());
    }
  }

  /** Whoever hands over first gets what is under way to it. */
  private static void fence(Turn turn, Change change) {
    List<Address> losing = losing(turn, change);
    if (losing.isEmpty()) {
      turn.replication = turn.replication.with(Optional.empty());
      return;
    }
    turn.replication =
        turn.replication.with(
            Optional.of(change.at(Stage.FENCING, KeyFences.awaited(losing, turn.members))));
    askForFences(turn, losing);
    turn.add(
        new Effect.After(
            KeyFences.WITHIN_MS, Protocol.FENCES_OVER, Turn.actor(body(turn, change))));
  }

  private static void askForFences(Turn turn, List<Address> losing) {
    EdnMap order = KeyFences.order(turn.context.self(), losing);
    turn.members.keySet().forEach(node -> turn.toHost(node, Protocol.FENCE_KEYS, order));
  }

  private static List<Address> losing(Turn turn, Change change) {
    Address body = body(turn, change);
    if (!change.joins()) {
      return List.of(body);
    }
    return def(turn, change.child()).isKeyed()
        ? active(turn, change.child()).stream().filter(b -> !b.equals(body)).toList()
        : List.of();
  }

  /** A replica has handled all that came from a node by older tables. */
  static void fenced(Turn turn, Address replica, NodeId node) {
    confirmed(turn, Stage.FENCING, KeyFences.fence(replica, node));
  }

  /** Nobody waits longer for fences. */
  static void fencesOver(Turn turn, Address replica) {
    turn.replication
        .change()
        .filter(c -> c.stage() == Stage.FENCING && body(turn, c).equals(replica))
        .ifPresent(c -> goOn(turn, c.at(Stage.FENCING, List.of())));
  }

  /** Members that are gone send nothing. */
  private static void goOnWithoutFences(Turn turn, Change change) {
    for (Address fence : change.awaited()) {
      boolean isGone =
          !turn.members.containsKey(new NodeId(fence.name()))
              || fence.parent().filter(b -> turn.phase(b) == Phase.STOPPED).isPresent();
      if (isGone) {
        confirmed(turn, Stage.FENCING, fence);
      }
    }
  }

  /** Begins a stage: whoever is awaited gets its order. */
  private static void enter(Turn turn, Change change) {
    turn.replication = turn.replication.with(Optional.of(change));
    change.awaited().forEach(body -> order(turn, change, body));
  }

  private static void order(Turn turn, Change change, Address body) {
    List<Address> active = active(turn, change.child());
    if (change.stage() == Stage.PREPARING) {
      List<Address> from = change.joins() ? active : List.of(body(turn, change));
      EdnMap order = EdnMap.of(Protocol.FROM, list(from), Protocol.BEFORE, list(active));
      turn.add(Effect.send(body, Protocol.EXPECT_KEYS, order));
    } else {
      EdnMap order = EdnMap.of(Protocol.AFTER, list(active));
      turn.add(Effect.send(body, Protocol.HAND_OVER, order));
    }
  }

  /** A replica did as it was told. */
  static void confirmed(Turn turn, Stage stage, Address body) {
    Optional<Change> change = turn.replication.change();
    if (change.filter(c -> c.stage() == stage && c.awaited().contains(body)).isPresent()) {
      goOn(turn, change.get().without(body));
    }
  }

  private static void goOn(Turn turn, Change change) {
    turn.replication = turn.replication.with(Optional.of(change));
    if (!change.awaited().isEmpty()) {
      return;
    }
    if (change.stage() == Stage.PREPARING) {
      route(turn, change);
    } else if (change.stage() == Stage.FENCING) {
      enter(turn, change.at(Stage.HANDING_OVER, losing(turn, change)));
    } else if (change.joins()) {
      turn.replication = turn.replication.with(Optional.empty());
    } else {
      enter(turn, change.at(Stage.ENDING, List.of()));
      Stops.stop(turn, Set.of(body(turn, change)), Set.of(), 0);
    }
  }

  /** Those that ended for good confirm nothing any more. */
  private static void goOnWithout(Turn turn, Change change) {
    if (change.stage() == Stage.FENCING) {
      goOnWithoutFences(turn, change);
      return;
    }
    boolean isAsking = change.stage() == Stage.PREPARING || change.stage() == Stage.HANDING_OVER;
    for (Address body : isAsking ? change.awaited() : Set.<Address>of()) {
      if (turn.phase(body) == Phase.STOPPED) {
        confirmed(turn, change.stage(), body);
      }
    }
  }

  /** A body runs, for the first time or again; what it was told before it has forgotten. */
  static void started(Turn turn, Address body) {
    Optional<Change> found = turn.replication.change();
    if (found.isEmpty()) {
      return;
    }
    Change change = found.get();
    if (change.stage() == Stage.STARTING && body.equals(body(turn, change))) {
      prepare(turn, change);
    } else if (change.stage() == Stage.FENCING && losing(turn, change).contains(body)) {
      askForFences(turn, List.of(body));
    } else if (change.awaited().contains(body)) {
      order(turn, change, body);
    }
  }

  /** A body has ended for good. */
  static void gone(Turn turn, Address body) {
    Optional<Change> change =
        turn.replication
            .change()
            .filter(c -> c.stage() == Stage.ENDING && body.equals(body(turn, c)));
    if (change.isPresent()) {
      String child = change.get().child();
      turn.replication = turn.replication.with(Optional.empty());
      turn.removeReplica(child, change.get().number());
      Starts.publish(turn);
    }
  }

  // ---- what is where

  private static ActorDef def(Turn turn, String child) {
    return turn.def
        .child(child)
        .filter(ActorDef.class::isInstance)
        .map(ActorDef.class::cast)
        .orElseThrow();
  }

  private static Address address(Turn turn, String child) {
    return turn.context.self().child(child);
  }

  private static Address body(Turn turn, Change change) {
    return Replicas.address(address(turn, change.child()), change.number());
  }

  private static List<Address> active(Turn turn, String child) {
    return turn.replication.of(child).receivers(address(turn, child));
  }

  private static Value list(List<Address> addresses) {
    return EdnVector.of(addresses.stream().<Value>map(a -> new Text(a.path())).toList());
  }
}
