package jellybean.system;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.message.Address;

/**
 * What a supervisor knows of children whose number of replicas follows the load.
 *
 * <p>Its time is counted in its own questions, which timers bring: what came with a message is the
 * wall clock of whoever sent it, which may be set, and differs from board to board.
 *
 * @param replicas of each such child, by its name
 * @param memories what the policy remembers of each
 * @param loads what was heard of each replica since it was last asked
 * @param before what was heard last before that
 * @param askedMs when they were last asked, from the start of this supervisor
 * @param askedBeforeMs when they were asked before that; 0 if never
 * @param change what is being changed; one thing at a time
 */
record Replication(
    SortedMap<String, Replicas> replicas,
    SortedMap<String, Balancer.Memory> memories,
    SortedMap<Address, Load> loads,
    SortedMap<Address, Load> before,
    long askedMs,
    long askedBeforeMs,
    Optional<Change> change) {

  /** How far a change has come. */
  enum Stage {
    /** A new replica is being started. */
    STARTING,
    /** Whoever gets keys is told to wait for them. */
    PREPARING,
    /** The table that says who gets messages is on its way to all members. */
    ROUTING,
    /** Whoever loses keys, or leaves, gets what is under way to it. */
    FENCING,
    /** Whoever loses keys, or leaves, hands over what it has. */
    HANDING_OVER,
    /** The replica that leaves is being ended. */
    ENDING
  }

  /**
   * A replica that joins or leaves.
   *
   * @param number of that replica
   * @param awaited who has not yet confirmed the present stage
   */
  record Change(String child, int number, boolean joins, Stage stage, SortedSet<Address> awaited) {
    Change {
      awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
    }

    Change at(Stage next, Iterable<Address> waitsFor) {
      SortedSet<Address> all = new TreeSet<>();
      waitsFor.forEach(all::add);
      return new Change(child, number, joins, next, all);
    }

    Change without(Address confirmed) {
      SortedSet<Address> left = new TreeSet<>(awaited);
      left.remove(confirmed);
      return new Change(child, number, joins, stage, left);
    }
  }

  Replication {
    replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
    memories = Collections.unmodifiableSortedMap(new TreeMap<>(memories));
    loads = Collections.unmodifiableSortedMap(new TreeMap<>(loads));
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
  }

  /** Of a supervisor that begins: as many as its last table tells of, else as few as may be. */
  static Replication first(SupervisorDef def, Optional<Table> known) {
    TreeMap<String, Replicas> replicas = new TreeMap<>();
    for (ChildDef child : def.children()) {
      if (child instanceof ActorDef actor && actor.isBalanced()) {
        Optional<Replicas> before =
            known.flatMap(t -> Optional.ofNullable(t.replicas().get(actor.name())));
        replicas.put(
            actor.name(),
            before
                .map(r -> new Replicas(r.active(), new TreeSet<>()))
                .filter(r -> !r.active().isEmpty())
                .orElseGet(() -> Replicas.first(actor)));
      }
    }
    return new Replication(
        replicas, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, 0, Optional.empty());
  }

  /** Those of a child that has an entry. */
  Replicas of(String child) {
    return Optional.ofNullable(replicas.get(child)).orElseThrow();
  }

  Replication with(String child, Replicas now) {
    TreeMap<String, Replicas> all = new TreeMap<>(replicas);
    all.put(child, now);
    return new Replication(all, memories, loads, before, askedMs, askedBeforeMs, change);
  }

  Replication with(String child, Balancer.Memory memory) {
    TreeMap<String, Balancer.Memory> all = new TreeMap<>(memories);
    all.put(child, memory);
    return new Replication(replicas, all, loads, before, askedMs, askedBeforeMs, change);
  }

  Replication with(Address body, Load load) {
    TreeMap<Address, Load> all = new TreeMap<>(loads);
    all.put(body, load);
    return new Replication(replicas, memories, all, before, askedMs, askedBeforeMs, change);
  }

  Replication with(Optional<Change> next) {
    return new Replication(replicas, memories, loads, before, askedMs, askedBeforeMs, next);
  }

  /** From now on new answers are collected. */
  Replication asked() {
    TreeMap<Address, Load> known = new TreeMap<>(before);
    known.putAll(loads);
    return new Replication(
        replicas, memories, new TreeMap<>(), known, askedMs + Balancer.SAMPLE_MS, askedMs, change);
  }

  /** Whether all of these have answered what was asked last. */
  boolean hasHeard(Collection<Address> bodies) {
    return askedBeforeMs > 0 && loads.keySet().containsAll(bodies);
  }
}
