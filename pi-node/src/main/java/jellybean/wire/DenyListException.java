package jellybean.wire;

/** A deny-list that must not be used; the message says why. */
public final class DenyListException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DenyListException(String message) {
    super(message);
  }

  DenyListException(String message, Exception cause) {
    super(message, cause);
  }
}
