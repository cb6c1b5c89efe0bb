package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.HostState.Deployed;

/**
 * The part of a node that runs what supervisors ask for: it keeps compiled documents and routing
 * tables, makes the node's router of them, opens mailboxes, starts, restarts and ends bodies. A
 * pure behaviour at {@code /sys/<node>/host}; it decides nothing about where something lives.
 */
public final class Host implements Behaviour<HostState> {
  private static final Keyword CRASHED = Keyword.of("crashed");

  private final NodeId self;
  private final Compiler compiler;
  private final HostBodies bodies;
  private final HostHomes homes;
  private final HostAttendance attendance;

  /** Compiles a deployment's document. */
  @FunctionalInterface
  public interface Compiler extends BiFunction<Bundle, EdnMap, SupervisorDef> {}

  /**
   * @param keepsData whether the node has a journal, so that durable actors can live here
   * @param spare what members have left, in thousandths of a core, as far as this node knows when
   *     it is asked; must not block
   */
  public Host(
      NodeId self,
      Devices devices,
      Compiler compiler,
      boolean keepsData,
      Supplier<SortedMap<NodeId, Long>> spare) {
    this.self = self;
    this.compiler = compiler;
    this.bodies = new HostBodies(self, devices, keepsData, spare);
    this.attendance = new HostAttendance(self);
    this.homes = new HostHomes(self, bodies, attendance);
  }

  @Override
  public HostState initial() {
    return HostState.EMPTY;
  }

  @Override
  public Value show(HostState state) {
    return state.toValue();
  }

  @Override
  public Value stored(HostState state) {
    return state.stored();
  }

  @Override
  public HostState restored(Value kept) {
    return HostState.restored(kept);
  }

  @Override
  public Step<HostState> started(HostState state, Info info) {
    return Step.of(state, new Effect.Install(SystemRouter.empty(self)));
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    return attendance.reported(state, handled(state, delivery));
  }

