package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.port.Journal.Kept;

/**
 * An actor that is to come here, or has come, and whose senders may not all have passed their
 * fences. A state machine that says which messages have to wait.
 *
 * <pre>
 *   what nodes send directly waits    until the actor is here
 *                                 and until the fences of all nodes have come by the old node,
 *                                     each behind all that its node sent there before
 * </pre>
 *
 * <p>The fence of its own node is not enough: who says something may have moved, too, and what it
 * said before then comes behind the fence of another node.
 */
final class Arrival {
  /** What waits for fences, of all senders. */
  static final int MAX_HELD = 4_096;

  final long move;
  final NodeId from;
  final Way way;

  /** As what it comes, and what it became since, the latest last. */
  private final List<Version> versions = new ArrayList<>();

  /**
   * As what it will run; another version of its document may come before it does. Of a durable
   * actor, which comes as it is kept, it may be known only when its supervisor starts it.
   */
  Optional<ActorSpec> spec;

  /** States of so many versions have no way to what it will be: it begins anew. */
  private int forgotten;

  /**
   * @param migrate makes of a state of the version before one of this
   */
  private record Version(ActorSpec spec, UnaryOperator<Object> migrate) {}

  /** Whether it is known whose fences have to come; until then everybody's have to. */
  private boolean isTold;

  /** Nodes whose fences have to come, each with the life that is meant. */
  private final Map<NodeId, Long> awaited = new TreeMap<>();

  /** Nodes whose fences have come. */
  private final Set<NodeId> passed = new TreeSet<>();

  /** Nodes whose fences did not come in time: what waited for them has been let in. */
  private final Set<NodeId> overtaken = new TreeSet<>();

  /** In the order in which it came. */
  private final List<Envelope> held = new ArrayList<>();

  /** Other threads read it. */
  private volatile boolean isHere;

  private final Pieces pieces = new Pieces();

  /** Of a durable one: whether it is known what this node kept of it before. */
  boolean isLookedFor;

  /** Of a durable one: who hears that this node can keep it, as soon as that is known. */
  Optional<Address> asker = Optional.empty();

  /** Of a durable one: why it shall not come here any more, unless it is there by then. */
  Optional<String> turnedAway = Optional.empty();

  /** Other threads read it. */
  private volatile boolean isRefused;

  /** What came by its old node for a durable one that is not on disk here yet, in order. */
  private final List<Envelope> behind = new ArrayList<>();

  /** Of a durable one: whether it came in an earlier life of this node. */
  boolean cameBefore;

  /** Of a durable one: whether this node keeps something of it, be it of before. */
  boolean isAnyOwn;

  /** Of a durable one: whether no table will say to its old node that it has come. */
  boolean isInNoTable;

  /** Of a durable one: whether it is on its way to the disk. */
  boolean isStoring;

  /** Of a durable one: what has come and is on disk. */
  Optional<Stored> stored = Optional.empty();

  /**
   * @param image all that came
   * @param kept what of it is on disk
   */
  record Stored(EdnMap image, Kept kept) {}

  /** Its supervisor wants it to run, with or without what it had. */
  boolean isWanted;

  /** Nothing will come from the old node any more. */
  boolean isLost;

  /** Whether somebody looks after a while at what is held. */
  boolean isWatched;

  Arrival(Optional<ActorSpec> spec, NodeId from, long move, Way way) {
    this.way = way;
    spec.ifPresent(first -> versions.add(new Version(first, UnaryOperator.identity())));
    this.spec = spec;
    this.from = from;
    this.move = move;
  }

  /**
   * The table is in force that lets the actor live here: these nodes sent to its old place before.
   */
  List<Envelope> told(Map<NodeId, Long> nodes) {
    isTold = true;
    awaited.putAll(nodes);
    awaited.keySet().removeAll(passed);
    return freed();
  }

  /** It will have another behaviour. */
  void become(ActorSpec other, UnaryOperator<Object> migrate) {
    versions.add(new Version(other, migrate));
    spec = Optional.of(other);
  }

  void forget() {
    forgotten = versions.size();
  }

  /**
   * The state with which it begins, if it does not begin anew. Its old node may have known of
   * another version before it left, and have made one of that of it already.
   */
  Optional<Object> state(EdnMap image) {
    int as = Math.max(0, lastOf(MovedActor.meaning(image)));
    if (as < forgotten || versions.isEmpty()) {
      return Optional.empty();
    }
    Optional<Object> state = MovedActor.state(versions.get(as).spec(), image);
    for (Version next : versions.subList(as + 1, versions.size())) {
      state = state.map(next.migrate());
    }
    return state;
  }

