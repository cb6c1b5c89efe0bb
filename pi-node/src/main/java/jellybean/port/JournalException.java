package jellybean.port;

/** Something cannot be kept; the message says what, what was expected and what was found. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }
}
