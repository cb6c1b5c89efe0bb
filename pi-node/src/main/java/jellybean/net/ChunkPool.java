package jellybean.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of messages that arrive in chunks and are not complete, of all connections. Any thread.
 */
final class ChunkPool {
  /** Of one node: two of the largest messages. */
  static final long MAX_BYTES = 4L << 20;

  private final AtomicLong bytes = new AtomicLong();

  /** False if there is no room. */
  boolean take(int more) {
    if (bytes.addAndGet(more) > MAX_BYTES) {
      bytes.addAndGet(-more);
      return false;
    }
    return true;
  }

  void give(int taken) {
    bytes.addAndGet(-taken);
  }
}
