package jellybean.net;

/** An identity directory that cannot be used; the message names the file, and what is wrong. */
public final class BadIdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadIdentityException(String message) {
    super(message);
  }

  BadIdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
