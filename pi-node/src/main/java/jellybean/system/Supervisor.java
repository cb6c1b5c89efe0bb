package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Phase;

/**
 * Starts, watches and restarts the children of one cluster; a pure behaviour.
 *
 * <p>A start goes through three turns: places are chosen and the table that says so is sent to all
 * members; when each has confirmed it, so that everyone can reach the new bodies and their
 * mailboxes are open, bodies are started one after the other, left to right; when the last one runs
 * the start is announced. A member's loss is no crash: its bodies are placed anew and started.
 *
 * <p>Any message that is not part of this protocol is a message into the cluster from above.
 */
final class Supervisor implements Behaviour<SupervisorState> {
  private static final Keyword NORMAL = Keyword.of("normal");
  private static final Keyword ERROR = Keyword.of("error");

  private final Context context;
  private final SupervisorDef def;
  private final List<Body> bodies;
  private final Bus bus;
  private final SupervisorState initial;

  /**
   * What a supervisor is told when it is made.
   *
   * @param self its address
   * @param node where it lives
   * @param announceTo whom it tells that all is running, or that it gave up
   * @param known the last table that this node knows of it; lets it keep what lives
   * @param members incarnations of the live members
   */
  record Context(
      Address self,
      NodeId node,
      String system,
      Stamp document,
      Optional<Address> announceTo,
      Optional<Table> known,
      SortedMap<NodeId, Long> members) {}

  Supervisor(Context context, SupervisorDef def) {
    this.context = context;
    this.def = def;
    this.bodies = Body.of(context.self(), def);
    this.bus = Bus.root(context.self(), def);
    this.initial = initialState();
  }

  private SupervisorState initialState() {
    Version version = context.known().map(Table::version).orElse(Version.NONE);
    SortedMap<Address, NodeId> places = context.known().map(Table::places).orElseGet(TreeMap::new);
    TreeMap<Address, Phase> phases = new TreeMap<>();
    bodies.forEach(body -> phases.put(body.address(), Phase.PLANNED));
    return new SupervisorState(
        context.members(),
        version.nextLife(),
        places,
        java.util.Collections.emptySortedSet(),
        phases,
        List.of(),
        false);
  }

  @Override
  public SupervisorState initial() {
    return initial;
  }

  @Override
  public Value show(SupervisorState state) {
    return state.toValue();
  }

  @Override
  public Step<SupervisorState> started(SupervisorState state, Info info) {
    return publish(state);
  }

