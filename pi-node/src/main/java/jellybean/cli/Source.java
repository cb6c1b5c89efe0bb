package jellybean.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a command reads from: a file, or standard input.
 *
 * @param name as faults name it: the path as given, or {@code stdin}
 */
record Source(InputStream in, String name) implements AutoCloseable {
  static final String STDIN = "stdin";

  /**
   * Opens {@code file}; standard input without one or for {@code -}.
   *
   * @throws CommandFailedException if there is no such file or it cannot be read
   */
  static Source open(Optional<Path> file, Streams streams) {
    if (file.isEmpty() || file.get().toString().equals("-")) {
      return new Source(streams.in(), STDIN);
    }
    return ofFile(file.get());
  }

  /**
   * Opens {@code path}.
   *
   * @throws CommandFailedException if there is no such file or it cannot be read
   */
  static Source ofFile(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw unreadable(path, "a directory");
      }
      return new Source(Files.newInputStream(path), path.toString());
    } catch (NoSuchFileException e) {
      throw unreadable(path, "nothing there");
    } catch (AccessDeniedException e) {
      throw unreadable(path, "no permission");
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static CommandFailedException unreadable(Path path, String found) {
    return new CommandFailedException(path + ": expected a readable file, found " + found);
  }

  /** Whether reading on would wait; then what was written so far should be seen. */
  boolean wouldWait() {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new CommandFailedException("cannot close " + name + ": " + e.getMessage(), e);
    }
  }
}
