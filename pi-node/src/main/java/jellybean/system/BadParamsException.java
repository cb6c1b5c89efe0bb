package jellybean.system;

/** An instance of a template cannot be made with the params that were given. */
public final class BadParamsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadParamsException(String message) {
    super(message);
  }
}