  @Override
  public Step<SupervisorState> handle(SupervisorState state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name.equals(Protocol.HELD)) {
      return held(state, Fields.mapOf(delivery.data(), "confirmation of a table"));
    }
    if (name.equals(Protocol.STARTED)) {
      return startedBody(state, actor(delivery));
    }
    if (name.equals(Protocol.START_FAILED)) {
      return startFailed(state, delivery);
    }
    if (name.equals(Signals.CRASHED)) {
      return crashed(state, delivery);
    }
    if (name.equals(Signals.STOPPED)) {
      return stopped(state, delivery);
    }
    if (name.equals(Protocol.MEMBERS)) {
      return members(state, MemberList.fromValue(delivery.data()));
    }
    if (name.equals(Protocol.SEND)) {
      return sendTo(state, Fields.mapOf(delivery.data(), "message from above"), delivery.info());
    }
    return new Step<>(state, sends(bus.sent(delivery.name()), delivery.data(), delivery.info()));
  }

  // ---- starting

  private Step<SupervisorState> publish(SupervisorState state) {
    SortedMap<Address, NodeId> places =
        Placement.place(
            bodies,
            context.node(),
            new java.util.TreeSet<>(state.members().keySet()),
            state.places());
    SupervisorState next = state.withTable(state.version().next(), places);
    Value table = table(next);
    List<Effect> effects = new ArrayList<>();
    next.unheld().forEach(m -> effects.add(toHost(m, Protocol.TABLE, table)));
    return new Step<>(next, effects);
  }

  private Value table(SupervisorState state) {
    return new Table(context.self(), context.document(), state.version(), state.places()).toValue();
  }

  private Step<SupervisorState> held(SupervisorState state, EdnMap confirmation) {
    boolean current =
        Version.fromValue(Fields.at(confirmation, Protocol.VERSION)).equals(state.version());
    if (!current) {
      return Step.of(state);
    }
    SupervisorState next = state.heldBy(Fields.nodeAt(confirmation, Protocol.NODE));
    return next.unheld().isEmpty() ? startNext(next) : Step.of(next);
  }

  /** Starts the first planned body, unless one is on its way or a table is not yet in force. */
  private Step<SupervisorState> startNext(SupervisorState state) {
    boolean busy = state.children().containsValue(Phase.STARTING) || !state.unheld().isEmpty();
    Optional<Address> planned =
        bodies.stream()
            .map(Body::address)
            .filter(body -> state.phase(body) == Phase.PLANNED)
            .findFirst();
    if (busy) {
      return Step.of(state);
    }
    return planned.map(body -> start(state, body, false)).orElseGet(() -> announce(state));
  }

  private Step<SupervisorState> start(SupervisorState state, Address body, boolean fresh) {
    EdnMap order =
        EdnMap.of(
            Protocol.ACTOR, new Text(body.path()), Protocol.FRESH, jellybean.edn.Bool.of(fresh));
    return Step.of(
        state.with(body, Phase.STARTING), toHost(placeOf(state, body), Protocol.START, order));
  }

  private Step<SupervisorState> announce(SupervisorState state) {
    if (state.announced()) {
      return Step.of(state);
    }
    Stream<Effect> effects =
        context.announceTo().stream()
            .map(
                to ->
                    Effect.send(
                        to,
                        Protocol.RUNNING,
                        EdnMap.of(
                            Protocol.SYSTEM,
                            new Text(context.system()),
                            Protocol.VERSION,
                            context.document().toValue())));
    return new Step<>(state.announce(), effects.toList());
  }

  private Step<SupervisorState> startedBody(SupervisorState state, Address body) {
    return state.phase(body) == Phase.STARTING
        ? startNext(state.with(body, Phase.RUNNING))
        : Step.of(state);
  }

  // ---- ends of children

  private Step<SupervisorState> startFailed(SupervisorState state, Delivery delivery) {
    Address body = actor(delivery);
    Value reason = Fields.at(Fields.mapOf(delivery.data(), "failed start"), Protocol.REASON);
    return restart(state, body, delivery.info().timeMs(), true, reason);
  }

  private Step<SupervisorState> crashed(SupervisorState state, Delivery delivery) {
    Address body = actor(delivery);
    if (restartType(body) == RestartType.TEMPORARY) {
      return Step.of(
          state.with(body, Phase.STOPPED),
          toHost(placeOf(state, body), Protocol.STOP, actorMap(body)));
    }
    Value reason = Fields.at(Fields.mapOf(delivery.data(), "crash"), ERROR);
    return restart(state, body, delivery.info().timeMs(), false, reason);
  }

  private Step<SupervisorState> stopped(SupervisorState state, Delivery delivery) {
    Address body = actor(delivery);
    Value reason = Fields.at(Fields.mapOf(delivery.data(), "end of a child"), Protocol.REASON);
    boolean again =
        switch (restartType(body)) {
          case PERMANENT -> true;
          case TRANSIENT -> !reason.equals(NORMAL);
          case TEMPORARY -> false;
        };
    return again
        ? restart(state, body, delivery.info().timeMs(), true, reason)
        : startNext(state.with(body, Phase.STOPPED));
  }

  /** One restart, or the end of this supervisor if there were too many of them. */
  private Step<SupervisorState> restart(
      SupervisorState state, Address body, long nowMs, boolean gone, Value reason) {
    if (!state.children().containsKey(body)) {
      return Step.of(state);
    }
    RestartWindow window = new RestartWindow(def.intensity(), nowMs);
    List<Long> times = window.with(state.restartsMs());
    SupervisorState next = state.withRestarts(times);
    if (window.exceededBy(times)) {
      return giveUp(next, body, reason);
    }
    return gone
        ? start(next, body, true)
        : Step.of(next, toHost(placeOf(next, body), Protocol.RESTART, actorMap(body)));
  }

  private Step<SupervisorState> giveUp(SupervisorState state, Address body, Value reason) {
    EdnMap why =
        EdnMap.of(
            Keyword.of("message"),
            new Text(
                context.self()
                    + " gave up: more than "
                    + def.intensity().max()
                    + " restarts within "
                    + def.intensity().withinMs()
                    + " ms, the last one of "
                    + body),
            Keyword.of("cause"),
            reason);
    List<Effect> effects = new ArrayList<>();
    for (Body child : bodies.reversed()) {
      effects.add(
          toHost(placeOf(state, child.address()), Protocol.STOP, actorMap(child.address())));
    }
    context
        .announceTo()
        .ifPresent(
            to ->
                effects.add(
                    Effect.send(
                        to,
                        Protocol.FAILED,
                        EdnMap.of(
                            Protocol.SYSTEM,
                            new Text(context.system()),
                            Protocol.VERSION,
                            context.document().toValue(),
                            Protocol.REASON,
                            why))));
    effects.add(new Effect.Stop(why));
    return new Step<>(state, effects);
  }

  // ---- members

  private Step<SupervisorState> members(SupervisorState state, SortedMap<NodeId, Long> now) {
    SupervisorState next = state.withMembers(now);
    boolean anyLost = false;
    for (var place : state.places().entrySet()) {
      NodeId node = place.getValue();
      boolean lost = !state.members().getOrDefault(node, 0L).equals(now.getOrDefault(node, -1L));
      if (lost && next.phase(place.getKey()) != Phase.STOPPED) {
        next = next.with(place.getKey(), Phase.PLANNED);
        anyLost = true;
      }
    }
    if (anyLost) {
      return publish(next);
    }
    return tellNewcomers(state, forgetUnheld(next));
  }

  /** Who is gone confirms nothing any more. */
  private static SupervisorState forgetUnheld(SupervisorState state) {
    SupervisorState next = state;
    for (NodeId node : state.unheld()) {
      next = state.members().containsKey(node) ? next : next.heldBy(node);
    }
    return next;
  }

  private Step<SupervisorState> tellNewcomers(SupervisorState before, SupervisorState state) {
    List<Effect> effects = new ArrayList<>();
    state
        .members()
        .forEach(
            (node, incarnation) -> {
              if (!incarnation.equals(before.members().getOrDefault(node, -1L))) {
                effects.add(toHost(node, Protocol.TABLE, table(state)));
              }
            });
    Step<SupervisorState> start = startNext(state);
    effects.addAll(start.effects());
    return new Step<>(start.state(), effects);
  }

  // ---- messages from above

  private Step<SupervisorState> sendTo(SupervisorState state, EdnMap order, Info info) {
    Address to = Fields.addressAt(order, Protocol.TO);
    Keyword name = Fields.keywordAt(order, Protocol.NAME);
    List<Bus.Reach> reaches =
        bodies.stream()
            .filter(body -> body.address().equals(to) || childOf(body).equals(to))
            .limit(1)
            .map(body -> new Bus.Reach(childOf(body), body.def(), name))
            .toList();
    return new Step<>(state, sends(reaches, Fields.at(order, Protocol.DATA), info));
  }

  private List<Effect> sends(List<Bus.Reach> reaches, Value data, Info info) {
    return reaches.stream()
        .flatMap(reach -> Chooser.choose(reach, data, info.seed(), _ -> 0))
        .<Effect>map(r -> new Effect.Send(r.to(), r.name(), data, Optional.empty()))
        .toList();
  }

  // ---- helpers

  private Address childOf(Body body) {
    return context.self().child(body.def().name());
  }

  private RestartType restartType(Address body) {
    return bodies.stream()
        .filter(b -> b.address().equals(body))
        .map(b -> b.def().restart())
        .findFirst()
        .orElse(RestartType.TEMPORARY);
  }

  private NodeId placeOf(SupervisorState state, Address body) {
    return state.places().getOrDefault(body, context.node());
  }

  private static Address actor(Delivery delivery) {
    return Fields.addressAt(Fields.mapOf(delivery.data(), "signal"), Protocol.ACTOR);
  }

  private static EdnMap actorMap(Address body) {
    return EdnMap.of(Protocol.ACTOR, new Text(body.path()));
  }

  private static Effect toHost(NodeId node, Keyword name, Value data) {
    return Effect.send(Protocol.host(node), name, data);
  }
}
