package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Phase;
import jellybean.system.SupervisorState.Stopping;

/**
 * One step of a supervisor while it is worked out: the next state, open to change, and the effects
 * so far. Lives within one call of {@link Supervisor#handle}.
 */
final class Turn {
  /** Between saying something and saying it again. */
  static final long REPEAT_MS = 3_000;

  /** The same where several times there was no answer, and nothing waits for it. */
  static final long LATE_REPEAT_MS = 12_000;

  final SupervisorContext context;
  final SupervisorDef def;
  final long nowMs;
  final long seed;

  SortedMap<NodeId, Life> members;
  Version version;
  SortedMap<Address, NodeId> places;
  final SortedSet<NodeId> unheld;
  final SortedSet<NodeId> late;
  final SortedMap<String, List<Instance>> instances;
  final SortedMap<String, Long> nextIds;
  List<Address> gone;
  List<Long> restartsMs;
  Optional<Stopping> stopping;
  long orders;
  boolean announced;
  boolean reminded;
  long repeats;
  Replication replication;
  Ordered ordered;
  Relocation relocation;

  private final SortedMap<Address, Phase> children;
  private final List<Effect> effects = new ArrayList<>();
  private List<Body> bodies;

  Turn(SupervisorContext context, SupervisorDef def, SupervisorState state, long nowMs, long seed) {
    this.context = context;
    this.def = def;
    this.nowMs = nowMs;
    this.seed = seed;
    this.members = state.members();
    this.version = state.version();
    this.places = state.places();
    this.unheld = new TreeSet<>(state.unheld());
    this.late = new TreeSet<>(state.late());
    this.children = new TreeMap<>(state.children());
    this.instances = new TreeMap<>(state.instances());
    this.nextIds = new TreeMap<>(state.nextIds());
    this.gone = state.gone();
    this.restartsMs = state.restartsMs();
    this.stopping = state.stopping();
    this.orders = state.orders();
    this.announced = state.announced();
    this.reminded = state.reminded();
    this.replication = state.replication();
    this.ordered = state.ordered();
    this.relocation = state.relocation();
    this.bodies = currentBodies();
  }

  Step<SupervisorState> step() {
    remind();
    SupervisorState next =
        new SupervisorState(
            members,
            version,
            places,
            unheld,
            late,
            children,
            instances,
            nextIds,
            gone,
            restartsMs,
            stopping,
            orders,
            announced,
            reminded,
            replication,
            ordered,
            relocation);
    return new Step<>(next, effects);
  }

