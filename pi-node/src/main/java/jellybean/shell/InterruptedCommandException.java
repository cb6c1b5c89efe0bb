package jellybean.shell;

/** The person at the terminal wants the command to end. */
final class InterruptedCommandException extends ShellException {
  private static final long serialVersionUID = 1L;

  InterruptedCommandException(String message) {
    super(message);
  }
}
