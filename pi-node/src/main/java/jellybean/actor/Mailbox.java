package jellybean.actor;

import java.util.Arrays;
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

  private @Nullable Envelope[] ring = new Envelope[0];
  private int first;
  private int size;

  /** Messages waiting. Other threads may read it as an approximation. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Envelope envelope) {
    if (size == ring.length) {
      grow();
    }
    ring[(first + size) & (ring.length - 1)] = envelope;
    size++;
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
      first = 0;
    }
    return envelope;
  }

  private void grow() {
    @Nullable Envelope[] larger = Arrays.copyOf(ring, Math.max(SMALLEST, ring.length * 2));
    // What had wrapped around now continues behind the old end.
    System.arraycopy(ring, 0, larger, ring.length, first);
    Arrays.fill(larger, 0, first, null);
    ring = larger;
  }
}
