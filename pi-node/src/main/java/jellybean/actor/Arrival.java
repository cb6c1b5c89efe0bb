package jellybean.actor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jellybean.edn.EdnMap;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/**
 * An actor that is to come here, or has come, and whose senders may not all have passed their
 * fences. A state machine that says which messages have to wait.
 *
 * <pre>
 *   what a node sends directly waits    until the actor is here
 *                                   and until that node's fence has come by the old node,
 *                                       behind all that it sent there before
 * </pre>
 */
final class Arrival {
  /** What waits for fences, of all senders. */
  static final int MAX_HELD = 4_096;

  final long move;
  final NodeId from;

  /** As what it comes. */
  private final ActorSpec origin;

  /** As what it will run; another version of its document may come before it does. */
  ActorSpec spec;

  private UnaryOperator<Object> migration = UnaryOperator.identity();

  /** Whether it begins anew, as what it was has no way to what it will be. */
  private boolean forgets;

  private final Set<NodeId> awaited;
  private final Map<NodeId, List<Envelope>> held = new HashMap<>();
  private int heldCount;
  private boolean isHere;

  /** Its supervisor wants it to run, with or without what it had. */
  boolean isWanted;

  /** Nothing will come from the old node any more. */
  boolean isLost;

  /** Whether somebody looks after a while at what is held. */
  boolean isWatched;

  /**
   * @param nodes whose fences have to come
   */
  Arrival(ActorSpec spec, NodeId from, long move, Set<NodeId> nodes) {
    this.origin = spec;
    this.spec = spec;
    this.from = from;
    this.move = move;
    this.awaited = new TreeSet<>(nodes);
  }

  /** It will have another behaviour. */
  void become(ActorSpec other, UnaryOperator<Object> migrate) {
    UnaryOperator<Object> before = migration;
    migration = state -> migrate.apply(before.apply(state));
    spec = other;
  }

  void forget() {
    forgets = true;
  }

  /** The state with which it begins, if it does not begin anew. */
  Optional<Object> state(EdnMap image) {
    return forgets ? Optional.empty() : MovedActor.state(origin, image).map(migration);
  }

  boolean isHere() {
    return isHere;
  }

  /** Whether a message that came directly has to wait. */
  boolean mustWait(Envelope envelope) {
    return !isHere || awaited.contains(envelope.id().node());
  }

  /** False if there is no room. */
  boolean hold(Envelope envelope) {
    if (heldCount >= MAX_HELD) {
      return false;
    }
    heldCount++;
    held.computeIfAbsent(envelope.id().node(), _ -> new ArrayList<>()).add(envelope);
    return true;
  }

  boolean isAnyHeld() {
    return heldCount > 0;
  }

  /** The actor is here; what need not wait for a fence goes on. */
  List<Envelope> came() {
    isHere = true;
    List<Envelope> free = new ArrayList<>();
    for (NodeId node : new TreeSet<>(held.keySet())) {
      free.addAll(freed(node));
    }
    return free;
  }

  /** All that a node sent to the old place has come; what it sent since goes on. */
  List<Envelope> passed(NodeId node) {
    awaited.remove(node);
    return isHere ? freed(node) : List.of();
  }

  /** The old node is gone: no fence can come any more. */
  List<Envelope> allPassed() {
    awaited.clear();
    return isHere ? came() : List.of();
  }

  /** The fences of those who wait behind them do not come. */
  List<Envelope> expired() {
    awaited.removeAll(held.keySet());
    return isHere ? came() : List.of();
  }

  private List<Envelope> freed(NodeId node) {
    List<Envelope> own = awaited.contains(node) ? null : held.remove(node);
    if (own == null) {
      return List.of();
    }
    heldCount -= own.size();
    return own;
  }

  /** It never came: what was sent to it. */
  List<Envelope> abandoned() {
    List<Envelope> all = new ArrayList<>();
    held.values().forEach(all::addAll);
    held.clear();
    heldCount = 0;
    return all;
  }

  /** Whether nothing has to wait any more. */
  boolean isOver() {
    return isHere && awaited.isEmpty() && heldCount == 0;
  }
}
