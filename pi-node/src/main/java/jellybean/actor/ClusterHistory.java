package jellybean.actor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.message.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * What the actors of one cluster handled on one loop: a ring of messages, each with the state that
 * its receiver had before.
 *
 * <p>A state counts with what the state that followed it does not hold, too; the last one of a life
 * is let go when that life ends, and counts in full from then on.
 */
final class ClusterHistory {
  private static final int SMALLEST = 16;
  private static final int SLOT_BYTES = 24;

  final Address cluster;
  private final int bound;

  // One entry is spread over these rings, because one is added at each message.
  private @Nullable Envelope[] envelopes = new Envelope[0];
  private @Nullable Behaviour<Object>[] behaviours = rings(0);
  private @Nullable Object[] before = new Object[0];

  /** Bytes of an entry; negative if its state is not what the receiver's last message left. */
  private int[] weights = new int[0];

  private int first;
  private int size;
  private long bytes;

  /** Entries ever added; the last one of an actor is found by its number. */
  private long added;

  private boolean isDropped;

  ClusterHistory(Address cluster, int bound) {
    this.cluster = cluster;
    this.bound = bound;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // There are no generic arrays.
  private static @Nullable Behaviour<Object>[] rings(int length) {
    return new Behaviour[length];
  }

  boolean isEmpty() {
    return size == 0;
  }

  long bytes() {
    return bytes;
  }

  /** Whether nobody can ask for this history any more. */
  boolean isDropped() {
    return isDropped;
  }

  void drop() {
    isDropped = true;
  }

  /**
   * Adds an entry, dropping the oldest if the ring is full. Returns by how much its bytes grew.
   *
   * @param envelopeBytes weight of the envelope
   * @param next the receiver's state after the message
   */
  long add(LocalActor receiver, Envelope envelope, int envelopeBytes, Object state, Object next) {
    long dropped = size == bound ? dropOldest() : 0;
    if (size == weights.length) {
      grow();
    }
    Behaviour<Object> behaviour = receiver.behaviour();
    long weight = (long) SLOT_BYTES + envelopeBytes + kept(behaviour, state, next);
    int counted = (int) Math.min(Integer.MAX_VALUE, weight);
    int slot = slot(size);
    envelopes[slot] = envelope;
    behaviours[slot] = behaviour;
    before[slot] = state;
    weights[slot] = receiver.stateIsNew ? -counted : counted;
    size++;
    bytes += counted;
    receiver.stateIsNew = false;
    receiver.lastRecord = added++;
    return counted - dropped;
  }

  private static int kept(Behaviour<Object> behaviour, Object state, Object next) {
    try {
      return state == next ? 0 : behaviour.weightBeyond(state, next);
    } catch (Throwable e) {
      Errors.survived(e);
      return Behaviour.UNKNOWN_WEIGHT_BYTES;
    }
  }

  /** A life ended with this state. Returns by how much the bytes grew. */
  long letGo(LocalActor receiver, Object last) {
    long place = receiver.lastRecord - (added - size);
    if (receiver.stateIsNew || place < 0) {
      return 0;
    }
    int slot = slot((int) place);
    int old = weights[slot];
    int more = Math.min(full(receiver.behaviour(), last), Integer.MAX_VALUE - Math.abs(old));
    weights[slot] = old < 0 ? old - more : old + more;
    bytes += more;
    return more;
  }

  private static int full(Behaviour<Object> behaviour, Object state) {
    try {
      return behaviour.weightBytes(state);
    } catch (Throwable e) {
      Errors.survived(e);
      return Behaviour.UNKNOWN_WEIGHT_BYTES;
    }
  }

  /** Only while nothing was dropped yet, or the ring would have had room. */
  private void grow() {
    int length = Math.max(SMALLEST, weights.length * 2);
    @Nullable Behaviour<Object>[] larger = rings(length);
    @Nullable Envelope[] largerEnvelopes = new Envelope[length];
    @Nullable Object[] largerBefore = new Object[length];
    int[] largerWeights = new int[length];
    for (int i = 0; i < size; i++) {
      int slot = slot(i);
      larger[i] = behaviours[slot];
      largerEnvelopes[i] = envelopes[slot];
      largerBefore[i] = before[slot];
      largerWeights[i] = weights[slot];
    }
    behaviours = larger;
    envelopes = largerEnvelopes;
    before = largerBefore;
    weights = largerWeights;
    first = 0;
  }

  private int slot(int i) {
    return (first + i) & (weights.length - 1);
  }

  /** Returns the bytes that this freed; 0 if there was nothing. */
  long dropOldest() {
    if (size == 0) {
      return 0;
    }
    int freed = Math.abs(weights[first]);
    envelopes[first] = null;
    behaviours[first] = null;
    before[first] = null;
    first = (first + 1) & (weights.length - 1);
    size--;
    bytes -= freed;
    return freed;
  }

  /**
   * The entries, oldest first. {@code :before} stands where a replay cannot know the state: at the
   * oldest entry of each actor and at the first one of each life.
   */
  List<EdnMap> show() {
    List<EdnMap> shown = new ArrayList<>(size);
    Set<Address> seen = new HashSet<>();
    for (int i = 0; i < size; i++) {
      shown.add(show(slot(i), seen));
    }
    return shown;
  }

  /**
   * What one actor handled, oldest first, each with the state {@code :before} it; {@code :fresh}
   * where that state is the first one of a life.
   */
  List<EdnMap> show(Address actor) {
    List<EdnMap> shown = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int slot = slot(i);
      Envelope envelope = envelopes[slot];
      if (envelope != null && envelope.to().equals(actor)) {
        EdnMap row = show(slot, new HashSet<>());
        shown.add(weights[slot] < 0 ? row.with(Shown.FRESH, Bool.TRUE) : row);
      }
    }
    return shown;
  }

  /** The entries of the actors at and below {@code path}, see {@link LoopView#historyFrom}. */
  List<EdnMap> showFrom(Address path, long number) {
    long from = number > added ? 0 : number;
    long oldest = added - size;
    List<EdnMap> shown = new ArrayList<>();
    if (from < oldest) {
      shown.add(numbered(EdnMap.of(Shown.LOST, Int.of(oldest - from)), oldest - 1));
    }
    boolean endsWithMark = false;
    boolean hasAny = path.contains(cluster);
    for (long n = Math.max(from, oldest); n < added; n++) {
      Envelope envelope = envelopes[slot((int) (n - oldest))];
      endsWithMark = envelope == null || !path.contains(envelope.to());
      if (envelope != null && !endsWithMark) {
        hasAny = true;
        shown.add(numbered(Shown.handled(envelope), n));
      }
    }
    if (endsWithMark) {
      shown.add(numbered(EdnMap.EMPTY, added - 1));
    }
    // Where none of these actors lives, nothing of them was lost.
    return hasAny ? shown : shown.stream().filter(row -> !row.containsKey(Shown.LOST)).toList();
  }

  private EdnMap numbered(EdnMap row, long number) {
    return row.with(Shown.CLUSTER, Shown.text(cluster)).with(Shown.NUMBER, Int.of(number));
  }

  private EdnMap show(int slot, Set<Address> seen) {
    Envelope envelope = envelopes[slot];
    Behaviour<Object> behaviour = behaviours[slot];
    Object state = before[slot];
    if (envelope == null || behaviour == null || state == null) {
      throw new IllegalStateException("history of " + cluster + " has a hole");
    }
    EdnMap map = Shown.handled(envelope);
    boolean withState = seen.add(envelope.to()) || weights[slot] < 0;
    return withState ? map.with(Shown.BEFORE, LocalActor.show(behaviour, state)) : map;
  }
}
