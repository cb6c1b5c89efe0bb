package jellybean.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jellybean.message.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one actor, in the order of their arrival. Owned by the actor's loop;
 * its bounds are kept by {@link Loop}.
 */
final class Mailbox {
  private static final int SMALLEST = 8;

  /** An emptied ring larger than this is given back. */
  private static final int KEPT_WHEN_EMPTY = 64;

  private static final @Nullable Envelope[] NO_RING = {};
  private static final int[] NO_WEIGHTS = {};

  private @Nullable Envelope[] ring = NO_RING;

  /** What each message in the ring weighs. */
  private int[] weights = NO_WEIGHTS;

  private int first;
  private int size;
  private List<Envelope> aside = List.of();

  /** Messages waiting. Other threads may read it as an approximation. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Envelope envelope, int bytes) {
    if (size == ring.length) {
      grow();
    }
    int slot = (first + size) & (ring.length - 1);
    ring[slot] = envelope;
    weights[slot] = bytes;
    size++;
  }

  /** Messages that were put aside; they are not among the {@link #size} that wait. */
  int aside() {
    return aside.size();
  }

  void putAside(Envelope envelope) {
    if (aside.isEmpty()) {
      aside = new ArrayList<>();
    }
    aside.add(envelope);
  }

  /** Those that were put aside are the oldest again, in their order. */
  void takeUp() {
    for (Envelope envelope : aside.reversed()) {
      addFirst(envelope);
    }
    aside = List.of();
  }

  private void addFirst(Envelope envelope) {
    if (size == ring.length) {
      grow();
    }
    first = (first - 1) & (ring.length - 1);
    ring[first] = envelope;
    weights[first] = envelope.weightBytes();
    size++;
  }

  /** All messages, those that were put aside first. */
  List<Envelope> waiting() {
    List<Envelope> all = new ArrayList<>(aside);
    for (int i = 0; i < size; i++) {
      Envelope envelope = ring[(first + i) & (ring.length - 1)];
      if (envelope != null) {
        all.add(envelope);
      }
    }
    return all;
  }

  /** The oldest message; only if not empty. */
  Envelope take() {
    Envelope envelope = ring[first];
    if (envelope == null) {
      throw new IllegalStateException("take from an empty mailbox");
    }
    ring[first] = null;
    first = (first + 1) & (ring.length - 1);
    size--;
    if (size == 0 && ring.length > KEPT_WHEN_EMPTY) {
      ring = new Envelope[SMALLEST];
      weights = new int[SMALLEST];
      first = 0;
    }
    return envelope;
  }

  /** Weight of the oldest message; only if not empty. */
  int firstBytes() {
    return weights[first];
  }

  private void grow() {
    @Nullable Envelope[] larger = Arrays.copyOf(ring, Math.max(SMALLEST, ring.length * 2));
    // What had wrapped around now continues behind the old end.
    System.arraycopy(ring, 0, larger, ring.length, first);
    Arrays.fill(larger, 0, first, null);
    int[] largerWeights = Arrays.copyOf(weights, larger.length);
    System.arraycopy(weights, 0, largerWeights, ring.length, first);
    ring = larger;
    weights = largerWeights;
  }
}
