package jellybean.actor;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all mailboxes of a node share. Any thread. */
final class BytePool {
  /** Loops take and give back in pieces, so that few messages touch what the loops share. */
  private static final long LARGEST_PIECE = 64 << 10;

  private static final int PIECES = 64;

  private final AtomicLong free;
  private final long pieceBytes;

  BytePool(long bytes) {
    this.free = new AtomicLong(bytes);
    this.pieceBytes = Math.min(LARGEST_PIECE, bytes / PIECES + 1);
  }

  /** What is left, but for the little that loops hold ready; negative if overdrawn. */
  long freeBytes() {
    return free.get();
  }

  private boolean take(long bytes) {
    long left;
    do {
      left = free.get();
      if (left < bytes) {
        return false;
      }
    } while (!free.compareAndSet(left, left - bytes));
    return true;
  }

  /** One loop's part of the pool; owned by that loop. */
  final class Share {
    private long spare;

    /** False if the pool is used up. */
    boolean take(int bytes) {
      if (spare < bytes && !refill(bytes)) {
        return false;
      }
      spare -= bytes;
      return true;
    }

    /** For what must not be refused: the pool may be overdrawn, and recovers as mailboxes empty. */
    void takeAnyway(int bytes) {
      if (!take(bytes)) {
        free.addAndGet(-(long) bytes);
      }
    }

    private boolean refill(int bytes) {
      long missing = bytes - spare;
      long wanted = Math.max(missing, pieceBytes);
      if (BytePool.this.take(wanted)) {
        spare += wanted;
        return true;
      }
      if (BytePool.this.take(missing)) {
        spare += missing;
        return true;
      }
      return false;
    }

    void give(int bytes) {
      spare += bytes;
      if (spare > 2 * pieceBytes) {
        free.addAndGet(spare - pieceBytes);
        spare = pieceBytes;
      }
    }
  }
}
