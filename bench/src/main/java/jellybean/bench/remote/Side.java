package jellybean.bench.remote;

/** One of the two processes of a contestant, from within. */
interface Side extends AutoCloseable {
  /** Where the other side finds it; 0 of a sender. */
  int port();

  /** Begins a measurement; only a sender, one at a time. */
  void begin(Run run);

  @Override
  void close();
}
