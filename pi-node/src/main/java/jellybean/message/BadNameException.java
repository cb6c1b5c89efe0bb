package jellybean.message;

/**
 * A node id or an address that is not well formed; the message says what was expected and found.
 */
public final class BadNameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadNameException(String message) {
    super(message);
  }
}