  /** What was said may be lost although whom it was said to is there. */
  private void remind() {
    boolean isAwaited = !unheld.isEmpty() || !late.isEmpty() || isAnyStarting() || isAnyEnding();
    if (!reminded && isAwaited) {
      reminded = true;
      boolean isUrgent =
          repeats < Starts.MAX_REPEATS || !unheld.isEmpty() || isAnyStarting() || isAnyEnding();
      add(
          new Effect.After(
              isUrgent ? REPEAT_MS : LATE_REPEAT_MS,
              Protocol.REPEAT,
              EdnMap.of(Protocol.VERSION, version.toValue(), Protocol.REPEATS, Int.of(repeats))));
    }
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  // ---- bodies

  /** All of them, in the order in which they start. */
  List<Body> bodies() {
    return bodies;
  }

  Optional<Body> body(Address address) {
    return bodies.stream().filter(b -> b.address().equals(address)).findFirst();
  }

  Phase phase(Address body) {
    return children.getOrDefault(body, Phase.STOPPED);
  }

  void set(Address body, Phase phase) {
    children.put(body, phase);
  }

  boolean isAnyStarting() {
    return children.containsValue(Phase.STARTING);
  }

  private boolean isAnyEnding() {
    return stopping.filter(s -> !s.awaited().isEmpty()).isPresent();
  }

  /** Whether the member is there where it lives, and the one from which it is still to come. */
  boolean hasBoard(Body body) {
    return members.containsKey(placeOf(body.address()))
        && Relocating.owed(this, body.address())
            .flatMap(Moved::source)
            .filter(source -> !members.containsKey(source))
            .isEmpty();
  }

  /**
   * Nothing is started before it holds the table: where the supervisor is, and of a system that
   * runs only in the majority its home, which holds it when all do who may run bodies.
   */
  boolean mustHold(NodeId node) {
    return node.equals(context.node())
        || context.isMajority() && node.equals(version.epoch().node());
  }

  NodeId placeOf(Address body) {
    return places.getOrDefault(body, context.node());
  }

  // ---- instances

  /** The instance whose body it is. */
  Optional<Instance> instance(Body body) {
    return instances.getOrDefault(body.def().name(), List.of()).stream()
        .filter(i -> body.def() instanceof TemplateDef && body.address().name().equals(i.segment()))
        .findFirst();
  }

  void addInstance(String template, Instance instance) {
    List<Instance> all = new ArrayList<>(instances.getOrDefault(template, List.of()));
    all.add(instance);
    instances.put(template, List.copyOf(all));
    bodies = currentBodies();
  }

  void removeInstance(Body body, Instance instance) {
    List<Instance> all = new ArrayList<>(instances.getOrDefault(body.def().name(), List.of()));
    all.remove(instance);
    instances.put(body.def().name(), List.copyOf(all));
    children.remove(body.address());
    bodies = currentBodies();
  }

  // ---- replicas

  void setReplicas(String child, Replicas replicas) {
    replication = replication.with(child, replicas);
    bodies = currentBodies();
  }

  void removeReplica(String child, int number) {
    children.remove(Replicas.address(context.self().child(child), number));
    Optional.ofNullable(replication.replicas().get(child))
        .ifPresent(replicas -> setReplicas(child, replicas.without(number)));
  }

  private List<Body> currentBodies() {
    return Body.of(context.self(), def, instances, replication.replicas());
  }

  // ---- orders to hosts

  void toHost(NodeId node, Keyword name, Value data) {
    add(Effect.send(Protocol.host(node), name, data));
  }

  /**
   * What a body is that was elsewhere and is to be started again. Where one home follows another
   * without a pause, what lives may be of the one that was passed over; and what is durable may
   * have lived on at its place, under a supervisor of the other half of the fleet.
   */
  Phase lost(Address body) {
    boolean mayLive = context.isMajority() || body(body).filter(Body::isDurable).isPresent();
    return mayLive ? Phase.LOST : Phase.PLANNED;
  }

  void orderStart(Address body) {
    boolean isFresh = announced && phase(body) != Phase.LOST;
    set(body, Phase.STARTING);
    start(body, order(body).with(Protocol.FRESH, Bool.of(isFresh)));
  }

  private void start(Address body, EdnMap order) {
    Optional<Moved> owed = Relocating.owed(this, body);
    toHost(
        placeOf(body),
        Protocol.START,
        owed.map(moved -> order.with(Protocol.MOVED, moved.toValue())).orElse(order));
  }

  /** It may have started already; or was to be restarted, and stands still after its crash. */
  void repeatStart(Address body) {
    EdnMap order = order(body).with(Protocol.FRESH, Bool.FALSE);
    start(body, order.with(Protocol.REVIVES, Bool.TRUE));
  }

  void orderRestart(Address body) {
    set(body, Phase.STARTING);
    toHost(placeOf(body), Protocol.RESTART, order(body));
  }

  void orderStop(NodeId node, Address body, boolean kill, boolean keep) {
    toHost(
        node,
        Protocol.STOP,
        order(body).with(Protocol.KILL, Bool.of(kill)).with(Protocol.KEEP, Bool.of(keep)));
  }

  /** Reminds this supervisor that a body should have ended by then. */
  void remindOf(Address body, long afterMs) {
    add(
        new Effect.After(
            afterMs, Protocol.OVERDUE, actor(body).with(Protocol.ORDER, Int.of(orders))));
  }

  /** Hosts obey only who comes after whomever they obeyed before. */
  private EdnMap order(Address body) {
    return actor(body).with(Protocol.VERSION, version.toValue());
  }

  /** How much would an actor take along? */
  void orderMeasure(Moved moved) {
    toHost(
        moved.from(),
        Protocol.MEASURE,
        order(moved.body()).with(Protocol.MOVE, Int.of(moved.number())));
  }

  /** An actor will come there from where it lives. */
  void orderArrival(Moved moved) {
    toHost(
        moved.to(),
        Protocol.ARRIVE,
        order(moved.body())
            .with(Protocol.MOVED, moved.toValue())
            .with(Protocol.DOCUMENT, context.document().toValue()));
  }

  /** An actor shall not come there any more. */
  void orderTurnAway(Moved moved) {
    toHost(
        moved.to(),
        Protocol.TURN_AWAY,
        order(moved.body()).with(Protocol.MOVE, Int.of(moved.number())));
  }

  static EdnMap actor(Address body) {
    return EdnMap.of(Protocol.ACTOR, new Text(body.path()));
  }
}
