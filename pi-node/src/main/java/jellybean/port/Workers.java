package jellybean.port;

import java.util.Optional;

/** A bounded set of threads for what must wait: files, sockets of devices, buses of chips. */
public interface Workers {
  /**
   * Runs {@code job} on some thread of its own. Never blocks.
   *
   * @return empty if all threads and places in the queue are taken; the job will not run
   */
  Optional<Job> run(Runnable job);

  /** A job that was taken. */
  interface Job {
    /**
     * Nobody waits for it any more. If it has not begun it never will; if it runs, its thread is
     * interrupted, counts as stuck until the job ends, and as long is replaced by another one,
     * within a bound. Never blocks; without effect if the job is over.
     *
     * @param giveUp what makes a job that runs end, if interrupting it does not; run elsewhere,
     *     however many threads are stuck
     */
    void abandon(Runnable giveUp);
  }
}
