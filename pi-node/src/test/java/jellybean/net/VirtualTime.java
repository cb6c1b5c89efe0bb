package jellybean.net;

import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import jellybean.port.Clock;
import jellybean.port.Timers;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Time that passes when a test says so, for the ports and for everything that ScaleCube schedules:
 * all of it runs on the test's thread, in the order of its due times.
 */
final class VirtualTime implements Clock, Timers {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long nowMs;
  private long sequence;

  private record Due(long atMs, long sequence, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /** From here until {@link #uninstall} new schedulers of Reactor live in this time. */
  void install() {
    Schedulers.setFactory(
        new Schedulers.Factory() {
          @Override
          public Scheduler newSingle(ThreadFactory unused) {
            return new VirtualScheduler();
          }
        });
  }

  static void uninstall() {
    Schedulers.resetFactory();
  }

  @Override
  public long monotonicMs() {
    return nowMs;
  }

  @Override
  public long wallMs() {
    return nowMs;
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Disposable scheduled = schedule(delayMs, task);
    return scheduled::dispose;
  }

  Disposable schedule(long delayMs, Runnable task) {
    Disposable cancelled = Disposables.single();
    queue.add(
        new Due(
            nowMs + Math.max(0, delayMs),
            sequence++,
            () -> {
              if (!cancelled.isDisposed()) {
                task.run();
              }
            }));
    return cancelled;
  }

  /** Lets that much time pass. */
  void pass(long ms) {
    passUntil(ms, () -> false);
  }

  /** Lets time pass until the condition holds, at most {@code maxMs}; whether it holds. */
  boolean passUntil(long maxMs, BooleanSupplier condition) {
    long endMs = nowMs + maxMs;
    while (!condition.getAsBoolean()) {
      Due next = queue.peek();
      if (next == null || next.atMs > endMs) {
        nowMs = endMs;
        return condition.getAsBoolean();
      }
      queue.remove();
      nowMs = Math.max(nowMs, next.atMs);
      next.task.run();
    }
    return true;
  }

  private final class VirtualScheduler implements Scheduler {
    private final Disposable.Composite tasks = Disposables.composite();

    @Override
    public Disposable schedule(Runnable task) {
      return schedule(task, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      Disposable scheduled = VirtualTime.this.schedule(unit.toMillis(delay), guarded(task));
      tasks.add(scheduled);
      return scheduled;
    }

    @Override
    public Disposable schedulePeriodically(
        Runnable task, long initialDelay, long period, TimeUnit unit) {
      Disposable.Swap current = Disposables.swap();
      again(task, unit.toMillis(initialDelay), unit.toMillis(period), current);
      tasks.add(current);
      return current;
    }

    private void again(Runnable task, long delayMs, long periodMs, Disposable.Swap current) {
      current.update(
          VirtualTime.this.schedule(
              delayMs,
              () -> {
                guarded(task).run();
                if (!current.isDisposed()) {
                  again(task, periodMs, periodMs, current);
                }
              }));
    }

    private Runnable guarded(Runnable task) {
      return () -> {
        if (!tasks.isDisposed()) {
          task.run();
        }
      };
    }

    @Override
    public long now(TimeUnit unit) {
      return unit.convert(nowMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public Worker createWorker() {
      return new VirtualWorker(this);
    }

    @Override
    public void dispose() {
      tasks.dispose();
    }

    @Override
    public boolean isDisposed() {
      return tasks.isDisposed();
    }
  }

  /** What Reactor's operators schedule on; disposed with its operator. */
  private record VirtualWorker(Scheduler scheduler, Disposable.Composite tasks)
      implements Scheduler.Worker {
    VirtualWorker(Scheduler scheduler) {
      this(scheduler, Disposables.composite());
    }

    @Override
    public Disposable schedule(Runnable task) {
      return schedule(task, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      if (tasks.isDisposed()) {
        return Disposables.disposed();
      }
      Disposable scheduled = scheduler.schedule(task, delay, unit);
      tasks.add(scheduled);
      return scheduled;
    }

    @Override
    public void dispose() {
      tasks.dispose();
    }

    @Override
    public boolean isDisposed() {
      return tasks.isDisposed();
    }
  }
}
