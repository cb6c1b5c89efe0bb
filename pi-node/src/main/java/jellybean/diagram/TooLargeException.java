package jellybean.diagram;

/** A system has more boxes than a picture can show. */
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
