package jellybean.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * What the actors of one cluster handled on one loop: a ring of messages, each with the state that
 * its receiver had before. States share structure with each other, yet each counts in full: a bound
 * that holds is worth more than a long history of large states.
 */
final class ClusterHistory {
  private static final int SMALLEST = 16;
  private static final int SLOT_BYTES = 24;

  final Address cluster;
  private final int bound;
  private @Nullable Entry[] ring = new Entry[0];
  private int first;
  private int size;
  private long bytes;
  private boolean isDropped;

  /**
   * @param behaviour of the receiver; knows how to show the state
   * @param before state of the receiver
   * @param isNew whether that state is not what the receiver's previous message left: the first
   *     message of a life
   */
  private record Entry(
      Address receiver,
      Behaviour<Object> behaviour,
      Envelope envelope,
      Object before,
      boolean isNew,
      int bytes) {}

  ClusterHistory(Address cluster, int bound) {
    this.cluster = cluster;
    this.bound = bound;
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

  /** Adds an entry, dropping the oldest if the ring is full. Returns by how much its bytes grew. */
  long add(LocalActor receiver, Envelope envelope, Object before) {
    long dropped = size == bound ? dropOldest() : 0;
    Behaviour<Object> behaviour = receiver.behaviour();
    long weight = (long) SLOT_BYTES + envelope.weightBytes() + weightBytes(behaviour, before);
    int counted = (int) Math.min(Integer.MAX_VALUE, weight);
    put(new Entry(receiver.address, behaviour, envelope, before, receiver.stateIsNew, counted));
    receiver.stateIsNew = false;
    bytes += counted;
    return counted - dropped;
  }

  private static int weightBytes(Behaviour<Object> behaviour, Object state) {
    try {
      return behaviour.weightBytes(state);
    } catch (RuntimeException | StackOverflowError _) {
      return Behaviour.UNKNOWN_WEIGHT_BYTES;
    }
  }

  private void put(Entry entry) {
    if (size == ring.length) {
      grow();
    }
    ring[(first + size) % ring.length] = entry;
    size++;
  }

  private void grow() {
    @Nullable Entry[] larger =
        Arrays.copyOf(ring, Math.min(bound, Math.max(SMALLEST, ring.length * 2)));
    for (int i = 0; i < size; i++) {
      larger[i] = ring[(first + i) % ring.length];
    }
    ring = larger;
    first = 0;
  }

  /** Returns the bytes that this freed; 0 if there was nothing. */
  long dropOldest() {
    if (size == 0) {
      return 0;
    }
    Entry oldest = entry(0);
    ring[first] = null;
    first = (first + 1) % ring.length;
    size--;
    bytes -= oldest.bytes();
    return oldest.bytes();
  }

  private Entry entry(int i) {
    Entry entry = ring[(first + i) % ring.length];
    if (entry == null) {
      throw new IllegalStateException("history of " + cluster + " has a hole");
    }
    return entry;
  }

  /**
   * The entries, oldest first. {@code :before} stands where a replay cannot know the state: at the
   * oldest entry of each actor and at the first one of each life.
   */
  List<EdnMap> show() {
    List<EdnMap> shown = new ArrayList<>(size);
    Set<Address> seen = new HashSet<>();
    for (int i = 0; i < size; i++) {
      Entry entry = entry(i);
      boolean withState = seen.add(entry.receiver()) || entry.isNew();
      EdnMap map = Shown.handled(entry.receiver(), entry.envelope());
      shown.add(
          withState
              ? map.with(Shown.BEFORE, LocalActor.show(entry.behaviour(), entry.before()))
              : map);
    }
    return shown;
  }
}
