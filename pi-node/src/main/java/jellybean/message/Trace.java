package jellybean.message;

import java.util.Optional;

/**
 * The mark of a message that somebody follows: whatever is said while it is handled bears it, too.
 *
 * @param id of the trace
 * @param cause the message that was handled when this one was said; empty for the first
 * @param hops messages between this one and the first
 */
public record Trace(String id, String cause, int hops) {
  /** What goes in circles is not followed for ever. */
  public static final int MAX_HOPS = 64;

  /** So that a mark stays small in every frame. */
  public static final int MAX_ID_CHARS = 64;

  public static Trace begun(String id) {
    return new Trace(id, "", 0);
  }

  /** The mark of what is said while the message of that id is handled; none after the last hop. */
  public Optional<Trace> next(MessageId handled) {
    return hops < MAX_HOPS
        ? Optional.of(new Trace(id, handled.toString(), hops + 1))
        : Optional.empty();
  }
}