  private Step<HostState> handled(HostState state, Delivery delivery) {
    Keyword name = delivery.name();
    Value data = delivery.data();
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, data);
    }
    if (name.equals(Protocol.DEPLOYMENT)) {
      return deployment(state, Deployment.fromValue(data));
    }
    if (name.equals(Protocol.TABLE)) {
      return HostTables.arrived(self, state, Table.fromValue(data), delivery.info());
    }
    if (name.equals(Protocol.ATTENDED)) {
      return attendance.attended(state, data);
    }
    if (name.equals(Protocol.ROUTED)) {
      return routed(state, data);
    }
    if (name.equals(Protocol.SAMPLED)) {
      return Step.of(state, LoopReports.loads(data));
    }
    EdnMap order = Fields.mapOf(data, "order to " + Protocol.host(self));
    if (name.equals(Protocol.ROLL)) {
      return homes.roll(state, order, delivery.info().from());
    }
    if (name.equals(Protocol.PRESENT)) {
      return homes.present(state, order);
    }
    if (name.equals(Protocol.ROLL_OVER)) {
      return homes.over(state, order);
    }
    if (name.equals(Protocol.ATTENDS)) {
      return attendance.attends(state, order);
    }
    if (name.equals(Protocol.ATTEND)) {
      return attendance.remind(state, order, homes);
    }
    if (name.equals(Protocol.ADMITTED)) {
      return attendance.cleared(state, order);
    }
    return ordered(state, name, order, delivery.info().from());
  }

  private Step<HostState> routed(HostState state, Value answers) {
    EdnMap table = LoopReports.first(answers);
    Address supervisor = Fields.addressAt(table, Protocol.SUPERVISOR);
    Version version = Version.fromValue(Fields.at(table, Protocol.VERSION));
    return attendance
        .routed(state, supervisor, version)
        .orElseGet(() -> Step.of(state, LoopReports.held(self, state, supervisor, version)));
  }

  private Step<HostState> ordered(HostState state, Keyword name, EdnMap order, Address from) {
    Address actor = Fields.addressAt(order, Protocol.ACTOR);
    if (HostBodies.isStale(state, order, from)) {
      return Step.of(state);
    }
    if (name.equals(Protocol.SAMPLE)) {
      return Step.of(state, LoopReports.askForLoads(actor));
    }
    if (name.equals(Protocol.START)) {
      return bodies.start(state, actor, order, from);
    }
    if (name.equals(Protocol.FENCE_KEYS)) {
      return Step.of(state, KeyFences.effects(self, order));
    }
    if (name.equals(Protocol.MEASURE)) {
      return Step.of(state, new Effect.Measure(actor, from, Fields.longAt(order, Protocol.MOVE)));
    }
    if (name.equals(Protocol.TURN_AWAY)) {
      long move = Fields.longAt(order, Protocol.MOVE);
      return Step.of(state, new Effect.TurnAway(actor, from, move));
    }
    if (name.equals(Protocol.ARRIVE)) {
      return bodies.arrive(state, actor, order, from);
    }
    if (name.equals(Protocol.RESTART)) {
      return Step.of(state, new Effect.Restart(actor));
    }
    if (name.equals(Protocol.STOP)) {
      return bodies.stop(state, actor, order, from);
    }
    return signal(state, name, actor);
  }

  /** What the root of a system, or a host that was told to end a part of one, reports. */
  private Step<HostState> signal(HostState state, Keyword name, Address actor) {
    if (name.equals(Protocol.ENDED)) {
      return Step.of(state);
    }
    if (name.equals(Signals.STOPPED)) {
      return Step.of(state.withoutBody(actor));
    }
    if (name.equals(Signals.CRASHED)) {
      return rootCrashed(state, actor);
    }
    throw new ProtocolException(
        "bad message to " + Protocol.host(self) + ": expected an order, found " + name);
  }

  /**
   * A supervisor's crash is the end of its children. A root is started anew then: its first table
   * reaches every host after the order to end what it had.
   */
  private Step<HostState> rootCrashed(HostState state, Address root) {
    Optional<Deployed> system = state.systemOf(root);
    if (system.isEmpty() || !state.bodies().contains(root)) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    for (NodeId member : state.members().keySet()) {
      if (!member.equals(self)) {
        EdnMap order = Turn.actor(root).with(Protocol.KILL, Bool.TRUE);
        effects.add(
            Effect.send(
                Protocol.host(member), Protocol.STOP, order.with(Protocol.KEEP, Bool.FALSE)));
      }
    }
    HostState next = HostBodies.ended(state, root, CRASHED, effects);
    return new Step<>(bodies.spawnRoot(next, root, effects), effects);
  }

  private Step<HostState> members(HostState state, Value data) {
    List<Effect> effects = new ArrayList<>();
    supervisors(state).forEach(s -> effects.add(Effect.send(s, Protocol.MEMBERS, data)));
    HostState next = homes.complete(state.withMembers(MemberList.lives(data)), effects);
    return new Step<>(attendance.members(next, effects), effects);
  }

  private static List<Address> supervisors(HostState state) {
    return state.bodies().stream().filter(body -> state.busAt(body).isPresent()).toList();
  }

  // ---- documents

  private Step<HostState> deployment(HostState state, Deployment heard) {
    Optional<Deployed> known = Optional.ofNullable(state.systems().get(heard.name()));
    List<Effect> effects = new ArrayList<>();
    if (heard.isGone()) {
      return takenAway(state, heard);
    }
    // A host may have heard of the home before the documents have.
    Deployment deployment =
        known.filter(_ -> heard.isMajority()).map(k -> heard.merged(k.deployment())).orElse(heard);
    if (deployment.isMajority()
        && known.filter(k -> deployment.equals(k.deployment())).isPresent()) {
      return Step.of(state);
    }
    if (known.filter(k -> k.deployment().version().equals(deployment.version())).isPresent()) {
      Deployed now = new Deployed(deployment, known.get().root());
      return new Step<>(homes.epochChanged(state, now, effects), effects);
    }
    Address root = Address.of(deployment.name());
    Bus bus = Bus.root(root, compiler.apply(deployment.bundle().orElseThrow(), deployment.with()));
    List<Table> waiting = List.copyOf(state.waiting().values());
    Deployed deployed = new Deployed(deployment, bus);
    HostState next = Redeployment.of(state, bodies, deployed, effects);
    if (!deployment.isMajority()) {
      attendance.gone(state, deployment.name(), effects);
    }
    next = HostTables.holdWaiting(self, next, deployment, waiting, effects);
    if (deployment.isAtHomeOn(self)) {
      next = homes.callTheRoll(next.withoutRoll(deployment.name()), deployed, effects);
    } else {
      next = attendance.end(homes.withoutRoot(next, deployed, effects), deployment);
    }
    HostTables.forget(HostTables.gone(state, root, Lasting.bodies(next, bus)), effects);
    effects.addFirst(Routing.install(self, next));
    return new Step<>(next, effects);
  }

  private static HostState withoutBodies(
      HostState state, Address root, Keyword reason, List<Effect> effects) {
    HostState next = state;
    for (Address body : state.present()) {
      if (root.contains(body)) {
        effects.add(new Effect.Terminate(body, reason));
        next = next.withoutBody(body);
      }
    }
    return next;
  }

  private Step<HostState> takenAway(HostState state, Deployment deployment) {
    Address root = Address.of(deployment.name());
    List<Effect> effects = new ArrayList<>();
    HostState next = withoutBodies(state, root, Keyword.of("undeployed"), effects);
    next = next.withoutSystem(deployment.name());
    HostTables.forget(HostTables.gone(state, root, Set.of()), effects);
    attendance.gone(state, deployment.name(), effects);
    effects.addFirst(Routing.install(self, next));
    return new Step<>(next, effects);
  }
}
