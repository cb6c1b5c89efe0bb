package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Durability;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** How a host starts and ends the actors of systems as their supervisors order: a pure policy. */
final class HostBodies {
  private static final Keyword SHUTDOWN = Keyword.of("shutdown");

  private final NodeId self;
  private final Devices devices;
  private final boolean keepsData;
  private final Supplier<SortedMap<NodeId, Long>> spare;

  HostBodies(
      NodeId self, Devices devices, boolean keepsData, Supplier<SortedMap<NodeId, Long>> spare) {
    this.self = self;
    this.spare = spare;
    this.devices = devices;
    this.keepsData = keepsData;
  }

  /** A supervisor of an older epoch, or of an earlier life, has nothing to order any more. */
  static boolean isStale(HostState state, EdnMap order, Address supervisor) {
    Optional<Version> version = order.find(Protocol.VERSION).map(Version::fromValue);
    Optional<Version> known =
        Optional.ofNullable(state.tables().get(supervisor)).map(Table::version);
    return version.isPresent()
        && known.isPresent()
        && version.get().compareTo(known.get()) < 0
        && !version.get().isOfSameLife(known.get());
  }

  Step<HostState> start(HostState state, Address actor, EdnMap order, Address supervisor) {
    if (isElsewhere(state, actor, supervisor)) {
      return Step.of(state);
    }
    boolean fresh = Fields.at(order, Protocol.FRESH) == Bool.TRUE;
    Optional<Moved> owed = order.find(Protocol.MOVED).map(Moved::fromValue);
    boolean isHere = state.bodies().contains(actor) && !fresh;
    try {
      ActorSpec spec = spec(state, actor, supervisor);
      if (isHere && owed.isEmpty()) {
        return adopt(state, spec, order, supervisor);
      }
      List<Effect> effects = new ArrayList<>();
      owed.ifPresent(moved -> effects.add(arrival(spec, moved)));
      boolean isAnew = fresh && owed.isEmpty();
      effects.add(isHere ? recall(spec, order, supervisor) : new Effect.Spawn(spec, isAnew));
      if (!isHere && state.busAt(actor).isPresent()) {
        effects.add(members(state, actor));
      }
      return new Step<>(state.withBody(actor), effects);
    } catch (RuntimeException e) {
      return Step.of(state, startFailed(supervisor, actor, e));
    }
  }

  private static Effect arrival(ActorSpec spec, Moved moved) {
    return new Effect.Arrive(spec, moved.from(), moved.number(), moved.way());
  }

  /**
   * An actor will come from another node: its mailbox opens, and its supervisor hears of it. It
   * comes as what it is by the document of its supervisor; where another one is known already, that
   * would be taken for what it is by this one, so nothing happens. Where one of two parts of a
   * fleet that was split runs it already, it does not come from the other.
   */
  Step<HostState> arrive(HostState state, Address actor, EdnMap order, Address supervisor) {
    Stamp document = Stamp.fromValue(Fields.at(order, Protocol.DOCUMENT));
    if (state.systemOf(actor).filter(s -> s.deployment().version().equals(document)).isEmpty()) {
      return Step.of(state);
    }
    Moved moved = Moved.fromValue(Fields.at(order, Protocol.MOVED));
    if (state.bodies().contains(actor)) {
      String why = "expected nobody of that address on " + self + ", found one that runs";
      return Step.of(state, refused(actor, supervisor, moved, why));
    }
    try {
      ActorSpec spec = spec(state, actor, supervisor);
      return Step.of(state.withExpected(actor), arrival(spec, moved));
    } catch (RuntimeException e) {
      return Step.of(state, refused(actor, supervisor, moved, String.valueOf(e.getMessage())));
    }
  }

  private static Effect refused(Address actor, Address supervisor, Moved moved, String why) {
    EdnMap refused =
        Turn.actor(actor)
            .with(Protocol.MOVE, Int.of(moved.number()))
            .with(Protocol.REASON, new Text(why));
    return Effect.send(supervisor, Protocol.MOVE_REFUSED, refused);
  }

  /** What runs only in the majority is started only where the table in force says. */
  private boolean isElsewhere(HostState state, Address actor, Address supervisor) {
    boolean isMajority = state.systemOf(actor).filter(d -> d.deployment().isMajority()).isPresent();
    Table table = state.tables().get(supervisor);
    return isMajority && (table == null || !self.equals(table.places().get(actor)));
  }

  /**
   * An order that is said again may have been one to restart it; and what was to come here may
   * never have come.
   */
  private static Effect recall(ActorSpec spec, EdnMap order, Address supervisor) {
    boolean revives = order.get(Protocol.REVIVES, Bool.FALSE) == Bool.TRUE;
    return new Effect.Recall(spec.address(), supervisor, revives, Optional.of(spec));
  }

