package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
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
  /** Tables whose document has not arrived yet; more are refused and counted as crashes. */
  static final int MAX_WAITING_TABLES = 256;

  private static final Keyword SHUTDOWN = Keyword.of("shutdown");
  private static final Keyword CRASHED = Keyword.of("crashed");

  private final NodeId self;
  private final Devices devices;
  private final Compiler compiler;

  /** Compiles a deployment's document. */
  @FunctionalInterface
  public interface Compiler extends BiFunction<Bundle, EdnMap, SupervisorDef> {}

  public Host(NodeId self, Devices devices, Compiler compiler) {
    this.self = self;
    this.devices = devices;
    this.compiler = compiler;
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
  public Step<HostState> started(HostState state, Info info) {
    return Step.of(state, new Effect.Install(SystemRouter.empty(self)));
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    Keyword name = delivery.name();
    Value data = delivery.data();
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, data);
    }
    if (name.equals(Protocol.DEPLOYMENT)) {
      return deployment(state, Deployment.fromValue(data));
    }
    if (name.equals(Protocol.TABLE)) {
      return table(state, Table.fromValue(data));
    }
    if (name.equals(Protocol.ROUTED) || name.equals(Protocol.SAMPLED)) {
      return Step.of(state, LoopReports.effects(self, name, data));
    }
    EdnMap order = Fields.mapOf(data, "order to " + Protocol.host(self));
    Address actor = Fields.addressAt(order, Protocol.ACTOR);
    Address from = delivery.info().from();
    if (name.equals(Protocol.SAMPLE)) {
      return Step.of(state, LoopReports.askForLoads(actor));
    }
    if (name.equals(Protocol.START)) {
      return start(state, actor, order, from);
    }
    if (name.equals(Protocol.RESTART)) {
      return Step.of(state, new Effect.Restart(actor));
    }
    if (name.equals(Protocol.STOP)) {
      return stop(state, actor, order, from);
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
    HostState next = ended(state, root, CRASHED, effects);
    return new Step<>(spawnRoot(next, root, system.get().root(), effects), effects);
  }

  private Step<HostState> members(HostState state, Value data) {
    List<Effect> effects = new ArrayList<>();
    supervisors(state).forEach(s -> effects.add(Effect.send(s, Protocol.MEMBERS, data)));
    return new Step<>(state.withMembers(MemberList.fromValue(data)), effects);
  }

  private static List<Address> supervisors(HostState state) {
    return state.bodies().stream().filter(body -> state.busAt(body).isPresent()).toList();
  }

  // ---- documents and tables

  private Step<HostState> deployment(HostState state, Deployment deployment) {
    Address root = Address.of(deployment.name());
    List<Effect> effects = new ArrayList<>();
    for (Address body : state.present()) {
      if (root.contains(body)) {
        effects.add(new Effect.Terminate(body, Keyword.of("redeployed")));
      }
    }
    Bus bus = Bus.root(root, compiler.apply(deployment.bundle(), deployment.with()));
    HostState next = state.without(root).with(new Deployed(deployment, bus));
    for (Table waiting : List.copyOf(state.waiting().values())) {
      boolean ready =
          root.contains(waiting.supervisor()) && waiting.document().equals(deployment.version());
      next = ready ? hold(next, waiting, effects) : next;
    }
    if (deployment.home().equals(self)) {
      next = spawnRoot(next, root, bus, effects);
    }
    effects.addFirst(Routing.install(self, next));
    return new Step<>(next, effects);
  }

  private HostState spawnRoot(HostState state, Address root, Bus bus, List<Effect> effects) {
    Behaviour<?> supervisor = supervisor(state, root, bus.def());
    effects.add(
        new Effect.Spawn(
            ActorSpec.of(root, "system", supervisor).supervisedBy(Protocol.host(self))));
    return state.withBody(root);
  }

  private Step<HostState> table(HostState state, Table table) {
    Optional<Deployed> system = state.systemOf(table.supervisor());
    int age = system.map(s -> table.document().compareTo(s.deployment().version())).orElse(1);
    if (age > 0) {
      return Step.of(waitForDocument(state, table));
    }
    boolean old =
        age < 0
            || Optional.ofNullable(state.tables().get(table.supervisor()))
                .filter(known -> known.version().compareTo(table.version()) > 0)
                .isPresent();
    if (old) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = hold(state, table, effects);
    effects.addFirst(Routing.install(self, next));
    return new Step<>(next, effects);
  }

  private static HostState waitForDocument(HostState state, Table table) {
    if (state.waiting().size() >= MAX_WAITING_TABLES) {
      throw new ProtocolException(
          "too many tables wait for their documents: expected at most " + MAX_WAITING_TABLES);
    }
    return state.withWaiting(table);
  }

  /** Puts a table in force: opens mailboxes for what will live here, ends what no longer does. */
  private HostState hold(HostState state, Table table, List<Effect> effects) {
    HostState next = state.with(table);
    for (var place : table.places().entrySet()) {
      Address body = place.getKey();
      if (place.getValue().equals(self) && !state.bodies().contains(body)) {
        effects.add(new Effect.Expect(body));
        next = next.withExpected(body);
      }
    }
    next = Routing.withInstances(next, table);
    for (Address body : state.present()) {
      boolean mine = state.owner(body).equals(Optional.of(table.supervisor()));
      if (mine && !self.equals(table.places().get(body))) {
        next = ended(next, body, Keyword.of("moved"), effects);
      }
    }
    for (Address instance : state.instances().keySet()) {
      boolean mine = state.owner(instance).equals(Optional.of(table.supervisor()));
      next = mine && !table.places().containsKey(instance) ? next.without(instance) : next;
    }
    effects.add(LoopReports.askWhetherRouted(table));
    return next;
  }

  // ---- bodies

  private Step<HostState> start(HostState state, Address actor, EdnMap order, Address supervisor) {
    boolean fresh = Fields.at(order, Protocol.FRESH) == Bool.TRUE;
    if (state.bodies().contains(actor) && !fresh) {
      return Step.of(state, startedSignal(supervisor, actor));
    }
    try {
      ActorSpec spec = spec(state, actor, supervisor);
      return Step.of(state.withBody(actor), new Effect.Spawn(spec));
    } catch (RuntimeException e) {
      return Step.of(state, startFailed(supervisor, actor, e));
    }
  }

  /** What ends by itself reports to its supervisor; of the rest this host does. */
  private Step<HostState> stop(HostState state, Address actor, EdnMap order, Address supervisor) {
    boolean keep = Fields.at(order, Protocol.KEEP) == Bool.TRUE;
    boolean kill = Fields.at(order, Protocol.KILL) == Bool.TRUE;
    if (!kill && wantsToBeTold(state, actor, supervisor)) {
      HostState next = keep ? state.withExpected(actor) : state.withoutBody(actor);
      return Step.of(next, Endings.tell(actor, supervisor, self, keep));
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = endedBelow(state, actor, SHUTDOWN, effects);
    effects.add(keep ? new Effect.Halt(actor) : new Effect.Terminate(actor, SHUTDOWN));
    next = keep ? next.withExpected(actor) : next;
    EdnMap done = Turn.actor(actor).with(Protocol.NODE, new Text(self.value()));
    effects.add(Effect.send(supervisor, Protocol.ENDED, done));
    return new Step<>(next, effects);
  }

  /** Ends an actor and all below it on this node. */
  private static HostState ended(
      HostState state, Address actor, Keyword reason, List<Effect> effects) {
    HostState next = endedBelow(state, actor, reason, effects);
    effects.add(new Effect.Terminate(actor, reason));
    return next;
  }

  private static HostState endedBelow(
      HostState state, Address actor, Keyword reason, List<Effect> effects) {
    HostState next = state.withoutBody(actor);
    for (Address body : new TreeSet<>(state.present()).reversed()) {
      if (actor.contains(body) && !body.equals(actor)) {
        effects.add(new Effect.Terminate(body, reason));
        next = next.withoutBody(body);
      }
    }
    return next;
  }

  private static boolean wantsToBeTold(HostState state, Address actor, Address supervisor) {
    return child(state, actor, supervisor).filter(Host::wantsToBeTold).isPresent();
  }

  private static boolean wantsToBeTold(ChildDef def) {
    return switch (def) {
      case ActorDef a -> a.on().containsKey(EdnBehaviour.SHUTDOWN);
      case SupervisorDef _, TemplateDef _ -> true;
      case DeviceDef _ -> false;
    };
  }

  private static Optional<ChildDef> child(HostState state, Address actor, Address supervisor) {
    String name = actor.segments().get(supervisor.segments().size());
    return state.busAt(supervisor).flatMap(bus -> bus.def().child(name));
  }

  private Effect startedSignal(Address supervisor, Address actor) {
    return Effect.send(
        supervisor,
        Protocol.STARTED,
        EdnMap.of(Protocol.ACTOR, new Text(actor.path()), Protocol.NODE, new Text(self.value())));
  }

  private Effect startFailed(Address supervisor, Address actor, RuntimeException e) {
    String why = "cannot start " + actor + " on " + self + ": " + e.getMessage();
    return Effect.send(
        supervisor,
        Protocol.START_FAILED,
        EdnMap.of(Protocol.ACTOR, new Text(actor.path()), Protocol.REASON, new Text(why)));
  }

  private ActorSpec spec(HostState state, Address actor, Address supervisor) {
    ChildDef def =
        child(state, actor, supervisor)
            .orElseThrow(
                () -> new ProtocolException("expected a child of " + supervisor + " there"));
    return switch (def) {
      case ActorDef a ->
          a.isBalanced()
              ? ActorSpec.of(actor, "actor", new ReplicaBehaviour(a))
                  .withMailbox(a.mailboxMessages())
                  .supervisedBy(supervisor)
                  .measured()
              : ActorSpec.of(actor, "actor", EdnBehaviour.of(a))
                  .withMailbox(a.mailboxMessages())
                  .supervisedBy(supervisor);
      case DeviceDef d -> ActorSpec.of(actor, "device", devices.create(d)).supervisedBy(supervisor);
      case SupervisorDef s ->
          ActorSpec.of(actor, "supervisor", supervisor(state, actor, s)).supervisedBy(supervisor);
      case TemplateDef _ -> {
        SupervisorDef made = state.busAt(actor).map(Bus::def).orElseThrow();
        yield ActorSpec.of(actor, "supervisor", supervisor(state, actor, made))
            .supervisedBy(supervisor);
      }
    };
  }

  private Supervisor supervisor(HostState state, Address address, SupervisorDef def) {
    Deployment deployment = state.systemOf(address).orElseThrow().deployment();
    Optional<Address> parent = state.owner(address);
    return new Supervisor(
        new SupervisorContext(
            address,
            self,
            deployment.name(),
            deployment.version(),
            parent,
            parent.isEmpty()
                ? Optional.of(Protocol.documents(deployment.version().node()))
                : Optional.empty(),
            Optional.ofNullable(state.tables().get(address)),
            state.members()),
        def);
  }
}
