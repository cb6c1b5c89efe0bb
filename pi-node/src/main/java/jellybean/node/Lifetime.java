package jellybean.node;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/** How long a node runs: until it is told to end or must. Any thread. */
final class Lifetime {
  /** A node that must end may not be able to close any more; then it just stops. */
  private static final long CLOSE_WITHIN_MS = 10_000;

  private final PrintStream err;
  private final Runnable halt;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean hasFailed;

  /**
   * @param halt ends the process without closing anything
   */
  Lifetime(PrintStream err, Runnable halt) {
    this.err = err;
    this.halt = halt;
  }

  /** The node is told to end. */
  void end() {
    end.countDown();
  }

  /** The same; returns when it is closed. */
  void endAndWait() {
    end();
    awaitQuietly(closed);
  }

  /** A thread died without which the node is none. */
  void died(Thread thread, Throwable why) {
    hasFailed = true;
    end.countDown();
    Thread lastResort = new Thread(this::haltUnlessClosed, "jelly-last-resort");
    lastResort.setDaemon(true);
    lastResort.start();
    err.println(
        "jelly node: the node ends, for its thread "
            + thread.getName()
            + " has died: expected a turn without an error, found "
            + why);
    Logger.error(why, "thread {} has died", thread.getName());
  }

  private void haltUnlessClosed() {
    try {
      if (!closed.await(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS)) {
        halt.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end, not longer than that; whether it has come. */
  boolean awaitEnd(long ms) {
    try {
      return end.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether the end came because something failed. */
  boolean hasFailed() {
    return hasFailed;
  }

  void closed() {
    closed.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
