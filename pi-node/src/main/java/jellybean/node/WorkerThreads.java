package jellybean.node;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.port.Workers;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The threads for blocking work of devices. Work that was abandoned and does not end keeps its
 * thread; the pool grows by one for each such thread, up to a bound, and shrinks when it comes
 * back.
 */
final class WorkerThreads implements Workers, AutoCloseable {
  /** Threads that are not stuck; made when there is work, gone after some seconds without. */
  static final int THREADS = 8;

  /** Stuck threads that are replaced; from there on each takes one of the {@link #THREADS}. */
  static final int MAX_REPLACED = 16;

  /** Pieces of work that wait for a thread; more are refused. */
  static final int MAX_WAITING_JOBS = 64;

  private static final int GIVING_UP_THREADS = 2;
  private static final int IDLE_S = 10;

  private final ThreadPoolExecutor pool;

  /** It has threads of its own, so that it happens also when all others are stuck. */
  private final ThreadPoolExecutor givingUp;

  private final Object lock = new Object();
  private int stuck;
  private long abandoned;
  private long refused;

  WorkerThreads() {
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_S,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_JOBS),
            Ports.named("jelly-worker"));
    pool.allowCoreThreadTimeOut(true);
    givingUp =
        new ThreadPoolExecutor(
            GIVING_UP_THREADS,
            GIVING_UP_THREADS,
            IDLE_S,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(THREADS + MAX_REPLACED),
            Ports.named("jelly-give-up"));
    givingUp.allowCoreThreadTimeOut(true);
  }

  @Override
  public Optional<Job> run(Runnable task) {
    Running job = new Running(Ports.guarded(task));
    try {
      pool.execute(job);
      return Optional.of(job);
    } catch (RejectedExecutionException e) {
      return refused("too many jobs wait");
    } catch (OutOfMemoryError e) {
      // The system gives no more threads; the loop that asked must not die of it.
      job.abandon(() -> {});
      return refused(e.getMessage());
    }
  }

  private Optional<Job> refused(String why) {
    long before;
    synchronized (lock) {
      before = refused++;
    }
    if (Long.bitCount(before + 1) == 1) {
      Logger.warn("blocking work refused, {} times so far: {}", before + 1, why);
    }
    return Optional.empty();
  }

  /** {@code {:threads n :waiting n :stuck n :abandoned n :refused n}}. */
  EdnMap counters() {
    synchronized (lock) {
      return EdnMap.of(
              Keyword.of("threads"), Int.of(pool.getPoolSize()),
              Keyword.of("waiting"), Int.of(pool.getQueue().size()),
              Keyword.of("stuck"), Int.of(stuck))
          .with(Keyword.of("abandoned"), Int.of(abandoned))
          .with(Keyword.of("refused"), Int.of(refused));
    }
  }

  private void giveUp(Runnable giveUp) {
    try {
      givingUp.execute(Ports.guarded(giveUp));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      var unused = refused("the giving up of earlier work lasts");
    }
  }

  /** Under the lock. */
  private void nowStuck(int threads) {
    stuck = threads;
    try {
      resize();
    } catch (OutOfMemoryError e) {
      // The pool may grow all the same, as soon as the system gives threads again.
      Logger.warn("a stuck thread was not replaced: {}", e.getMessage());
    }
  }

  private void resize() {
    int size = THREADS + Math.min(stuck, MAX_REPLACED);
    if (size > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
    givingUp.shutdownNow();
  }

  /** A job from its taking to its end. */
  private final class Running implements Runnable, Job {
    private final Runnable task;
    private @Nullable Thread thread;
    private boolean isAbandoned;
    private boolean isOver;

    Running(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      synchronized (lock) {
        if (isAbandoned) {
          return;
        }
        thread = Thread.currentThread();
      }
      try {
        task.run();
      } finally {
        end();
      }
    }

    /** The interruption was meant for this job, not for the thread's next one. */
    private void end() {
      synchronized (lock) {
        thread = null;
        isOver = true;
        if (isAbandoned) {
          nowStuck(stuck - 1);
        }
      }
      Thread.interrupted();
    }

    @Override
    public void abandon(Runnable giveUp) {
      if (interrupt()) {
        giveUp(giveUp);
      }
    }

    /** False if it does not run. */
    private boolean interrupt() {
      synchronized (lock) {
        if (isAbandoned || isOver) {
          return false;
        }
        isAbandoned = true;
        abandoned++;
        Thread running = thread;
        if (running == null) {
          pool.getQueue().remove(this);
        } else {
          nowStuck(stuck + 1);
          running.interrupt();
        }
        return running != null;
      }
    }
  }
}
