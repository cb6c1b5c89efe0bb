package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.HostState.Deployed;
import jellybean.system.HostState.Roll;

/**
 * How a host takes the root of a system over and gives it up: a pure policy.
 *
 * <p>A new home calls the roll: it asks every member for the tables of the system that are newer
 * than its own. When all have answered, or are gone, or time is up, it starts the root, which knows
 * by its table where its children live, adopts those that do and starts what is missing.
 */
final class HostHomes {
  /** How long a member may take to answer; what it knows is learned later then. */
  static final long ROLL_WITHIN_MS = 5_000;

  private static final Keyword YIELDED = Keyword.of("yielded");

  private final NodeId self;
  private final HostBodies bodies;
  private final HostAttendance attendance;

  HostHomes(NodeId self, HostBodies bodies, HostAttendance attendance) {
    this.self = self;
    this.bodies = bodies;
    this.attendance = attendance;
  }

  /** The epoch of a system is another one now, its document the same. */
  HostState epochChanged(HostState state, Deployed system, List<Effect> effects) {
    HostState next = withoutRoot(state.with(system), system, effects);
    next = attendance.end(next.withoutBranches(system.deployment()), system.deployment());
    List<Table> waiting = List.copyOf(next.waiting().values());
    next = HostTables.holdWaiting(self, next, system.deployment(), waiting, effects);
    effects.addFirst(Routing.install(self, next));
    return system.deployment().isAtHomeOn(self) ? callTheRoll(next, system, effects) : next;
  }

  /** A root of an earlier epoch ends; its children are the next one's. */
  HostState withoutRoot(HostState state, Deployed system, List<Effect> effects) {
    Address root = system.root().address();
    HostState next = state.withoutRoll(system.deployment().name());
    if (!state.present().contains(root)) {
      return next;
    }
    effects.add(
        system.deployment().isAtHomeOn(self)
            ? new Effect.Terminate(root, YIELDED)
            : new Effect.GiveWay(root));
    return next.withoutBody(root);
  }

  HostState callTheRoll(HostState state, Deployed system, List<Effect> effects) {
    Deployment deployment = system.deployment();
    SortedSet<NodeId> asked = new TreeSet<>(state.members().keySet());
    asked.remove(self);
    asked.forEach(member -> effects.add(call(state, deployment, member)));
    if (!asked.isEmpty()) {
      effects.add(new Effect.After(ROLL_WITHIN_MS, Protocol.ROLL_OVER, call(deployment)));
    }
    HostState next = attendance.begin(state, deployment, effects);
    next = complete(next.with(deployment.name(), new Roll(deployment.epoch(), asked)), effects);
    return attendance.members(next, effects);
  }

  private static EdnMap call(Deployment system) {
    return system.tenure().toValue().with(Protocol.SYSTEM, new Text(system.name()));
  }

  /** Asks a host what it has of a system. */
  Effect call(HostState state, Deployment system, NodeId host) {
    EdnMap versions = EdnMap.EMPTY;
    for (Table table : state.tables().values()) {
      if (Address.of(system.name()).contains(table.supervisor())) {
        versions = versions.with(new Text(table.supervisor().path()), table.version().toValue());
      }
    }
    return Effect.send(
        Protocol.host(host),
        Protocol.ROLL,
        call(system)
            .with(Protocol.DOCUMENT, system.version().toValue())
            .with(Protocol.VERSIONS, versions));
  }

  /** Starts the roots of systems whose roll nobody is awaited for any more. */
  HostState complete(HostState state, List<Effect> effects) {
    HostState next = state;
    for (var roll : state.rolls().entrySet()) {
      Address root = Address.of(roll.getKey());
      boolean over = roll.getValue().retaining(state.members()::containsKey).awaited().isEmpty();
      if (over) {
        next = bodies.spawnRoot(next.withoutRoll(roll.getKey()), root, effects);
      }
    }
    return next;
  }

  /** Another member has taken the home of a system and asks what there is. */
  Step<HostState> roll(HostState state, EdnMap call, Address from) {
    String name = Fields.textAt(call, Protocol.SYSTEM);
    Tenure tenure = Tenure.fromValue(call);
    Stamp document = Stamp.fromValue(Fields.at(call, Protocol.DOCUMENT));
    EdnMap versions = Fields.mapAt(call, Protocol.VERSIONS);
    List<Effect> effects = new ArrayList<>();
    Optional<Deployed> system =
        Optional.ofNullable(state.systems().get(name))
            .filter(d -> d.deployment().version().equals(document));
    HostState next = state;
    if (system.filter(d -> tenure.isAfter(d.deployment().tenure())).isPresent()) {
      Deployed known = system.get();
      next =
          epochChanged(
              state, new Deployed(known.deployment().under(tenure), known.root()), effects);
    }
    for (Table table : next.tables().values()) {
      boolean asked =
          system.isPresent()
              && Address.of(name).contains(table.supervisor())
              && tenure.continues(table.version().epoch());
      Optional<Version> known =
          versions.find(new Text(table.supervisor().path())).map(Version::fromValue);
      if (asked && known.filter(v -> v.compareTo(table.version()) >= 0).isEmpty()) {
        effects.add(Effect.send(from, Protocol.TABLE, table.toValue()));
      }
    }
    EdnMap done =
        EdnMap.of(
            Protocol.SYSTEM, new Text(name),
            Protocol.EPOCH, tenure.epoch().toValue(),
            Protocol.NODE, new Text(self.value()));
    effects.add(Effect.send(from, Protocol.PRESENT, done));
    Deployed present = next.systems().get(name);
    if (system.isPresent() && present != null) {
      attendance.state(next, present.deployment(), effects);
    }
    return new Step<>(next, effects);
  }

  /** A member has said all that it knows. */
  Step<HostState> present(HostState state, EdnMap answer) {
    NodeId node = Fields.nodeAt(answer, Protocol.NODE);
    return answered(state, answer, n -> !n.equals(node));
  }

  /** Who has not answered by now is not waited for. */
  Step<HostState> over(HostState state, EdnMap call) {
    return answered(state, call, n -> false);
  }

  private Step<HostState> answered(HostState state, EdnMap answer, Predicate<NodeId> stays) {
    String name = Fields.textAt(answer, Protocol.SYSTEM);
    Stamp epoch = Stamp.fromValue(Fields.at(answer, Protocol.EPOCH));
    Optional<Roll> roll =
        Optional.ofNullable(state.rolls().get(name)).filter(r -> r.epoch().equals(epoch));
    if (roll.isEmpty()) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = complete(state.with(name, roll.get().retaining(stays)), effects);
    return new Step<>(next, effects);
  }
}