  private int lastOf(String meaning) {
    int last = versions.size() - 1;
    while (last >= 0 && !versions.get(last).spec().behaviour().meaning().equals(meaning)) {
      last--;
    }
    return last;
  }

  boolean isStored() {
    return stored.isPresent();
  }

  boolean isTold() {
    return isTold;
  }

  boolean isHere() {
    return isHere;
  }

  /** Whether a message that came directly has to wait. */
  boolean mustWait() {
    return !isHere || !isTold || !awaited.isEmpty();
  }

  /** False if there is no room. */
  boolean hold(Envelope envelope) {
    return waiting() < MAX_HELD && held.add(envelope);
  }

  boolean holdsOf(Address sayer) {
    return held.stream().anyMatch(envelope -> envelope.from().equals(sayer));
  }

  /** What waits for the actor and is not in its mailbox yet. */
  int waiting() {
    return held.size() + behind.size();
  }

  boolean isAnyHeld() {
    return !held.isEmpty();
  }

  /** It does not come; what waits goes on as if it had, but not to it. */
  List<Envelope> refuse() {
    isRefused = true;
    return came();
  }

  boolean isRefused() {
    return isRefused;
  }

  /** Waits until the actor is on disk here, or is known not to come. False if there is no room. */
  boolean putBehind(Envelope envelope) {
    return waiting() < MAX_HELD && behind.add(envelope);
  }

  /** What came by its old node, and then directly, as far as it need not wait any more. */
  List<Envelope> takeBehind() {
    List<Envelope> all = List.copyOf(behind);
    behind.clear();
    return all;
  }

  /** The actor is here; what need not wait for a fence goes on. */
  List<Envelope> came() {
    isHere = true;
    return freed();
  }

  private List<Envelope> freed() {
    return mustWait() ? List.of() : takeHeld();
  }

  private List<Envelope> takeHeld() {
    List<Envelope> all = List.copyOf(held);
    held.clear();
    return all;
  }

  /** All that a node sent to the old place has come. */
  List<Envelope> passed(NodeId node) {
    passed.add(node);
    awaited.remove(node);
    overtaken.remove(node);
    return freed();
  }

  /**
   * A life of a node is over: its fence does not come. Of a node that has begun anew the next one's
   * may be awaited.
   */
  List<Envelope> died(NodeId node, Predicate<Long> isOver) {
    Long life = awaited.get(node);
    return life == null || isOver.test(life) ? passed(node) : freed();
  }

  /** No fence comes any more: the old node is gone, or it has been too long. */
  List<Envelope> allPassed() {
    isTold = true;
    awaited.clear();
    overtaken.clear();
    return freed();
  }

  /**
   * Some fences do not come; until they do, what comes from their nodes by the old node is older
   * than what is let in now.
   */
  List<Envelope> expired() {
    isTold = true;
    overtaken.addAll(awaited.keySet());
    passed.addAll(awaited.keySet());
    awaited.clear();
    return freed();
  }

  /** Whether something that its sender said later, perhaps, has been let in before it. */
  boolean isOvertaken(Envelope relayed) {
    return relayed.kind() == Envelope.Kind.MESSAGE
        && !Signals.isSignal(relayed.name())
        && overtaken.contains(relayed.id().node());
  }

  /** It never came: what was sent to it. */
  List<Envelope> abandoned() {
    List<Envelope> all = new ArrayList<>(takeBehind());
    all.addAll(takeHeld());
    return all;
  }

  /**
   * Takes a piece of what the actor has; all of it with the last one.
   *
   * @throws StepException it cannot be put together
   */
  Optional<EdnMap> piece(EdnMap part) {
    return pieces.add(part);
  }

  /**
   * Of a durable one that is to go on before it runs here: whether that may be. Either all of it is
   * on disk here, or it goes back, and its old node has it.
   */
  boolean mayGoOn(NodeId to) {
    boolean isOnDisk = isStored() || cameBefore;
    return !isHere && isLookedFor && !isStoring && (isOnDisk || from.equals(to));
  }

  /** Whether nothing has to wait any more, and nothing comes too late. */
  boolean isOver() {
    return isHere && isTold && awaited.isEmpty() && overtaken.isEmpty() && held.isEmpty();
  }
}
