package jellybean.node;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.tinylog.Logger;

/**
 * The thread of one loop: turns it while there is work, sleeps while there is none.
 *
 * <p>Whoever gives the loop work calls {@link #wake} afterwards; a permit of {@code unpark} that
 * comes before the park is kept, so no wake-up is lost.
 */
final class LoopThread implements AutoCloseable {
  private static final long CLOSE_WITHIN_MS = 2_000;

  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param turn does a bounded amount of work; returns whether there is more
   * @param died told of an error that ends the thread: actors without it would stand still for ever
   */
  LoopThread(String name, BooleanSupplier turn, UncaughtExceptionHandler died) {
    thread = new Thread(() -> run(turn), name);
    thread.setUncaughtExceptionHandler(died);
  }

  void start() {
    thread.start();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  private void run(BooleanSupplier turn) {
    while (!closed) {
      if (!turnOnce(turn)) {
        LockSupport.park(this);
      }
    }
  }

  private static boolean turnOnce(BooleanSupplier turn) {
    try {
      return turn.getAsBoolean();
    } catch (RuntimeException e) {
      Logger.error(e, "a loop failed: this is a fault of the node, not of an actor");
      return true;
    }
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
