package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Fences between the tables that are in force and the hand-over of keys: a pure policy.
 *
 * <p>All loops of all nodes send by the new table, but what they sent before may still be under
 * way. So each node sends a fence to whoever hands over; when it has handled all of them, nothing
 * comes for what it hands over any more, and what comes to the new place waits there for the keys.
 */
final class KeyFences {
  /** Who hands over does so then, whether all fences have come or not. */
  static final long WITHIN_MS = 10_000;

  private KeyFences() {}

  /** A fence that has to come: of a node to a replica, as one address below that of the replica. */
  static SortedSet<Address> awaited(List<Address> replicas, SortedMap<NodeId, Life> members) {
    SortedSet<Address> awaited = new TreeSet<>();
    for (Address replica : replicas) {
      members.keySet().forEach(node -> awaited.add(fence(replica, node)));
    }
    return awaited;
  }

  static Address fence(Address replica, NodeId node) {
    return replica.child(node.value());
  }

  static EdnMap order(Address supervisor, List<Address> replicas) {
    List<Value> actors = replicas.stream().<Value>map(a -> new Text(a.path())).toList();
    return Turn.actor(supervisor).with(Protocol.ACTORS, EdnVector.of(actors));
  }

  /** What the host of a node does with that. */
  static Effect[] effects(NodeId self, EdnMap order) {
    EdnMap fence = EdnMap.of(Protocol.NODE, new Text(self.value()));
    return Fields.addressesAt(order, Protocol.ACTORS).stream()
        .map(replica -> Effect.send(replica, Protocol.FENCED, fence))
        .toArray(Effect[]::new);
  }

  /** What a replica does with a fence: it has handled all that came before it. */
  static Optional<Effect> passedOn(Delivery fence) {
    Address self = fence.info().self();
    EdnMap data = Fields.mapOf(fence.data(), "fence");
    return self.parent()
        .flatMap(Address::parent)
        .filter(_ -> fence.info().from().path().startsWith("/sys/"))
        .map(
            supervisor ->
                Effect.send(
                    supervisor, Protocol.FENCED, data.with(Protocol.ACTOR, new Text(self.path()))));
  }
}
