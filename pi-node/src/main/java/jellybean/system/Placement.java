package jellybean.system;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;

/**
 * Where the bodies of a supervisor's children go: a pure policy.
 *
 * <p>What lives stays where it is. A body that may go anywhere goes to the member with the fewest
 * bodies of this supervisor; among equals, where rendezvous hashing ranks it first, so that two
 * computations over the same members agree.
 */
final class Placement {
  private Placement() {}

  /**
   * Completes {@code known} so that every body has a place.
   *
   * @param home where the supervisor lives; must be one of {@code members}
   * @param known places to keep; those on nodes that are no members are ignored
   */
  static SortedMap<Address, NodeId> place(
      Iterable<Body> bodies,
      NodeId home,
      SortedSet<NodeId> members,
      SortedMap<Address, NodeId> known) {
    SortedMap<Address, NodeId> places = new TreeMap<>();
    for (Body body : bodies) {
      NodeId before = known.getOrDefault(body.address(), home);
      if (known.containsKey(body.address()) && members.contains(before)) {
        places.put(body.address(), before);
      }
    }
    for (Body body : bodies) {
      if (!places.containsKey(body.address())) {
        places.put(body.address(), choose(body, home, members, places));
      }
    }
    return places;
  }

  private static NodeId choose(
      Body body, NodeId home, SortedSet<NodeId> members, SortedMap<Address, NodeId> places) {
    return switch (body.def().policy().place()) {
      case Place.Here _ -> home;
      case Place.On(NodeId member) -> members.contains(member) ? member : home;
      case Place.Spread _ -> leastLoaded(body, members, places);
    };
  }

  private static NodeId leastLoaded(
      Body body, SortedSet<NodeId> members, SortedMap<Address, NodeId> places) {
    long key = Rendezvous.hash(body.address().path());
    return members.stream()
        .min(
            Comparator.<NodeId>comparingLong(m -> load(m, places))
                .thenComparing(
                    Comparator.<NodeId>comparingLong(m -> Rendezvous.weight(key, m.value()))
                        .reversed()))
        .orElseThrow();
  }

  private static long load(NodeId member, SortedMap<Address, NodeId> places) {
    return places.values().stream().filter(member::equals).count();
  }
}
