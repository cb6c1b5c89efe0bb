package jellybean.system;

import java.util.Collections;
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
 * @param bodies the actors of systems that were started here
 */
record HostState(
    SortedMap<NodeId, Long> members,
    SortedMap<String, Deployed> systems,
    SortedMap<Address, Table> tables,
    SortedMap<Address, Table> waiting,
    SortedSet<Address> bodies) {

  static final HostState EMPTY =
      new HostState(
          new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

  /** A deployment and what it compiles to. */
  record Deployed(Deployment deployment, Bus root) {}

  HostState {
    members = Collections.unmodifiableSortedMap(members);
    systems = Collections.unmodifiableSortedMap(systems);
    tables = Collections.unmodifiableSortedMap(tables);
    waiting = Collections.unmodifiableSortedMap(waiting);
    bodies = Collections.unmodifiableSortedSet(bodies);
  }

  HostState withMembers(SortedMap<NodeId, Long> now) {
    return new HostState(now, systems, tables, waiting, bodies);
  }

  HostState with(Deployed deployed) {
    TreeMap<String, Deployed> all = new TreeMap<>(systems);
    all.put(deployed.deployment().name(), deployed);
    return new HostState(members, all, tables, waiting, bodies);
  }

  /** Forgets tables and bodies of a system, because another version of it is to run. */
  HostState without(Address root) {
    return new HostState(
        members, systems, outside(root, tables), outside(root, waiting), outside(root, bodies));
  }

  HostState with(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(tables);
    all.put(table.supervisor(), table);
    TreeMap<Address, Table> rest = new TreeMap<>(waiting);
    rest.remove(table.supervisor());
    return new HostState(members, systems, all, rest, bodies);
  }

  HostState withWaiting(Table table) {
    TreeMap<Address, Table> all = new TreeMap<>(waiting);
    all.put(table.supervisor(), table);
    return new HostState(members, systems, tables, all, bodies);
  }

  HostState withBody(Address body) {
    TreeSet<Address> all = new TreeSet<>(bodies);
    all.add(body);
    return new HostState(members, systems, tables, waiting, all);
  }

  HostState withoutBody(Address body) {
    TreeSet<Address> all = new TreeSet<>(bodies);
    all.remove(body);
    return new HostState(members, systems, tables, waiting, all);
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

  private static SortedMap<Address, Table> outside(Address root, SortedMap<Address, Table> all) {
    TreeMap<Address, Table> rest = new TreeMap<>(all);
    rest.keySet().removeIf(root::contains);
    return rest;
  }

  private static SortedSet<Address> outside(Address root, SortedSet<Address> all) {
    TreeSet<Address> rest = new TreeSet<>(all);
    rest.removeIf(root::contains);
    return rest;
  }
}
