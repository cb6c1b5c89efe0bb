package jellybean.node;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import jellybean.port.Clock;
import jellybean.port.Randomness;
import jellybean.port.Timers;
import org.tinylog.Logger;

/** The real clock, timers, randomness and workers of a process. */
final class Ports implements AutoCloseable {
  private static final long NANOS_PER_MS = 1_000_000;

  private final ScheduledThreadPoolExecutor timerThread;
  private final WorkerThreads workerThreads = new WorkerThreads();

  Ports() {
    timerThread = new ScheduledThreadPoolExecutor(1, named("jelly-timers"));
    timerThread.setRemoveOnCancelPolicy(true);
  }

  Clock clock() {
    return new Clock() {
      @Override
      public long monotonicMs() {
        return System.nanoTime() / NANOS_PER_MS;
      }

      @Override
      public long monotonicNs() {
        return System.nanoTime();
      }

      @Override
      public long wallMs() {
        return System.currentTimeMillis();
      }
    };
  }

  Timers timers() {
    return (delayMs, task) -> {
      ScheduledFuture<?> future =
          timerThread.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    };
  }

  Randomness randomness() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  WorkerThreads workers() {
    return workerThreads;
  }

  /** A task that fails must not end the thread, nor go unseen, whatever it throws. */
  static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        Logger.error(e, "a task on {} failed", Thread.currentThread().getName());
      }
    };
  }

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    timerThread.shutdownNow();
    workerThreads.close();
  }
}
