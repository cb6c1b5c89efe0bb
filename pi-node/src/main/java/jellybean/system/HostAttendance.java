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
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Attendance.Statement;
import jellybean.system.HostState.Deployed;
import jellybean.system.Table.Mark;

/**
 * How hosts keep systems that run only in the majority from running anything twice within one
 * tenure: a pure policy.
 *
 * <p>Every host says to the home's which tables it holds, when one of them changes and when it is
 * asked. The home's host admits who holds all that it holds itself, confirms a table to its
 * supervisor when all admitted hold it, and admits no longer who does not come to hold it. See
 * {@link Attendance}.
 */
final class HostAttendance {
  /** Between asking who holds what and asking again. */
  static final long REMIND_MS = 3_000;

  /** Who was reminded so often in vain is not admitted any more. */
  static final int MAX_REMINDERS = 3;

  private final NodeId self;

  HostAttendance(NodeId self) {
    this.self = self;
  }

  private static Optional<Deployment> majority(HostState state, String name) {
    return Optional.ofNullable(state.systems().get(name))
        .map(Deployed::deployment)
        .filter(Deployment::isMajority);
  }

  private static Optional<Deployment> majority(HostState state, Address part) {
    return state.systemOf(part).map(Deployed::deployment).filter(Deployment::isMajority);
  }

  // ---- every host

  /**
   * Says to the home which tables are held here, when the loops have done with what was before
   * them.
   */
  void state(HostState state, Deployment system, List<Effect> effects) {
    Life life = state.members().get(self);
    if (!system.isMajority() || life == null) {
      return;
    }
    EdnMap statement =
        Statement.of(state, system, life.incarnation())
            .toValue()
            .with(Protocol.SYSTEM, new Text(system.name()))
            .with(Protocol.EPOCH, system.epoch().toValue())
            .with(Protocol.NODE, new Text(self.value()));
    effects.add(new Effect.Inspect(_ -> statement, Protocol.ATTENDED));
  }

  /** The loops have. */
  Step<HostState> attended(HostState state, Value answers) {
    EdnMap statement = LoopReports.first(answers);
    NodeId home = Stamp.fromValue(Fields.at(statement, Protocol.EPOCH)).node();
    return home.equals(self)
        ? Step.of(state)
        : Step.of(state, Effect.send(Protocol.host(home), Protocol.ATTENDS, statement));
  }

  /**
   * What keeps homes hears under whom this host has systems, and whether it has bodies of them; and
   * their homes hear what it holds.
   */
  Step<HostState> reported(HostState before, Step<HostState> step) {
    HostState now = step.state();
    List<Effect> effects = new ArrayList<>(step.effects());
    for (Deployed deployed : now.systems().values()) {
      Deployment system = deployed.deployment();
      Optional<EdnMap> is = hosting(now, system.name());
      if (is.isPresent() && !is.equals(hosting(before, system.name()))) {
        effects.add(Effect.send(Protocol.homes(self), Protocol.HOSTING, is.get()));
      }
      if (is.isPresent() && holdsOthers(before, now, system)) {
        state(now, system, effects);
      }
    }
    return effects.size() == step.effects().size() ? step : new Step<>(now, effects);
  }

  private static boolean holdsOthers(HostState before, HostState now, Deployment system) {
    Address root = Address.of(system.name());
    boolean isOther =
        before.tables().keySet().stream()
            .anyMatch(s -> root.contains(s) && !now.tables().containsKey(s));
    for (Table table : now.tables().values()) {
      // The same one that came again counts, too: the answer to the first may be lost.
      isOther |=
          root.contains(table.supervisor()) && before.tables().get(table.supervisor()) != table;
    }
    Optional<Deployment> was = majority(before, system.name());
    return isOther || !was.map(Deployment::version).equals(Optional.of(system.version()));
  }

