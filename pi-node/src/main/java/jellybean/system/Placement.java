package jellybean.system;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;
import org.jspecify.annotations.Nullable;

/**
 * Where the bodies of a supervisor's children go: a pure policy.
 *
 * <p>What lives stays where it is, and what is durable stays where its state is, also while that
 * board is away. A body that may go anywhere goes where most headroom is, each body of this
 * supervisor being taken to need a core where it lives: so equal boards get equally many, and one
 * with more cores gets more. What is less than {@value #STEP_PERMILLE} thousandths of a core makes
 * no difference; then, and where nothing is known, it is the member with the fewest bodies of this
 * supervisor; among equals, where rendezvous hashing ranks it first, so that two computations over
 * the same members agree. A body that wants a tag has this choice among the members with that tag.
 */
final class Placement {
  private static final long CORE_PERMILLE = 1_000;

  /** Smaller differences come and go. */
  static final long STEP_PERMILLE = 125;

  private Placement() {}

  /**
   * Completes {@code known} so that every body has a place, but those whose tag no member has.
   *
   * @param home where the supervisor lives; must be one of {@code members}
   * @param known places to keep; those of volatile bodies on nodes that are no members are ignored,
   *     and those on members that lack the tag which the body wants
   * @param runs whether a body runs, so that its place stays as long as its member is there
   * @param spare of the members that have told, in thousandths of a core; of the others as little
   *     is expected as of any of those
   */
  static SortedMap<Address, NodeId> place(
      Iterable<Body> bodies,
      NodeId home,
      SortedMap<NodeId, Life> members,
      SortedMap<Address, NodeId> known,
      Predicate<Address> runs,
      SortedMap<NodeId, Long> spare) {
    SortedMap<Address, NodeId> places = new TreeMap<>();
    for (Body body : bodies) {
      Optional<NodeId> before = Optional.ofNullable(known.get(body.address()));
      boolean isRunning = runs.test(body.address());
      before
          .filter(node -> body.isDurable() || mayStay(body, members.get(node), isRunning))
          .ifPresent(node -> places.put(body.address(), node));
    }
    SortedMap<NodeId, Long> counts = counts(places);
    SortedMap<NodeId, Long> expected = expected(members.keySet(), spare);
    for (Body body : bodies) {
      if (!places.containsKey(body.address())) {
        Set<NodeId> roomiest = roomiest(able(body, members), counts, expected);
        choose(body, home, members, roomiest, counts)
            .ifPresent(
                node -> {
                  places.put(body.address(), node);
                  counts.merge(node, 1L, Long::sum);
                });
      }
    }
    return places;
  }

  private static SortedMap<NodeId, Long> counts(SortedMap<Address, NodeId> places) {
    SortedMap<NodeId, Long> counts = new TreeMap<>();
    places.values().forEach(node -> counts.merge(node, 1L, Long::sum));
    return counts;
  }

  /** A member that has just come has not told yet, and is no better and no worse than others. */
  private static SortedMap<NodeId, Long> expected(
      Set<NodeId> members, SortedMap<NodeId, Long> spare) {
    long least = spare.values().stream().filter(s -> s >= 0).min(Long::compare).orElse(0L);
    SortedMap<NodeId, Long> expected = new TreeMap<>();
    members.forEach(node -> expected.put(node, spare.getOrDefault(node, least)));
    return expected;
  }

  private static boolean mayStay(Body body, @Nullable Life life, boolean isRunning) {
    return life != null && (isRunning || tagOf(body).filter(tag -> !life.has(tag)).isEmpty());
  }

  /** Whether some member may have it. */
  static boolean isPossible(Body body, SortedMap<NodeId, Life> members) {
    return tagOf(body)
        .filter(tag -> members.values().stream().noneMatch(life -> life.has(tag)))
        .isEmpty();
  }

  /** The tag of the members that may have it, if not all may. */
  static Optional<Keyword> tagOf(Body body) {
    return body.def().policy().place() instanceof Place.Tagged(Keyword tag)
        ? Optional.of(tag)
        : Optional.empty();
  }

  /**
   * Adds the place of a replica that joins: if it may live anywhere, where most headroom is. Only
   * its siblings are taken to need a core, since it joins because they have too much to do.
   *
   * @param spare of the members that have told, in thousandths of a core
   */
  static SortedMap<Address, NodeId> placeOne(
      Body body,
      NodeId home,
      SortedMap<NodeId, Life> members,
      SortedMap<Address, NodeId> known,
      SortedMap<NodeId, Long> spare) {
    SortedMap<Address, NodeId> places = new TreeMap<>(known);
    Set<NodeId> roomiest = roomiest(able(body, members), siblings(body, known), spare);
    choose(body, home, members, roomiest, counts(known))
        .ifPresent(node -> places.put(body.address(), node));
    return places;
  }

  private static Set<NodeId> able(Body body, SortedMap<NodeId, Life> members) {
    Optional<Keyword> tag = tagOf(body);
    Set<NodeId> able = new TreeSet<>();
    members.forEach(
        (node, life) -> {
          if (tag.filter(t -> !life.has(t)).isEmpty()) {
            able.add(node);
          }
        });
    return able;
  }

  private static SortedMap<NodeId, Long> siblings(Body body, SortedMap<Address, NodeId> places) {
    SortedMap<Address, NodeId> siblings = new TreeMap<>(places);
    siblings.keySet().removeIf(other -> !other.parent().equals(body.address().parent()));
    return counts(siblings);
  }

  /**
   * @param needy bodies that need a core each, by member
   */
  private static Set<NodeId> roomiest(
      Set<NodeId> members, SortedMap<NodeId, Long> needy, SortedMap<NodeId, Long> spare) {
    SortedMap<NodeId, Long> room = new TreeMap<>();
    for (NodeId member : members) {
      long left = spare.getOrDefault(member, 0L) - needy.getOrDefault(member, 0L) * CORE_PERMILLE;
      room.put(member, spare.isEmpty() ? 0 : Math.floorDiv(left, STEP_PERMILLE));
    }
    room.values().stream()
        .max(Long::compare)
        .ifPresent(most -> room.values().removeIf(left -> left < most));
    return new TreeSet<>(room.keySet());
  }

  private static Optional<NodeId> choose(
      Body body,
      NodeId home,
      SortedMap<NodeId, Life> members,
      Set<NodeId> candidates,
      SortedMap<NodeId, Long> counts) {
    return switch (body.def().policy().place()) {
      case Place.Here _ -> Optional.of(home);
      case Place.On(NodeId member) -> Optional.of(members.containsKey(member) ? member : home);
      case Place.Spread _, Place.Tagged _ -> leastLoaded(body, candidates, counts);
    };
  }

  private static Optional<NodeId> leastLoaded(
      Body body, Set<NodeId> members, SortedMap<NodeId, Long> counts) {
    long key = Rendezvous.hash(body.address().path());
    return members.stream()
        .min(
            Comparator.<NodeId>comparingLong(m -> counts.getOrDefault(m, 0L))
                .thenComparing(
                    Comparator.<NodeId>comparingLong(m -> Rendezvous.weight(key, m.value()))
                        .reversed()));
  }
}
