package jellybean.rehearsal;

import java.util.PriorityQueue;
import jellybean.port.Clock;
import jellybean.port.Timers;

/** Time that passes when it is told to. What is due at the same moment runs in the order asked. */
final class VirtualTime implements Clock, Timers {
  /** 2026-01-01: boards have a clock before anything of interest happens. */
  private static final long EPOCH_MS = 1_767_225_600_000L;

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long nowMs;
  private long asked;

  private static final class Due implements Timer, Comparable<Due> {
    private final long atMs;
    private final long number;
    private final Runnable task;
    private boolean isCancelled;

    Due(long atMs, long number, Runnable task) {
      this.atMs = atMs;
      this.number = number;
      this.task = task;
    }

    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public void cancel() {
      isCancelled = true;
    }
  }

  @Override
  public long monotonicMs() {
    return nowMs;
  }

  @Override
  public long wallMs() {
    return EPOCH_MS + nowMs;
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Due due = new Due(nowMs + delayMs, asked++, task);
    queue.add(due);
    return due;
  }

  /**
   * Goes on to the next thing that is due.
   *
   * @return false, at {@code untilMs}, if nothing is due before
   */
  boolean next(long untilMs) {
    Due due = queue.peek();
    if (due == null || due.atMs > untilMs) {
      nowMs = untilMs;
      return false;
    }
    queue.remove();
    nowMs = due.atMs;
    if (!due.isCancelled) {
      due.task.run();
    }
    return true;
  }
}
