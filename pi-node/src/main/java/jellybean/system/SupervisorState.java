package jellybean.system;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What a supervisor knows.
 *
 * @param members incarnation of each live member
 * @param version of the table that is, or is being put, in force
 * @param unheld members that have not yet confirmed that table
 * @param children phase of each body
 * @param restartsMs times of the restarts within the intensity window
 * @param announced whether the first complete start was reported
 */
record SupervisorState(
    SortedMap<NodeId, Long> members,
    Version version,
    SortedMap<Address, NodeId> places,
    SortedSet<NodeId> unheld,
    Map<Address, Phase> children,
    List<Long> restartsMs,
    boolean announced) {

  /** The life of one body. */
  enum Phase {
    PLANNED,
    STARTING,
    RUNNING,
    STOPPED;

    Keyword keyword() {
      return Keyword.of(name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  SupervisorState {
    members = new TreeMap<>(members);
    places = new TreeMap<>(places);
    unheld = new TreeSet<>(unheld);
    children = new TreeMap<>(children);
    restartsMs = List.copyOf(restartsMs);
  }

  SupervisorState withMembers(SortedMap<NodeId, Long> now) {
    return new SupervisorState(now, version, places, unheld, children, restartsMs, announced);
  }

  SupervisorState withTable(Version newVersion, SortedMap<Address, NodeId> newPlaces) {
    return new SupervisorState(
        members,
        newVersion,
        newPlaces,
        new TreeSet<>(members.keySet()),
        children,
        restartsMs,
        announced);
  }

  SupervisorState heldBy(NodeId node) {
    TreeSet<NodeId> left = new TreeSet<>(unheld);
    left.remove(node);
    return new SupervisorState(members, version, places, left, children, restartsMs, announced);
  }

  SupervisorState with(Address body, Phase phase) {
    TreeMap<Address, Phase> phases = new TreeMap<>(children);
    phases.put(body, phase);
    return new SupervisorState(members, version, places, unheld, phases, restartsMs, announced);
  }

  SupervisorState withRestarts(List<Long> timesMs) {
    return new SupervisorState(members, version, places, unheld, children, timesMs, announced);
  }

  SupervisorState announce() {
    return new SupervisorState(members, version, places, unheld, children, restartsMs, true);
  }

  Phase phase(Address body) {
    return children.getOrDefault(body, Phase.STOPPED);
  }

  EdnMap toValue() {
    EdnMap bodies = EdnMap.EMPTY;
    for (var child : children.entrySet()) {
      Value node = new Text(places.getOrDefault(child.getKey(), NONE).value());
      bodies =
          bodies.with(
              new Text(child.getKey().path()), EdnVector.of(child.getValue().keyword(), node));
    }
    return EdnMap.of(
        Protocol.VERSION,
        version.toValue(),
        Keyword.of("children"),
        bodies,
        Keyword.of("restarts"),
        Int.of(restartsMs.size()),
        Keyword.of("waiting-for"),
        names(unheld));
  }

  private static final NodeId NONE = new NodeId("none");

  private static Value names(SortedSet<NodeId> nodes) {
    return EdnVector.of(nodes.stream().map(n -> (Value) new Text(n.value())).toList());
  }
}
