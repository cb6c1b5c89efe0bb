package jellybean.net;

import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.cluster.Link;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.wire.Framing;
import org.tinylog.Logger;

/**
 * Envelopes on their way from any thread to the event loop thread: bounded, in order per thread,
 * and taken in batches so that a burst is written at once.
 */
final class Outbox {
  /** Bytes that may wait for the event loop thread: one of the largest messages, and others. */
  static final int MAX_BYTES = Framing.MAX_MESSAGE_BYTES + (1 << 20);

  /** Envelopes taken before other work of the thread has its turn. */
  static final int BATCH = 256;

  private record Entry(NodeId to, byte[] envelope) {
    int bytes() {
      return envelope.length + Link.PARCEL_OVERHEAD_BYTES;
    }
  }

  private final Executor loop;
  private final Peers peers;
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger bytes = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;

  Outbox(Executor loop, Peers peers) {
    this.loop = loop;
    this.peers = peers;
  }

  /**
   * Any thread.
   *
   * @return why it was not taken, if it was not: {@code :overflow}, {@code :closed}
   */
  Optional<Keyword> put(NodeId to, byte[] envelope) {
    Entry entry = new Entry(to, envelope);
    if (bytes.addAndGet(entry.bytes()) > MAX_BYTES) {
      bytes.addAndGet(-entry.bytes());
      return Optional.of(Reasons.OVERFLOW);
    }
    entries.add(entry);
    // Whoever closes looks at the entries after it has closed, so one of the two sees the other.
    // What is not there any more was taken by it, and is handed back.
    if (closed && entries.remove(entry)) {
      return Optional.of(Reasons.CLOSED);
    }
    schedule();
    return Optional.empty();
  }

  /** Any thread. */
  int waitingBytes() {
    return bytes.get();
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException e) {
        Logger.debug("the event loop has ended; closing has taken what was waiting: {}", e);
      }
    }
  }

  /** Event loop thread. */
  private void drain() {
    // First: what is put from now on schedules anew.
    scheduled.set(false);
    hand(BATCH);
    if (!entries.isEmpty()) {
      schedule();
    }
  }

  /** Takes nothing from now on and hands over everything that waits. Event loop thread. */
  void close() {
    closed = true;
    while (!entries.isEmpty()) {
      hand(BATCH);
    }
  }

  private void hand(int most) {
    peers.beginOffers();
    Set<NodeId> touched = new HashSet<>();
    for (int taken = 0; taken < most; taken++) {
      Entry entry = entries.poll();
      if (entry == null) {
        break;
      }
      bytes.addAndGet(-entry.bytes());
      peers.offer(entry.to(), entry.envelope());
      touched.add(entry.to());
    }
    peers.endOffers(touched);
  }
}
