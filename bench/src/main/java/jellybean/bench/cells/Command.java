package jellybean.bench.cells;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the tools of the machine. */
final class Command {
  private static final long WITHIN_MS = 60_000;

  private Command() {}

  /**
   * Runs it to its end; what it printed.
   *
   * @throws RigException if it fails: which command, how it ended, what it said
   */
  static String run(String... command) {
    return feed("", command);
  }

  /** The same, with something to read. */
  static String feed(String input, String... command) {
    String line = String.join(" ", command);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(WITHIN_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new RigException(line + ": expected an end within " + WITHIN_MS + " ms");
      }
      if (process.exitValue() != 0) {
        throw new RigException(
            line + ": expected 0, ended with " + process.exitValue() + ": " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new RigException("cannot run " + line + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted while it waited for " + line, e);
    }
  }

  /** In a network namespace. */
  static List<String> in(String namespace, List<String> command) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("ip", "netns", "exec", namespace), command.stream())
        .toList();
  }
}
