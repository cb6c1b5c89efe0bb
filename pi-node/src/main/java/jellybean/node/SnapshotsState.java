package jellybean.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Step;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Pictures that are being taken or given.
 *
 * @param next number of a snapshot
 * @param earlyMarkers of snapshots that have not begun here, by ticket
 */
record SnapshotsState(
    long next, SortedMap<Long, Snapshot> open, Map<String, Set<NodeId>> earlyMarkers) {
  /** Tickets whose markers may come before the question does; more are dead letters. */
  static final int MAX_EARLY = 8;

  /** How long the question may take after that. */
  static final long KEEP_EARLY_MS = 15_000;

  /** What is said when it took longer. */
  static final Keyword FORGET = Keyword.of("forget-markers");

  private static final Keyword OVERFLOW = Keyword.of("overflow");

  static final SnapshotsState EMPTY = new SnapshotsState(0, new TreeMap<>(), Map.of());

  SnapshotsState {
    open = Collections.unmodifiableSortedMap(open);
    earlyMarkers = Collections.unmodifiableMap(earlyMarkers);
  }

  Optional<Snapshot> find(long number) {
    return Optional.ofNullable(open.get(number));
  }

  Optional<Snapshot> find(String ticket) {
    return open.values().stream().filter(s -> s.ticket().equals(ticket)).findFirst();
  }

  boolean isHeld(Address root) {
    return open.values().stream().anyMatch(s -> s.isHeld() && s.root().equals(root));
  }

  Set<NodeId> early(String ticket) {
    return earlyMarkers.getOrDefault(ticket, Set.of());
  }

  SnapshotsState with(Snapshot snapshot) {
    TreeMap<Long, Snapshot> all = new TreeMap<>(open);
    all.put(snapshot.number(), snapshot);
    Map<String, Set<NodeId>> early = new LinkedHashMap<>(earlyMarkers);
    early.remove(snapshot.ticket());
    return new SnapshotsState(Math.max(next, snapshot.number() + 1), all, early);
  }

  SnapshotsState without(Snapshot snapshot) {
    TreeMap<Long, Snapshot> rest = new TreeMap<>(open);
    rest.remove(snapshot.number());
    return new SnapshotsState(next, rest, earlyMarkers);
  }

  /** A marker came before the question did. */
  Step<SnapshotsState> marked(String ticket, NodeId from) {
    boolean isFirst = !earlyMarkers.containsKey(ticket);
    if (isFirst && earlyMarkers.size() >= MAX_EARLY) {
      return Step.of(
          this,
          new Effect.Refuse(
              OVERFLOW,
              Errors.error(
                  ("the marker of %s for the snapshot %s came before its question: expected at"
                          + " most %d such snapshots, found more")
                      .formatted(from, ticket, MAX_EARLY))));
    }
    Map<String, Set<NodeId>> all = new LinkedHashMap<>(earlyMarkers);
    Set<NodeId> nodes = new TreeSet<>(early(ticket));
    nodes.add(from);
    all.put(ticket, Collections.unmodifiableSet(nodes));
    SnapshotsState next = new SnapshotsState(this.next, open, all);
    return isFirst
        ? Step.of(next, new Effect.After(KEEP_EARLY_MS, FORGET, Text.of(ticket)))
        : Step.of(next);
  }

  /** The question did not come in time. */
  SnapshotsState withoutEarly(Value ticket) {
    Map<String, Set<NodeId>> rest = new LinkedHashMap<>(earlyMarkers);
    rest.keySet().removeIf(early -> Text.of(early).equals(ticket));
    return new SnapshotsState(next, open, rest);
  }
}
