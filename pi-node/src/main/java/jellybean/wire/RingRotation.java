package jellybean.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jellybean.message.NodeId;

/**
 * One change of the fleet's keys, driven by one member: a new key is installed everywhere, then
 * used everywhere, then the old ones are removed everywhere; each round begins when every live
 * member holds what the one before published, and a little later, when what was sealed before has
 * arrived. So nobody ever seals with a key that somebody lacks.
 *
 * <p>A ring of more than one key is what an unfinished rotation left: it is published once more and
 * its unused keys removed, before a new one is installed.
 *
 * <p>A state machine: it is told who lives, who holds what, and the time; it says what to publish.
 */
public final class RingRotation {
  /** How long every member must hold a ring before the next one follows. */
  public static final long SETTLE_MS = 1_000;

  /** How long a round may take until every member holds its ring. */
  public static final long ROUND_MS = 20_000;

  /** What to do now. */
  public sealed interface Verdict {
    /** Nothing yet: the round goes on. */
    record Waiting() implements Verdict {}

    /** The next round begins with this ring. */
    record Publish(SharedRing ring) implements Verdict {}

    /** Every member has removed the old keys. */
    record Done() implements Verdict {}

    /** Somebody else published a newer ring: this rotation must not go on. */
    record Superseded(RingVersion by) implements Verdict {}

    /** These members live, but do not come to hold the ring. */
    record Stuck(Set<NodeId> members) implements Verdict {}
  }

  private final NodeId self;
  private final Deque<UnaryOperator<KeyRing>> rounds = new ArrayDeque<>();
  private final Map<NodeId, RingVersion> held = new HashMap<>();
  private SharedRing published;
  private long publishedMs;
  private OptionalLong completeMs = OptionalLong.empty();

  /**
   * @param now what this member holds
   * @param fresh the new key
   */
  public RingRotation(NodeId self, SharedRing now, RingKey fresh, long nowMs) {
    this.self = self;
    this.published = now;
    this.publishedMs = nowMs;
    if (now.ring().keys().size() > 1) {
      rounds.add(ring -> ring);
      rounds.add(RingRotation::onlySealing);
    }
    rounds.add(ring -> ring.install(fresh));
    rounds.add(ring -> ring.use(fresh));
    rounds.add(RingRotation::onlySealing);
  }

  private static KeyRing onlySealing(KeyRing ring) {
    return KeyRing.of(ring.sealing());
  }

  /** A member says what it holds. */
  public void holds(NodeId member, RingVersion version) {
    held.put(member, version);
  }

  /**
   * Looks what follows.
   *
   * @param live the members that live now, with or without this one
   */
  public Verdict next(Set<NodeId> live, long nowMs) {
    held.keySet().retainAll(live);
    for (RingVersion version : held.values()) {
      if (version.isNewerThan(published.version())) {
        return new Verdict.Superseded(version);
      }
    }
    Set<NodeId> missing = missing(live);
    if (!missing.isEmpty()) {
      completeMs = OptionalLong.empty();
      return nowMs - publishedMs > ROUND_MS ? new Verdict.Stuck(missing) : new Verdict.Waiting();
    }
    completeMs = OptionalLong.of(completeMs.orElse(nowMs));
    return nowMs - completeMs.getAsLong() < SETTLE_MS ? new Verdict.Waiting() : advance(nowMs);
  }

  private Set<NodeId> missing(Set<NodeId> live) {
    Set<NodeId> missing = new TreeSet<>(live);
    missing.remove(self);
    missing.removeIf(member -> published.version().equals(held.get(member)));
    return missing;
  }

  private Verdict advance(long nowMs) {
    UnaryOperator<KeyRing> round = rounds.poll();
    if (round == null) {
      return new Verdict.Done();
    }
    published = published.changed(self, round.apply(published.ring()));
    publishedMs = nowMs;
    completeMs = OptionalLong.empty();
    return new Verdict.Publish(published);
  }
}
