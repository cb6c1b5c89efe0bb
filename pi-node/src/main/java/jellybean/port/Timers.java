package jellybean.port;

/** Calls back later. */
public interface Timers {
  /**
   * Runs {@code task} once, at least {@code delayMs} milliseconds from now, on a thread of the
   * timers' own: the task must not block.
   */
  Timer after(long delayMs, Runnable task);

  /** A task that was asked for. */
  interface Timer {
    /** After this returns the task may run once more at most (if it was already running). */
    void cancel();
  }
}
