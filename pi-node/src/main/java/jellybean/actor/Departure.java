package jellybean.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;

/**
 * What the old node of an actor that moved still has to send after it, in order: the actor, what
 * waited for it, what came late, and the fences. A state machine: it says what to send now.
 *
 * <p>The new node confirms each part, so that never more is under way than a link keeps.
 */
final class Departure {
  /** Parts that are not confirmed; a mailbox at its largest bound is fewer. */
  static final int MAX_PARTS = 131_072;

  /** What the new node can take at once. */
  static final int WINDOW_PARTS = 64;

  static final int WINDOW_BYTES = 64 * 1_024;

  static final Keyword MOVE = Keyword.of("move");
  static final Keyword NUMBER = Keyword.of("number");

  final NodeId to;
  final long move;
  private final Map<NodeId, Long> awaited;
  private final Deque<EdnMap> waiting = new ArrayDeque<>();
  private final Deque<Integer> inFlight = new ArrayDeque<>();
  private long inFlightBytes;
  private long lastSent;
  private long lastConfirmed;

  /** Whether the actor itself is still to be read from the disk; it goes first. */
  private boolean isBeingRead;

  /** Whether the actor has come back and ended here. */
  private boolean isOver;

  /** Whether the actor does not go after all; what comes late still goes after the order to go. */
  private boolean isRevoked;

  /** Whether the actor never came here, and goes back. */
  boolean isBack;

  /** Of a durable actor: what was open for it when it left, which no disk knows. */
  EdnMap open = EdnMap.EMPTY;

  /**
   * @param fences nodes from which something may come until their fence has come
   */
  Departure(NodeId to, long move, Map<NodeId, Long> fences) {
    this.to = to;
    this.move = move;
    this.awaited = new TreeMap<>(fences);
  }

  /** Nothing goes before {@link #begin}. */
  Departure readFirst() {
    isBeingRead = true;
    return this;
  }

  /** The actor itself goes, before all that was added so far. */
  void begin(List<EdnMap> actor) {
    isBeingRead = false;
    actor.reversed().forEach(waiting::addFirst);
  }

  /** The actor does not go: if it has not been sent yet it never is. */
  void revoke() {
    isRevoked = true;
    isBeingRead = false;
  }

  boolean isRevoked() {
    return isRevoked;
  }

  /** All that a node sent here before the actor left has come. */
  void passed(NodeId node) {
    awaited.remove(node);
  }

  /** A life of a node is over; if it is the one that is meant, nothing of it comes any more. */
  void died(NodeId node, Predicate<Long> isOver) {
    awaited.computeIfPresent(node, (_, life) -> isOver.test(life) ? null : life);
  }

  /** Whether what comes from a node may have been sent before the actor left. */
  boolean awaits(NodeId node) {
    return awaited.containsKey(node);
  }

  /** False if there is no room for one more. */
  boolean add(EdnMap part) {
    if (waiting.size() + inFlight.size() >= MAX_PARTS) {
      return false;
    }
    waiting.addLast(part);
    return true;
  }

  /** What may go now, numbered. */
  List<EdnMap> toSend() {
    List<EdnMap> now = new ArrayList<>();
    while (!isBeingRead && !waiting.isEmpty() && hasRoomFor(waiting.getFirst().weightBytes())) {
      EdnMap part = waiting.removeFirst();
      int bytes = part.weightBytes();
      inFlight.addLast(bytes);
      inFlightBytes += bytes;
      lastSent++;
      now.add(part.with(MOVE, Int.of(move)).with(NUMBER, Int.of(lastSent)));
    }
    return now;
  }

  private boolean hasRoomFor(int bytes) {
    return inFlight.isEmpty()
        || (inFlight.size() < WINDOW_PARTS && inFlightBytes + bytes <= WINDOW_BYTES);
  }

  /** The new node has got all up to a number. */
  void confirmed(long upTo) {
    while (lastConfirmed < upTo && !inFlight.isEmpty()) {
      inFlightBytes -= inFlight.removeFirst();
      lastConfirmed++;
    }
  }

  /** The actor that left came back, and ended here: nothing goes after it any more. */
  void end() {
    isOver = true;
  }

  boolean isOver() {
    return isOver;
  }

  boolean isIdle() {
    return !isBeingRead && waiting.isEmpty() && inFlight.isEmpty();
  }

  /** What was never sent. */
  List<EdnMap> unsent() {
    return List.copyOf(waiting);
  }
}
