package jellybean.wire;

/** Bytes that are no frame, or an envelope that fits none; the message says what was expected. */
public final class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Fault {
    /** Longer than a frame may be. */
    TOO_LARGE,
    /** A length of nothing. */
    EMPTY,
    /** Not one EDN value within its bounds. */
    NOT_EDN,
    /** A kind of frame that does not exist. */
    UNKNOWN_KIND,
    /** Of the wrong shape. */
    MALFORMED,
    /** Holds a value without an EDN form, such as a function. */
    NOT_DATA
  }

  private final Fault fault;

  FrameException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** Of a message that is or would become too large. */
  public static FrameException tooLarge(String message) {
    return new FrameException(Fault.TOO_LARGE, message);
  }

  public Fault fault() {
    return fault;
  }
}
