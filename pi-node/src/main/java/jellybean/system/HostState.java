package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What the host of a node knows.
 *
 * @param members the live ones
 * @param systems what is deployed, by name
 * @param tables in force here, by supervisor
 * @param waiting tables of documents that have not arrived yet, by supervisor
 * @param instances of all templates, with their buses, by address
 * @param bodies the actors of systems that were started here
 * @param expected those whose mailboxes are open, but that were not started yet
 * @param rolls of systems whose home this node has taken and that wait for answers, by name
 * @param attendances of systems that are at home here and run only in the majority, by name
 */
record HostState(
    SortedMap<NodeId, Life> members,
    SortedMap<String, Deployed> systems,
    SortedMap<Address, Table> tables,
    SortedMap<Address, Table> waiting,
    SortedMap<Address, Live> instances,
    SortedSet<Address> bodies,
    SortedSet<Address> expected,
    SortedMap<String, Roll> rolls,
    SortedMap<String, Attendance> attendances) {

  static final HostState EMPTY =
      new HostState(
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeSet<>(),
          new TreeSet<>(),
          new TreeMap<>(),
          new TreeMap<>());

  /** An instance of a template and what it compiles to. */
  record Live(Instance instance, Bus bus) {}

  /** A deployment and what it compiles to. */
  record Deployed(Deployment deployment, Bus root) {}

  /**
   * A new home asks what there is of a system.
   *
   * @param awaited members that have not answered yet
   */
  record Roll(Stamp epoch, SortedSet<NodeId> awaited) {
    Roll {
      awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
    }

    Roll retaining(Predicate<NodeId> stays) {
      SortedSet<NodeId> left = new TreeSet<>(awaited);
      left.removeIf(stays.negate());
      return new Roll(epoch, left);
    }
  }

  HostState {
    rolls = Collections.unmodifiableSortedMap(rolls);
    attendances = Collections.unmodifiableSortedMap(attendances);
    members = Collections.unmodifiableSortedMap(members);
    systems = Collections.unmodifiableSortedMap(systems);
    tables = Collections.unmodifiableSortedMap(tables);
    waiting = Collections.unmodifiableSortedMap(waiting);
    instances = Collections.unmodifiableSortedMap(instances);
    bodies = Collections.unmodifiableSortedSet(bodies);
    expected = Collections.unmodifiableSortedSet(expected);
  }

  HostState withMembers(SortedMap<NodeId, Life> now) {
    return new HostState(
        now, systems, tables, waiting, instances, bodies, expected, rolls, attendances);
  }

  HostState with(Deployed deployed) {
    TreeMap<String, Deployed> all = new TreeMap<>(systems);
    all.put(deployed.deployment().name(), deployed);
    return new HostState(
        members, all, tables, waiting, instances, bodies, expected, rolls, attendances);
  }

  /** Forgets all of a system or an instance, because it is gone or another version is to run. */
  HostState without(Address root) {
    return new HostState(
        members,
        systems,
        outside(root, tables),
        outside(root, waiting),
        outside(root, instances),
        outside(root, bodies),
        outside(root, expected),
        rolls,
        attendances);
  }

  HostState with(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(tables);
    all.put(table.supervisor(), table);
    TreeMap<Address, Table> rest = new TreeMap<>(waiting);
    rest.remove(table.supervisor());
    return new HostState(
        members, systems, all, rest, instances, bodies, expected, rolls, attendances);
  }

  HostState withWaiting(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(waiting);
    all.put(table.supervisor(), table);
    return new HostState(
        members, systems, tables, all, instances, bodies, expected, rolls, attendances);
  }

  /** Without what waited for an epoch that has been passed over. */
  HostState withoutBranches(Deployment now) {
    TreeMap<Address, Table> rest = new TreeMap<>(waiting);
    Address root = Address.of(now.name());
    rest.values()
        .removeIf(
            table ->
                root.contains(table.supervisor())
                    && table.document().equals(now.version())
                    && table.version().epoch().compareTo(now.epoch()) < 0
                    && !now.tenure().continues(table.version().epoch()));
    return new HostState(
        members, systems, tables, rest, instances, bodies, expected, rolls, attendances);
  }

  HostState withInstance(Address address, Live live) {
    TreeMap<Address, Live> all = new TreeMap<>(instances);
    all.put(address, live);
    return new HostState(
        members, systems, tables, waiting, all, bodies, expected, rolls, attendances);
  }

  /** The system was taken away. */
  HostState withoutSystem(String name) {
    TreeMap<String, Deployed> all = new TreeMap<>(systems);
    all.remove(name);
    return new HostState(
            members, all, tables, waiting, instances, bodies, expected, without(name), attendances)
        .withoutAttendance(name)
        .without(Address.of(name));
  }

  HostState with(String system, Roll roll) {
    TreeMap<String, Roll> all = new TreeMap<>(rolls);
    all.put(system, roll);
    return withRolls(all);
  }

  HostState withoutRoll(String system) {
    return withRolls(without(system));
  }

  private SortedMap<String, Roll> without(String system) {
    TreeMap<String, Roll> all = new TreeMap<>(rolls);
    all.remove(system);
    return all;
  }

  private HostState withRolls(SortedMap<String, Roll> all) {
    return new HostState(
        members, systems, tables, waiting, instances, bodies, expected, all, attendances);
  }

  HostState with(String system, Attendance attendance) {
    TreeMap<String, Attendance> all = new TreeMap<>(attendances);
    all.put(system, attendance);
    return withAttendances(all);
  }

  HostState withoutAttendance(String system) {
    TreeMap<String, Attendance> all = new TreeMap<>(attendances);
    all.remove(system);
    return withAttendances(all);
  }

  private HostState withAttendances(SortedMap<String, Attendance> all) {
    return new HostState(
        members, systems, tables, waiting, instances, bodies, expected, rolls, all);
  }

  HostState withBody(Address body) {
    return with(plus(bodies, body), minus(expected, body));
  }

  HostState withoutBody(Address body) {
    return with(minus(bodies, body), minus(expected, body));
  }

  /** Its mailbox is open, and nobody lives there. */
  HostState withExpected(Address body) {
    return with(minus(bodies, body), plus(expected, body));
  }

  /** Everything that holds an address here. */
  SortedSet<Address> present() {
    TreeSet<Address> all = new TreeSet<>(bodies);
    all.addAll(expected);
    return all;
  }

  private HostState with(SortedSet<Address> started, SortedSet<Address> open) {
    return new HostState(
        members, systems, tables, waiting, instances, started, open, rolls, attendances);
  }

  private static SortedSet<Address> plus(SortedSet<Address> set, Address one) {
    TreeSet<Address> all = new TreeSet<>(set);
    all.add(one);
    return all;
  }

  private static SortedSet<Address> minus(SortedSet<Address> set, Address one) {
    TreeSet<Address> all = new TreeSet<>(set);
    all.remove(one);
    return all;
  }

  /** The bus of a supervisor. */
  Optional<Bus> busAt(Address address) {
    Optional<Bus> bus = systemOf(address).map(Deployed::root);
    while (bus.isPresent() && !bus.get().address().equals(address)) {
      bus = below(bus.get(), address.segments());
    }
    return bus;
  }

  /** The cluster or instance on the way to an address. */
  private Optional<Bus> below(Bus bus, List<String> path) {
    int depth = bus.address().segments().size();
    String name = path.get(depth);
    boolean isInstance = bus.template(name).isPresent() && path.size() > depth + 1;
    return isInstance
        ? Optional.ofNullable(instances.get(bus.address().child(name).child(path.get(depth + 1))))
            .map(Live::bus)
        : Optional.ofNullable(bus.clusters().get(name));
  }

  /** The supervisor that a body belongs to: the nearest enclosing address that is a bus. */
  Optional<Address> owner(Address body) {
    Optional<Address> up = body.parent();
    while (up.isPresent() && busAt(up.get()).isEmpty()) {
      up = up.get().parent();
    }
    return up;
  }

  /** What a supervisor's document says of the child whose body it is. */
  Optional<ChildDef> child(Address body, Address supervisor) {
    String name = body.segments().get(supervisor.segments().size());
    return busAt(supervisor).flatMap(bus -> bus.def().child(name));
  }

  /** The system whose tree holds {@code address}. */
  Optional<Deployed> systemOf(Address address) {
    return address.isRoot()
        ? Optional.empty()
        : Optional.ofNullable(systems.get(address.segments().getFirst()));
  }

  /**
   * What outlives the node: the tables of systems with durable actors, since they say where
   * everything lives; of those that run only in the majority, since all that know them may have to
   * wait until the last of them is gone; and all that say which instances there are, which nothing
   * else does.
   */
  Value stored() {
    List<Value> kept = new ArrayList<>();
    for (SortedMap<Address, Table> all : List.of(waiting, tables)) {
      for (Table table : all.values()) {
        boolean lasts =
            systemOf(table.supervisor())
                .map(s -> s.deployment().isMajority() || Lasting.isAny(s.root().def()))
                .orElse(waiting.containsKey(table.supervisor()));
        if (lasts || !table.instances().isEmpty()) {
          kept.add(table.toValue());
        }
      }
    }
    return EdnVector.of(kept);
  }

  /** The tables wait until their documents arrive. */
  static HostState restored(Value kept) {
    HostState state = EMPTY;
    if (kept instanceof Sequential all) {
      for (Value table : all) {
        state = state.withWaiting(Table.fromValue(table));
      }
    }
    return state;
  }

  EdnMap toValue() {
    EdnMap versions = EdnMap.EMPTY;
    for (Deployed deployed : systems.values()) {
      Deployment d = deployed.deployment();
      versions =
          versions.with(
              new Text(d.name()),
              EdnMap.of(
                  Protocol.VERSION, d.version().toValue(), Protocol.EPOCH, d.epoch().toValue()));
    }
    EdnMap shown =
        EdnMap.of(
            Keyword.of("members"), MemberList.ofLives(members),
            Keyword.of("systems"), versions,
            Keyword.of("bodies"),
                EdnVector.of(bodies.stream().map(b -> (Value) new Text(b.path())).toList()));
    EdnMap admitted = EdnMap.EMPTY;
    for (var system : attendances.entrySet()) {
      admitted = admitted.with(new Text(system.getKey()), system.getValue().toValue());
    }
    return attendances.isEmpty() ? shown : shown.with(Keyword.of("admitted"), admitted);
  }

  private static <T> SortedMap<Address, T> outside(Address root, SortedMap<Address, T> all) {
    TreeMap<Address, T> rest = new TreeMap<>(all);
    rest.keySet().removeIf(root::contains);
    return rest;
  }

  private static SortedSet<Address> outside(Address root, SortedSet<Address> all) {
    TreeSet<Address> rest = new TreeSet<>(all);
    rest.removeIf(root::contains);
    return rest;
  }
}
