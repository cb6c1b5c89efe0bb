package jellybean.actor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jellybean.message.Envelope;

/**
 * What other threads hand to a loop: many threads offer, the loop's own thread drains. Lock-free.
 *
 * <p>A ring of two halves' capacity: messages are refused once it is half full, so that tasks (the
 * firing of timers, starts, answers of workers) still find room; what does not even fit there waits
 * in a second queue, because a lost start or timer would leave somebody waiting for ever. Whoever
 * offers tasks is itself bounded: by open timers, by workers, by effects per step.
 */
final class Inbox {
  private final AtomicReferenceArray<Object> slots;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();
  private final Queue<Task> spilled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger spilledCount = new AtomicInteger();
  private final int mask;
  private final int messageBound;

  /** Something to be done by the loop's thread. */
  @FunctionalInterface
  interface Task {
    void run(Loop loop);
  }

  Inbox(int messages) {
    int capacity = Integer.highestOneBit(Math.max(messages, 2) * 4 - 1);
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
    this.messageBound = messages;
  }

  /** Any thread. False if as many messages wait as may. */
  boolean offer(Envelope message) {
    return offer(message, messageBound);
  }

  /** Any thread. For what is bounded elsewhere and must not be lost. */
  void offerTask(Task task) {
    if (!offer(task, mask + 1)) {
      spilledCount.incrementAndGet();
      spilled.add(task);
    }
  }

  private boolean offer(Object item, int bound) {
    long place;
    do {
      place = tail.get();
      if (place - head.get() >= bound) {
        return false;
      }
    } while (!tail.compareAndSet(place, place + 1));
    slots.setRelease((int) place & mask, item);
    return true;
  }

  /** Any thread: about how many items wait. */
  long size() {
    return Math.max(0, tail.get() - head.get()) + spilledCount.get();
  }

  /** The loop's thread. */
  boolean isEmpty() {
    return head.getPlain() == tail.get() && spilledCount.get() == 0;
  }

  /** The loop's thread: hands over what is there now, at most {@code max} items if none spilled. */
  void drainTo(Loop loop, int max) {
    // What spilled came after all that was in the ring then, so the whole ring goes first.
    boolean spills = spilledCount.get() > 0;
    int left = spills ? mask + 1 : max;
    while (left > 0 && takeOne(loop)) {
      left--;
    }
    if (spills) {
      drainSpilled(loop);
    }
  }

  private boolean takeOne(Loop loop) {
    long place = head.getPlain();
    int slot = (int) place & mask;
    Object item = slots.getAcquire(slot);
    if (item == null) {
      return false;
    }
    slots.setPlain(slot, null);
    head.setRelease(place + 1);
    if (item instanceof Envelope message) {
      loop.receive(message);
    } else if (item instanceof Task task) {
      task.run(loop);
    }
    return true;
  }

  private void drainSpilled(Loop loop) {
    Task task = spilled.poll();
    while (task != null) {
      spilledCount.decrementAndGet();
      task.run(loop);
      task = spilled.poll();
    }
  }
}