  private static Optional<EdnMap> hosting(HostState state, String name) {
    return majority(state, name)
        .map(
            system ->
                EdnMap.of(
                        Protocol.NAME,
                        new Text(name),
                        Protocol.GENESIS,
                        system.genesis().orElseThrow().first().toValue(),
                        Protocol.EPOCH,
                        system.epoch().toValue(),
                        Protocol.HOSTS,
                        Bool.of(state.present().stream().anyMatch(Address.of(name)::contains)))
                    .with(Protocol.GONE, Bool.FALSE));
  }

  /** Nothing is left here of a system that ran only in the majority. */
  void gone(HostState before, String name, List<Effect> effects) {
    if (majority(before, name).isEmpty()) {
      return;
    }
    effects.add(
        Effect.send(
            Protocol.homes(self),
            Protocol.HOSTING,
            EdnMap.of(Protocol.NAME, new Text(name), Protocol.GONE, Bool.TRUE)));
  }

  // ---- the home's

  /**
   * A tenure begins or goes on with another document. What keeps homes says whether it is one of
   * this life of the node: if it is not, nobody is ever admitted, and no table in force.
   */
  HostState begin(HostState state, Deployment system, List<Effect> effects) {
    Attendance known = state.attendances().get(system.name());
    if (!system.isMajority() || known != null && known.epoch().equals(system.epoch())) {
      return state;
    }
    Attendance begun = Attendance.of(system.epoch());
    admit(system.name(), begun, effects);
    return state.with(system.name(), begun);
  }

  /** A tenure of another home. */
  HostState end(HostState state, Deployment system) {
    return system.isAtHomeOn(self) ? state : state.withoutAttendance(system.name());
  }

  /** A host says what it holds. */
  Step<HostState> attends(HostState state, EdnMap news) {
    String name = Fields.textAt(news, Protocol.SYSTEM);
    Stamp epoch = Stamp.fromValue(Fields.at(news, Protocol.EPOCH));
    NodeId node = Fields.nodeAt(news, Protocol.NODE);
    Attendance known = state.attendances().get(name);
    if (known == null || !known.epoch().equals(epoch) || majority(state, name).isEmpty()) {
      return Step.of(state);
    }
    Statement statement = Statement.fromValue(news);
    List<Effect> effects = new ArrayList<>();
    HostState next = state.with(name, known.stated(node, statement));
    teach(next, name, node, statement, effects);
    return new Step<>(settle(next, name, effects), effects);
  }

  /** Sends what it does not hold yet. */
  private static void teach(
      HostState state, String name, NodeId node, Statement held, List<Effect> effects) {
    if (!majority(state, name).orElseThrow().version().equals(held.document())) {
      return;
    }
    for (Table table : state.tables().values()) {
      if (Address.of(name).contains(table.supervisor())) {
        Optional<Mark> known = Optional.ofNullable(held.tables().get(table.supervisor()));
        boolean lacks =
            known
                .filter(
                    mark ->
                        mark.equals(table.mark()) || mark.version().compareTo(table.version()) > 0)
                .isEmpty();
        if (lacks) {
          effects.add(Effect.send(Protocol.host(node), Protocol.TABLE, table.toValue()));
        }
      }
    }
  }

  /**
   * A table is in force on this node; whether its supervisor hears that only when everybody else
   * holds it, too.
   */
  Optional<Step<HostState>> routed(HostState state, Address supervisor, Version version) {
    Optional<String> name = majority(state, supervisor).map(Deployment::name);
    Optional<Attendance> known = name.map(state.attendances()::get);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = state.with(name.get(), known.get().owing(supervisor, version));
    return Optional.of(new Step<>(settle(next, name.get(), effects), effects));
  }

  /** Nobody runs bodies any more whom that roll does not name. */
  Step<HostState> cleared(HostState state, EdnMap news) {
    String name = Fields.textAt(news, Protocol.NAME);
    Stamp epoch = Stamp.fromValue(Fields.at(news, Protocol.EPOCH));
    Attendance known = state.attendances().get(name);
    if (known == null || !known.epoch().equals(epoch)) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = state.with(name, known.clearedUpTo(Fields.longAt(news, Protocol.NUMBER)));
    return new Step<>(settle(next, name, effects), effects);
  }

