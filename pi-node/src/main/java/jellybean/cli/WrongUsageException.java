package jellybean.cli;

/** A command line that makes no sense although it could be parsed; the message says why. */
final class WrongUsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUsageException(String message) {
    super(message);
  }
}
