package jellybean.port;

/** Time. Both readings may be made by any thread. */
public interface Clock {
  /** Milliseconds that never go back; only differences mean anything. */
  long monotonicMs();

  /** The same in nanoseconds, to measure how long work takes. */
  default long monotonicNs() {
    return monotonicMs() * 1_000_000;
  }

  /** Milliseconds since 1970 as the board believes; may jump, and starts in 1970. */
  long wallMs();
}
