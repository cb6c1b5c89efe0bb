package jellybean.node;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jellybean.port.Clock;
import jellybean.port.Randomness;
import jellybean.port.Timers;
import jellybean.port.Workers;
import org.tinylog.Logger;

/** The real clock, timers, randomness and workers of a process. */
final class Ports implements AutoCloseable {
  /** Threads for blocking work of devices. */
  static final int WORKER_THREADS = 4;

  /** Pieces of blocking work that wait for a thread; more are refused. */
  static final int MAX_WAITING_JOBS = 64;

  private static final long NANOS_PER_MS = 1_000_000;

  private final ScheduledThreadPoolExecutor timerThread;
  private final ThreadPoolExecutor workerThreads;

  Ports() {
    timerThread = new ScheduledThreadPoolExecutor(1, named("jelly-timers"));
    timerThread.setRemoveOnCancelPolicy(true);
    workerThreads =
        new ThreadPoolExecutor(
            WORKER_THREADS,
            WORKER_THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_JOBS),
            named("jelly-worker"));
    workerThreads.allowCoreThreadTimeOut(true);
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

  Workers workers() {
    return job -> {
      try {
        workerThreads.execute(guarded(job));
        return true;
      } catch (RejectedExecutionException e) {
        Logger.warn(
            "blocking work refused: {} jobs wait for {} threads", MAX_WAITING_JOBS, WORKER_THREADS);
        return false;
      }
    };
  }

  /** A task that fails must not end the thread, nor go unseen. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        Logger.error(e, "a task on {} failed", Thread.currentThread().getName());
      }
    };
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    timerThread.shutdownNow();
    workerThreads.shutdownNow();
  }
}
