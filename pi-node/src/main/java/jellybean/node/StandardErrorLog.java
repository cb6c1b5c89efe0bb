package jellybean.node;

import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.writers.AbstractFormatPatternWriter;

/**
 * The log on standard error (see {@code tinylog.properties}). Not tinylog's own writer: that one
 * waits for whoever reads, and with it each thread that logs; and its writing thread has no bound.
 */
public final class StandardErrorLog extends AbstractFormatPatternWriter {
  /** At the end of the process the last lines may take that long. */
  private static final long LAST_LINES_MS = 1_000;

  private final LineWriter lines =
      new LineWriter(
          "jelly-log",
          System.err,
          count -> "(" + count + " lines are missing: standard error was not read)\n");

  /** For tinylog. */
  public StandardErrorLog(Map<String, String> properties) {
    super(properties);
  }

  @Override
  public void write(LogEntry entry) {
    lines.write(render(entry));
  }

  @Override
  public void flush() {
    lines.flush(LAST_LINES_MS);
  }

  @Override
  public void close() {
    flush();
  }
}
