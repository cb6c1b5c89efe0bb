package jellybean.cli;

/** What the process answers to whoever started it. */
final class ExitCode {
  static final int OK = 0;

  /** The work could not be done, or faults were found. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  private ExitCode() {}
}
