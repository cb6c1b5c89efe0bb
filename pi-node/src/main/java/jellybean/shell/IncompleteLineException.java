package jellybean.shell;

/** A line that ends inside a string or a collection; more input may complete it. */
final class IncompleteLineException extends ShellException {
  private static final long serialVersionUID = 1L;

  IncompleteLineException(String message) {
    super(message);
  }
}
