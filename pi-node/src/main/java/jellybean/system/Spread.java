package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * Whom a node has yet to send which large documents: a pure policy. All its links share their
 * bytes, so such a document goes to a few members at a time: to the next ones when those confirm
 * it, or after {@link #PACE_MS}, since whoever does not confirm may be gone.
 *
 * @param waiting in the order in which they are wanted; each at most once, so there are no more
 *     than members times systems
 * @param owed members that have to hear, behind what waits for them, that this is all
 * @param underWayBytes sent and not confirmed since it was looked at last
 * @param isTicking whether it looks again soon
 */
record Spread(List<Item> waiting, SortedSet<NodeId> owed, long underWayBytes, boolean isTicking) {
  /** Two of the largest documents. */
  static final long MAX_UNDER_WAY_BYTES = 2 << 20;

  /** Of smaller ones as many as a fleet has members find room on the links all at once. */
  static final long LARGE_BYTES = 16 << 10;

  /** So long what is under way is waited for. */
  static final long PACE_MS = 2_000;

  static final Spread NOTHING = new Spread(List.of(), new TreeSet<>(), 0, false);

  /** A member, and the system whose document it lacks. */
  record Item(NodeId to, String system) {}

  /** What is to be done now, and what waits then. */
  record Going(Spread next, List<Effect> effects) {
    Going {
      effects = List.copyOf(effects);
    }
  }

  Spread {
    waiting = List.copyOf(waiting);
    owed = Collections.unmodifiableSortedSet(new TreeSet<>(owed));
  }

  static boolean isLarge(Deployment deployment) {
    return deployment.bytes() >= LARGE_BYTES;
  }

  /** That member lacks the document. */
  Spread with(NodeId to, String system) {
    Item item = new Item(to, system);
    if (waiting.contains(item)) {
      return this;
    }
    List<Item> more = new ArrayList<>(waiting);
    more.add(item);
    return new Spread(more, owed, underWayBytes, isTicking);
  }

  /** All members but this one do: the home first, so that it begins. */
  Spread withAll(Deployment document, Set<NodeId> members, NodeId self) {
    Set<NodeId> others = new LinkedHashSet<>(List.of(document.home()));
    others.addAll(members);
    others.remove(self);
    others.retainAll(members);
    Spread next = this;
    for (NodeId member : others) {
      next = next.with(member, document.name());
    }
    return next;
  }

  /** That member has it. */
  Spread without(NodeId to, String system) {
    return keeping(item -> !item.equals(new Item(to, system)), owed);
  }

  /** Whoever is no member any more gets nothing. */
  Spread retaining(Predicate<NodeId> isMember) {
    SortedSet<NodeId> stay = new TreeSet<>(owed);
    stay.removeIf(isMember.negate());
    return keeping(item -> isMember.test(item.to()), stay);
  }

  private Spread keeping(Predicate<Item> which, SortedSet<NodeId> stay) {
    List<Item> kept = waiting.stream().filter(which).toList();
    return new Spread(kept, stay, underWayBytes, isTicking);
  }

  /** That member is to hear when it has been sent all. */
  Spread owing(NodeId to) {
    SortedSet<NodeId> more = new TreeSet<>(owed);
    more.add(to);
    return new Spread(waiting, more, underWayBytes, isTicking);
  }

  /** One has arrived. */
  Spread confirmed(Deployment deployment) {
    long left = Math.max(0, underWayBytes - deployment.bytes());
    return new Spread(waiting, owed, left, isTicking);
  }

  /** What was under way is not waited for any longer. */
  Spread ticked() {
    return new Spread(waiting, owed, 0, false);
  }

  /** Sends what may be sent now. */
  Going go(SortedMap<String, Deployment> documents) {
    List<Effect> effects = new ArrayList<>();
    SortedMap<String, Value> printed = new TreeMap<>();
    List<Item> left = new ArrayList<>();
    long bytes = underWayBytes;
    for (Item item : waiting) {
      Deployment document = documents.get(item.system());
      if (document == null) {
        continue; // It was forgotten meanwhile.
      }
      if (bytes > 0 && bytes + document.bytes() > MAX_UNDER_WAY_BYTES) {
        left.add(item);
      } else {
        bytes += document.bytes();
        Value value = printed.computeIfAbsent(item.system(), _ -> document.toValue());
        effects.add(Effect.send(Protocol.documents(item.to()), Protocol.DEPLOYMENT, value));
      }
    }
    SortedSet<NodeId> stillOwed = stillOwed(left, effects);
    if (bytes > 0 && !isTicking) {
      effects.add(new Effect.After(PACE_MS, Protocol.SPREAD, Nil.NIL));
    }
    return new Going(new Spread(left, stillOwed, bytes, bytes > 0 || isTicking), effects);
  }

  private SortedSet<NodeId> stillOwed(List<Item> left, List<Effect> effects) {
    SortedSet<NodeId> lacking = new TreeSet<>();
    left.forEach(item -> lacking.add(item.to()));
    SortedSet<NodeId> stillOwed = new TreeSet<>(owed);
    stillOwed.retainAll(lacking);
    for (NodeId member : owed) {
      if (!lacking.contains(member)) {
        effects.add(Effect.send(Protocol.documents(member), Protocol.COMPARED, Nil.NIL));
      }
    }
    return stillOwed;
  }
}
