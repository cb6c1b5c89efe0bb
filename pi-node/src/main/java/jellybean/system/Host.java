package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    EdnMap order = Fields.mapOf(data, "order to " + Protocol.host(self));
    Address actor = Fields.addressAt(order, Protocol.ACTOR);
    if (name.equals(Protocol.START)) {
      return start(state, actor, order, delivery.info().from());
    }
    if (name.equals(Protocol.RESTART)) {
      return Step.of(state, new Effect.Restart(actor));
    }
    if (name.equals(Protocol.STOP)) {
      return Step.of(state.withoutBody(actor), new Effect.Terminate(actor, Keyword.of("shutdown")));
    }
    if (name.equals(Signals.STOPPED)) {
      return Step.of(state.withoutBody(actor));
    }
    throw new ProtocolException(
        "bad message to " + Protocol.host(self) + ": expected an order, found " + name);
  }

  private Step<HostState> members(HostState state, Value data) {
    List<Effect> effects = new ArrayList<>();
    supervisors(state).forEach(s -> effects.add(Effect.send(s, Protocol.MEMBERS, data)));
    return new Step<>(state.withMembers(MemberList.fromValue(data)), effects);
  }

  private static List<Address> supervisors(HostState state) {
    return state.bodies().stream().filter(body -> busAt(state, body).isPresent()).toList();
  }

  // ---- documents and tables

  private Step<HostState> deployment(HostState state, Deployment deployment) {
    Address root = Address.of(deployment.name());
    List<Effect> effects = new ArrayList<>();
    for (Address body : state.bodies()) {
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
    effects.addFirst(install(next));
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
    effects.addFirst(install(next));
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
    table
        .places()
        .forEach(
            (body, node) -> {
              if (node.equals(self) && !state.bodies().contains(body)) {
                effects.add(new Effect.Expect(body));
              }
            });
    for (Address body : new TreeSet<>(state.bodies())) {
      boolean mine = owner(state, body).equals(Optional.of(table.supervisor()));
      if (mine && !self.equals(table.places().get(body))) {
        effects.add(new Effect.Terminate(body, Keyword.of("moved")));
        next = next.withoutBody(body);
      }
    }
    effects.add(
        Effect.send(
            table.supervisor(),
            Protocol.HELD,
            EdnMap.of(
                Protocol.NODE,
                new Text(self.value()),
                Protocol.VERSION,
                table.version().toValue())));
    return next;
  }

  private Effect install(HostState state) {
    Map<Address, NodeId> homes = new HashMap<>();
    List<Bus> roots = new ArrayList<>();
    for (Deployed system : state.systems().values()) {
      roots.add(system.root());
      homes.put(system.root().address(), system.deployment().home());
    }
    return new Effect.Install(new SystemRouter(self, roots, homes, state.tables().values()));
  }

  // ---- bodies

  private Step<HostState> start(HostState state, Address actor, EdnMap order, Address supervisor) {
    boolean fresh = Fields.at(order, Protocol.FRESH) == Bool.TRUE;
    if (state.bodies().contains(actor) && !fresh) {
      return Step.of(state, startedSignal(supervisor, actor));
    }
    try {
      ActorSpec spec = spec(state, actor, supervisor);
      return Step.of(
          state.withBody(actor), new Effect.Spawn(spec), startedSignal(supervisor, actor));
    } catch (RuntimeException e) {
      return Step.of(state, startFailed(supervisor, actor, e));
    }
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
    Bus bus =
        busAt(state, supervisor)
            .orElseThrow(() -> new ProtocolException("expected a deployed " + supervisor));
    String child = actor.segments().get(supervisor.segments().size());
    ChildDef def =
        bus.def()
            .child(child)
            .orElseThrow(
                () -> new ProtocolException("expected a child " + child + " in " + supervisor));
    return switch (def) {
      case ActorDef a ->
          ActorSpec.of(actor, "actor", EdnBehaviour.of(a))
              .withMailbox(a.mailboxMessages())
              .supervisedBy(supervisor);
      case DeviceDef d -> ActorSpec.of(actor, "device", devices.create(d)).supervisedBy(supervisor);
      case SupervisorDef s ->
          ActorSpec.of(actor, "supervisor", supervisor(state, actor, s)).supervisedBy(supervisor);
    };
  }

  private Supervisor supervisor(HostState state, Address address, SupervisorDef def) {
    Deployment deployment = state.systemOf(address).orElseThrow().deployment();
    boolean root = address.segments().size() == 1;
    return new Supervisor(
        new Supervisor.Context(
            address,
            self,
            deployment.name(),
            deployment.version(),
            root ? Optional.of(Protocol.documents(deployment.version().node())) : Optional.empty(),
            Optional.ofNullable(state.tables().get(address)),
            state.members()),
        def);
  }

  /** The supervisor that a body belongs to: the nearest enclosing address that is a bus. */
  private static Optional<Address> owner(HostState state, Address body) {
    Optional<Address> up = body.parent();
    while (up.isPresent() && busAt(state, up.get()).isEmpty()) {
      up = up.get().parent();
    }
    return up;
  }

  private static Optional<Bus> busAt(HostState state, Address address) {
    Optional<Bus> bus = state.systemOf(address).map(Deployed::root);
    List<String> segments = address.segments();
    for (String segment : segments.subList(Math.min(1, segments.size()), segments.size())) {
      bus = bus.map(b -> b.clusters().get(segment));
    }
    return bus;
  }
}