  /** The live members are others. */
  HostState members(HostState state, List<Effect> effects) {
    HostState next = state;
    for (String name : state.attendances().keySet()) {
      next = settle(next, name, effects);
    }
    return next;
  }

  /** It is time to ask again. */
  Step<HostState> remind(HostState state, EdnMap when, HostHomes homes) {
    String name = Fields.textAt(when, Protocol.SYSTEM);
    Stamp epoch = Stamp.fromValue(Fields.at(when, Protocol.EPOCH));
    Attendance known = state.attendances().get(name);
    Optional<Deployment> system = majority(state, name);
    if (known == null || !known.epoch().equals(epoch) || system.isEmpty()) {
      return Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    Statement home = Statement.of(state, system.get(), 0);
    SortedSet<NodeId> missing = missing(state, known.agreeing(state.members(), home));
    missing.forEach(node -> effects.add(homes.call(state, system.get(), node)));
    HostState next = state.with(name, known.late(missing).reminding(false));
    return new Step<>(settle(next, name, effects), effects);
  }

  private SortedSet<NodeId> missing(HostState state, SortedSet<NodeId> agreeing) {
    TreeSet<NodeId> missing = new TreeSet<>(state.members().keySet());
    missing.remove(self);
    missing.removeAll(agreeing);
    return missing;
  }

  private HostState settle(HostState state, String name, List<Effect> effects) {
    Attendance known = state.attendances().get(name);
    Optional<Deployment> system = majority(state, name);
    if (known == null || system.isEmpty()) {
      return state;
    }
    Statement home = Statement.of(state, system.get(), 0);
    SortedSet<NodeId> agreeing = known.agreeing(state.members(), home);
    Attendance next = known.with(staying(state, known, agreeing));
    if (next.isClear() && agreeing.containsAll(next.roll().keySet())) {
      next.owed().forEach((supervisor, version) -> confirm(state, supervisor, version, effects));
      TreeMap<NodeId, Long> roll = new TreeMap<>(next.roll());
      state
          .members()
          .forEach(
              (node, life) -> {
                if (agreeing.contains(node)) {
                  roll.put(node, life.incarnation());
                }
              });
      roll.remove(self);
      next = next.owingNothing().with(roll);
    }
    if (next.number() != known.number()) {
      admit(name, next, effects);
    }
    boolean isDone = missing(state, agreeing).isEmpty() && next.owed().isEmpty();
    if (!isDone && !next.isReminding()) {
      effects.add(
          new Effect.After(
              REMIND_MS,
              Protocol.ATTEND,
              EdnMap.of(Protocol.SYSTEM, new Text(name), Protocol.EPOCH, next.epoch().toValue())));
      next = next.reminding(true);
    }
    return state.with(name, next);
  }

  private static SortedMap<NodeId, Long> staying(
      HostState state, Attendance known, SortedSet<NodeId> agreeing) {
    TreeMap<NodeId, Long> roll = new TreeMap<>(known.roll());
    roll.entrySet()
        .removeIf(
            each ->
                !Attendance.isLive(state.members(), each.getKey(), each.getValue())
                    || known.late().getOrDefault(each.getKey(), 0) > MAX_REMINDERS
                        && !agreeing.contains(each.getKey()));
    return roll;
  }

  private void confirm(HostState state, Address supervisor, Version version, List<Effect> effects) {
    boolean isStillInForce =
        Optional.ofNullable(state.tables().get(supervisor))
            .filter(table -> table.version().equals(version))
            .isPresent();
    if (isStillInForce) {
      effects.add(LoopReports.held(self, state, supervisor, version));
    }
  }

  private void admit(String name, Attendance now, List<Effect> effects) {
    EdnMap news =
        EdnMap.of(
            Protocol.NAME, new Text(name),
            Protocol.EPOCH, now.epoch().toValue(),
            Protocol.NUMBER, Int.of(now.number()),
            Protocol.MEMBERS, MemberList.toValue(now.roll()));
    effects.add(Effect.send(Protocol.homes(self), Protocol.ADMITTED, news));
  }
}
