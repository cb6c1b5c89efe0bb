package jellybean.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import org.tinylog.Logger;

/**
 * A node as a child process, and what it tells on its standard output: one EDN map per event.
 *
 * <p>The child holds our end of its standard input: if this process dies, however, the pipe closes
 * and the node ends by itself. A thread of its own reads the events, so a node never waits for us.
 */
final class NodeProcess implements AutoCloseable {
  /** A node that was asked to end has this long before it is killed. */
  static final long GRACE_MS = 3_000;

  private static final int LOG_TAIL_LINES = 12;

  private final String name;
  private final Process process;
  private final Path log;

  /** Set by whoever ends it, read by the thread of its events: then its output just stops. */
  private volatile boolean ending;

  private NodeProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code command}; its standard error goes to {@code log}.
   *
   * @param events called for each event, on the reading thread; must not block
   */
  static NodeProcess start(String name, List<String> command, Path log, Consumer<EdnMap> events) {
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      NodeProcess node = new NodeProcess(name, process, log);
      Thread reader =
          Thread.ofPlatform().daemon().name("events of " + name).unstarted(() -> node.read(events));
      reader.start();
      return node;
    } catch (IOException e) {
      throw new CommandFailedException("cannot start node " + name + ": " + e.getMessage(), e);
    }
  }

  private void read(Consumer<EdnMap> events) {
    EdnReader reader =
        EdnReader.of(
            new BufferedInputStream(process.getInputStream()),
            "output of " + name,
            ReadLimits.DOCUMENT);
    try {
      for (Optional<Value> v = reader.next(); v.isPresent(); v = reader.next()) {
        if (v.get() instanceof EdnMap event) {
          events.accept(event);
        }
      }
    } catch (EdnException | UncheckedIOException e) {
      if (!ending) {
        note("the demo cannot read the events of this node any further: " + e.getMessage());
      }
    }
  }

  private void note(String line) {
    try {
      Files.writeString(log, line + System.lineSeparator(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      // Nobody hears of an exception on this thread; a log that is gone went with its demo.
      Logger.debug(e, "cannot write {}: {}", log, line);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended, with the last lines of its log; for a node that should be alive. */
  String obituary() {
    String how = process.isAlive() ? "is alive" : "ended with exit code " + process.exitValue();
    return "node " + name + " " + how + tail();
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
      return last.isEmpty() ? "" : "; its last words:\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "; its log cannot be read (" + e.getMessage() + ")";
    }
  }

  /** Memory it holds in bytes, as the kernel counts it; empty where there is no {@code /proc}. */
  Optional<Long> residentBytes() {
    return ProcessMemory.residentBytes(process.pid());
  }

  /** Asks it to end, without waiting. */
  void askToEnd() {
    ending = true;
    process.destroy();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe was already gone, and with it the reason to close it.
      process.destroyForcibly();
    }
  }

  /** Ends it, by force if it has not ended in time. */
  @Override
  public void close() {
    askToEnd();
    try {
      if (!process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
