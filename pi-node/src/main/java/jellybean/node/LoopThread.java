package jellybean.node;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.actor.Loop;
import org.tinylog.Logger;

/**
 * The thread of one loop: turns it while there is work, sleeps while there is none.
 *
 * <p>Whoever gives the loop work calls {@link #wake} afterwards. That is remembered here, not only
 * by the permit of {@code unpark}: any lock that the thread waits for during a turn takes the
 * permit, and the loop, which calls once between two turns, would then never be turned again.
 */
final class LoopThread implements AutoCloseable {
  private static final long CLOSE_WITHIN_MS = 2_000;
  private static final int SHOWN_FRAMES = 12;

  private final Thread thread;
  private final AtomicBoolean isWoken = new AtomicBoolean();
  private volatile boolean closed;

  /** When the turn began that is not over; 0 if none is. */
  private volatile long turnBeganNs;

  /** The turn that was last found to stand still; for the one who watches. */
  private long stalledTurn;

  /**
   * @param turn does a bounded amount of work; returns whether there is more
   * @param died told of an error that ends the thread: actors without it would stand still for ever
   */
  LoopThread(String name, BooleanSupplier turn, UncaughtExceptionHandler died) {
    thread = new Thread(() -> run(turn), name);
    thread.setUncaughtExceptionHandler(died);
  }

  /** One that turns that loop, and has begun. */
  static LoopThread of(Loop loop, UncaughtExceptionHandler died) {
    LoopThread thread = new LoopThread("jelly-loop-" + loop.index(), loop::turn, died);
    loop.wakeWith(thread::wake);
    thread.start();
    return thread;
  }

  void start() {
    thread.start();
  }

  void wake() {
    isWoken.set(true);
    LockSupport.unpark(thread);
  }

  private void run(BooleanSupplier turn) {
    while (!closed) {
      if (!turnOnce(turn)) {
        awaitWake();
      }
    }
  }

  private void awaitWake() {
    while (!isWoken.getAndSet(false) && !closed) {
      LockSupport.park(this);
    }
  }

  private boolean turnOnce(BooleanSupplier turn) {
    turnBeganNs = System.nanoTime() | 1;
    try {
      return turn.getAsBoolean();
    } catch (RuntimeException e) {
      Logger.error(e, "a loop failed: this is a fault of the node, not of an actor");
      return true;
    } finally {
      turnBeganNs = 0;
    }
  }

  String name() {
    return thread.getName();
  }

  /** Any thread: for how long the turn has lasted that is not over. */
  long turnNs(long nowNs) {
    long began = turnBeganNs;
    return began == 0 ? 0 : nowNs - began;
  }

  /** One thread: where a turn stands that has lasted longer than this, once for each such turn. */
  Optional<String> stalled(long nowNs, long longestNs) {
    long began = turnBeganNs;
    if (began == 0 || nowNs - began <= longestNs || began == stalledTurn) {
      return Optional.empty();
    }
    stalledTurn = began;
    return Optional.of(
        Stream.of(thread.getStackTrace())
            .limit(SHOWN_FRAMES)
            .map(frame -> "at " + frame)
            .collect(Collectors.joining(" ")));
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(CLOSE_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
