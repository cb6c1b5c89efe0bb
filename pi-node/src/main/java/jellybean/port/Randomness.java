package jellybean.port;

/** Random numbers; may be called by any thread. */
public interface Randomness {
  /** The next 64 random bits. */
  long nextLong();
}