  /** What lives goes on, and says how it is; a supervisor hears under which epoch. */
  private static Step<HostState> adopt(
      HostState state, ActorSpec spec, EdnMap order, Address supervisor) {
    Address actor = spec.address();
    List<Effect> effects = new ArrayList<>();
    effects.add(recall(spec, order, supervisor));
    if (state.busAt(actor).isPresent()) {
      Stamp epoch = state.systemOf(actor).orElseThrow().deployment().epoch();
      effects.add(Effect.send(actor, Protocol.ADOPTED, EdnMap.of(Protocol.EPOCH, epoch.toValue())));
    }
    return new Step<>(state, effects);
  }

  /** What ends by itself reports to its supervisor; of the rest this host does. */
  Step<HostState> stop(HostState state, Address actor, EdnMap order, Address supervisor) {
    boolean keep = Fields.at(order, Protocol.KEEP) == Bool.TRUE;
    boolean kill = Fields.at(order, Protocol.KILL) == Bool.TRUE;
    if (!kill && wantsToBeTold(state, actor, supervisor)) {
      if (!state.bodies().contains(actor)) {
        // It was told before: its confirmation may be lost, and it must not hear it in its next
        // life.
        return Step.of(state, new Effect.Recall(actor, supervisor, false, Optional.empty()));
      }
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
  static HostState ended(HostState state, Address actor, Keyword reason, List<Effect> effects) {
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
    return state.child(actor, supervisor).filter(HostBodies::wantsToBeTold).isPresent();
  }

  private static boolean wantsToBeTold(ChildDef def) {
    return switch (def) {
      case ActorDef a -> a.on().containsKey(EdnBehaviour.SHUTDOWN);
      case SupervisorDef _, TemplateDef _ -> true;
      case DeviceDef _ -> false;
    };
  }

  private Effect startFailed(Address supervisor, Address actor, RuntimeException e) {
    String why = "cannot start " + actor + " on " + self + ": " + e.getMessage();
    return Effect.send(
        supervisor,
        Protocol.START_FAILED,
        EdnMap.of(Protocol.ACTOR, new Text(actor.path()), Protocol.REASON, new Text(why)));
  }

  ActorSpec spec(HostState state, Address actor, Address supervisor) {
    ChildDef def =
        state
            .child(actor, supervisor)
            .orElseThrow(
                () -> new ProtocolException("expected a child of " + supervisor + " there"));
    Durability durability = Lasting.of(Optional.of(def));
    if (durability != Durability.VOLATILE && !keepsData) {
      throw new ProtocolException(
          "it is durable: expected a node that was started with --data DIR");
    }
    return switch (def) {
      case ActorDef a -> Leaves.spec(actor, a, durability).supervisedBy(supervisor);
      case DeviceDef d -> Leaves.spec(actor, d, devices.create(d)).supervisedBy(supervisor);
      case SupervisorDef s ->
          ActorSpec.of(actor, "supervisor", supervisor(state, actor, s)).supervisedBy(supervisor);
      case TemplateDef _ -> {
        SupervisorDef made = state.busAt(actor).map(Bus::def).orElseThrow();
        yield ActorSpec.of(actor, "supervisor", supervisor(state, actor, made))
            .supervisedBy(supervisor);
      }
    };
  }

  HostState spawnRoot(HostState state, Address root, List<Effect> effects) {
    Behaviour<?> supervisor =
        supervisor(state, root, state.busAt(root).map(Bus::def).orElseThrow());
    effects.add(
        new Effect.Spawn(
            ActorSpec.of(root, "system", supervisor).supervisedBy(Protocol.host(self))));
    effects.add(members(state, root));
    return state.withBody(root);
  }

  /**
   * A supervisor knows the members when it is made; but in its mailbox may be what its life before
   * was told of them and had not handled yet, and would be the last that it hears.
   */
  private static Effect members(HostState state, Address supervisor) {
    return Effect.send(supervisor, Protocol.MEMBERS, MemberList.ofLives(state.members()));
  }

  private Supervisor supervisor(HostState state, Address address, SupervisorDef def) {
    Deployment deployment = state.systemOf(address).orElseThrow().deployment();
    Optional<Address> parent = state.owner(address);
    NodeId deployer = deployment.version().node();
    NodeId told = state.members().containsKey(deployer) ? deployer : self;
    return new Supervisor(
        new SupervisorContext(
            address,
            self,
            deployment.name(),
            deployment.version(),
            deployment.epoch(),
            deployment.isMajority(),
            parent,
            parent.isEmpty() ? Optional.of(Protocol.documents(told)) : Optional.empty(),
            Optional.ofNullable(state.tables().get(address)),
            state.members(),
            spare),
        def);
  }
}
