package jellybean.net;

/** Bytes that are no message of the membership protocol, or not one its sender may send. */
final class SwimFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SwimFormatException(String what) {
    super(what);
  }

  SwimFormatException(String what, Throwable cause) {
    super(what, cause);
  }
}
