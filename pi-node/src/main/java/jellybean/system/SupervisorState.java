package jellybean.system;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param members the live ones
 * @param version of the table that is, or is being put, in force
 * @param unheld members that have not yet confirmed that table, and for whom starts wait
 * @param late the others that have not: they are told again and again, but nobody waits for them
 * @param children phase of each body
 * @param instances those of each template, in the order in which they were started
 * @param gone instances that ended, see {@link Ended}
 * @param nextIds the smallest number that no instance of a template ever had
 * @param restartsMs times of the restarts within the intensity window
 * @param stopping what is being ended
 * @param orders to stop that were ever given
 * @param announced whether the first complete start was reported
 * @param reminded whether it will look soon what was not confirmed
 * @param replication of children whose number of replicas follows the load
 * @param ordered by operators
 * @param relocation of an actor from one member to another
 */
record SupervisorState(
    SortedMap<NodeId, Life> members,
    Version version,
    SortedMap<Address, NodeId> places,
    SortedSet<NodeId> unheld,
    SortedSet<NodeId> late,
    SortedMap<Address, Phase> children,
    SortedMap<String, List<Instance>> instances,
    SortedMap<String, Long> nextIds,
    List<Address> gone,
    List<Long> restartsMs,
    Optional<Stopping> stopping,
    long orders,
    boolean announced,
    boolean reminded,
    Replication replication,
    Ordered ordered,
    Relocation relocation) {

  /** The life of one body. */
  enum Phase {
    /** Will be started in its turn. */
    PLANNED,
    /** The same, but it may be there after all: its board was out of reach. */
    LOST,
    STARTING,
    RUNNING,
    /** Crashed; stands still until it is started again. */
    CRASHED,
    /** Gone; waits for its next start. */
    WAITING,
    /** Durable, and its board is away: nobody else may start it. */
    ABSENT,
    /** No member may have it: none has the tag that it wants. */
    UNPLACED,
    /** Was told to end. */
    STOPPING,
    STOPPED;

    Keyword keyword() {
      return Keyword.of(name().toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether nothing of it is anywhere. */
    boolean isAway() {
      return this == STOPPED || this == ABSENT || this == WAITING || this == UNPLACED;
    }

    /** Whether it will be started in its turn. */
    boolean isPlanned() {
      return this == PLANNED || this == LOST;
    }

    /** Whether there is something to be ended. */
    boolean isAlive() {
      return this == STARTING || this == RUNNING || this == CRASHED || this == STOPPING;
    }
  }

  /**
   * Bodies that are being ended, one at a time.
   *
   * @param left those still to be ended, from the one that is
   * @param awaited nodes that have not yet confirmed the end of the first
   * @param kills whether they were told to end it at once
   * @param again what is started when all have ended
   * @param delayMs before that
   * @param finish if the supervisor itself ends then
   */
  record Stopping(
      List<Address> left,
      SortedSet<NodeId> awaited,
      boolean kills,
      Set<Address> again,
      long delayMs,
      Optional<Finish> finish) {
    Stopping {
      left = List.copyOf(left);
      awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
      again = Collections.unmodifiableSortedSet(new TreeSet<>(again));
    }
  }

  /**
   * How a supervisor ends.
   *
   * @param keepFor whom it tells that it has ended and keeps its mailbox for; else it just stops
   */
  record Finish(Value reason, boolean keep, Optional<Address> keepFor) {}

  SupervisorState {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    unheld = Collections.unmodifiableSortedSet(new TreeSet<>(unheld));
    late = Collections.unmodifiableSortedSet(new TreeSet<>(late));
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
    instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    nextIds = Collections.unmodifiableSortedMap(new TreeMap<>(nextIds));
    gone = List.copyOf(gone);
    restartsMs = List.copyOf(restartsMs);
  }

  EdnMap toValue() {
    EdnMap bodies = EdnMap.EMPTY;
    for (var child : children.entrySet()) {
      Value node = new Text(places.getOrDefault(child.getKey(), NONE).value());
      bodies =
          bodies.with(
              new Text(child.getKey().path()), EdnVector.of(child.getValue().keyword(), node));
    }
    EdnMap shown =
        EdnMap.of(
            Protocol.VERSION,
            version.toValue(),
            Keyword.of("children"),
            bodies,
            Keyword.of("restarts"),
            Int.of(restartsMs.size()),
            Keyword.of("waiting-for"),
            names(unconfirmed()));
    return relocation.underway().isEmpty() ? shown : shown.with(MOVING, relocation.toValue());
  }

  private SortedSet<NodeId> unconfirmed() {
    SortedSet<NodeId> all = new TreeSet<>(unheld);
    all.addAll(late);
    return all;
  }

  private static final Keyword MOVING = Keyword.of("moving");

  private static final NodeId NONE = new NodeId("none");

  private static Value names(SortedSet<NodeId> nodes) {
    return EdnVector.of(nodes.stream().map(n -> (Value) new Text(n.value())).toList());
  }
}
