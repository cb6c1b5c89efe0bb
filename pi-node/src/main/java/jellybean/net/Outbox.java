package jellybean.net;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.cluster.Link;
import jellybean.message.NodeId;

/**
 * Envelopes on their way from any thread to the event loop thread: bounded, in order per thread,
 * and taken in batches so that a burst is written at once.
 */
final class Outbox {
  /** Bytes that may wait for the event loop thread. */
  static final int MAX_BYTES = 1 << 20;

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

  Outbox(Executor loop, Peers peers) {
    this.loop = loop;
    this.peers = peers;
  }

  /** Any thread; false if there is no room. */
  boolean put(NodeId to, byte[] envelope) {
    Entry entry = new Entry(to, envelope);
    if (bytes.addAndGet(entry.bytes()) > MAX_BYTES) {
      bytes.addAndGet(-entry.bytes());
      return false;
    }
    entries.add(entry);
    schedule();
    return true;
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
  }

  /** Event loop thread. */
  void drain() {
    // First: what is put from now on schedules anew.
    scheduled.set(false);
    peers.beginOffers();
    Set<NodeId> touched = new HashSet<>();
    for (int taken = 0; taken < BATCH; taken++) {
      Entry entry = entries.poll();
      if (entry == null) {
        break;
      }
      bytes.addAndGet(-entry.bytes());
      peers.offer(entry.to(), entry.envelope());
      touched.add(entry.to());
    }
    peers.endOffers(touched);
    if (!entries.isEmpty()) {
      schedule();
    }
  }
}
