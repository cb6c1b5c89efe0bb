package jellybean.system;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What the host of a node knows.
 *
 * @param members incarnations of the live members
 * @param systems what is deployed, by name
 * @param tables in force here, by supervisor
 * @param waiting tables of documents that have not arrived yet, by supervisor
 * @param instances of all templates, with their buses, by address
 * @param bodies the actors of systems that were started here
 * @param expected those whose mailboxes are open, but that were not started yet
 */
record HostState(
    SortedMap<NodeId, Long> members,
    SortedMap<String, Deployed> systems,
    SortedMap<Address, Table> tables,
    SortedMap<Address, Table> waiting,
    SortedMap<Address, Live> instances,
    SortedSet<Address> bodies,
    SortedSet<Address> expected) {

  static final HostState EMPTY =
      new HostState(
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeSet<>(),
          new TreeSet<>());

  /** An instance of a template and what it compiles to. */
  record Live(Instance instance, Bus bus) {}

  /** A deployment and what it compiles to. */
  record Deployed(Deployment deployment, Bus root) {}

  HostState {
    members = Collections.unmodifiableSortedMap(members);
    systems = Collections.unmodifiableSortedMap(systems);
    tables = Collections.unmodifiableSortedMap(tables);
    waiting = Collections.unmodifiableSortedMap(waiting);
    instances = Collections.unmodifiableSortedMap(instances);
    bodies = Collections.unmodifiableSortedSet(bodies);
    expected = Collections.unmodifiableSortedSet(expected);
  }

  HostState withMembers(SortedMap<NodeId, Long> now) {
    return new HostState(now, systems, tables, waiting, instances, bodies, expected);
  }

  HostState with(Deployed deployed) {
    TreeMap<String, Deployed> all = new TreeMap<>(systems);
    all.put(deployed.deployment().name(), deployed);
    return new HostState(members, all, tables, waiting, instances, bodies, expected);
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
        outside(root, expected));
  }

  HostState with(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(tables);
    all.put(table.supervisor(), table);
    TreeMap<Address, Table> rest = new TreeMap<>(waiting);
    rest.remove(table.supervisor());
    return new HostState(members, systems, all, rest, instances, bodies, expected);
  }

  HostState withWaiting(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(waiting);
    all.put(table.supervisor(), table);
    return new HostState(members, systems, tables, all, instances, bodies, expected);
  }

  HostState withInstance(Address address, Live live) {
    TreeMap<Address, Live> all = new TreeMap<>(instances);
    all.put(address, live);
    return new HostState(members, systems, tables, waiting, all, bodies, expected);
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
    return new HostState(members, systems, tables, waiting, instances, started, open);
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

  /** The system whose tree holds {@code address}. */
  Optional<Deployed> systemOf(Address address) {
    return address.isRoot()
        ? Optional.empty()
        : Optional.ofNullable(systems.get(address.segments().getFirst()));
  }

  EdnMap toValue() {
    EdnMap versions = EdnMap.EMPTY;
    for (Deployed deployed : systems.values()) {
      Deployment d = deployed.deployment();
      versions =
          versions.with(
              new Text(d.name()),
              EdnMap.of(
                  Protocol.VERSION,
                  d.version().toValue(),
                  Protocol.HOME,
                  new Text(d.home().value())));
    }
    return EdnMap.of(
        Keyword.of("members"), MemberList.toValue(members),
        Keyword.of("systems"), versions,
        Keyword.of("bodies"),
            EdnVector.of(bodies.stream().map(b -> (Value) new Text(b.path())).toList()));
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
