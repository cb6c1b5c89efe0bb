package jellybean.port;

/** A bounded set of threads for what must wait: files, sockets of devices, buses of chips. */
public interface Workers {
  /**
   * Runs {@code job} on some thread of its own.
   *
   * @return false if all threads and places in the queue are taken; the job will not run
   */
  boolean run(Runnable job);
}
