package jellybean.cli;

import java.io.IOException;

/** Whoever read the results has stopped reading, as {@code head} does. */
final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super("the reader of the output has gone", cause);
  }
}
