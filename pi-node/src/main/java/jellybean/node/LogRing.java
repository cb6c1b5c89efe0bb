package jellybean.node;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/**
 * The last log lines of this process, for whoever asks the node later: a bounded ring that tinylog
 * writes to (see {@code tinylog.properties}).
 *
 * <p>One ring per process, because tinylog creates its writers itself. Any thread may write and
 * read.
 */
public final class LogRing implements Writer {
  /** Lines kept; the oldest makes room. */
  public static final int MAX_LINES = 256;

  /** Characters kept of one line, its cause included. */
  public static final int MAX_LINE_CHARS = 2048;

  private static final Deque<Line> RING = new ArrayDeque<>(MAX_LINES);

  private static long written;

  /** A log line: when (milliseconds since 1970), how grave, who said it, what. */
  public record Line(long timeMs, String level, String source, String text) {}

  /** For tinylog, which passes the writer's properties; there are none. */
  public LogRing(Map<String, String> properties) {}

  /** The lines in the ring, oldest first. */
  public static List<Line> lines() {
    synchronized (RING) {
      return List.copyOf(RING);
    }
  }

  /** How many lines were written since the process began, those that left the ring included. */
  public static long written() {
    synchronized (RING) {
      return written;
    }
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE,
        LogEntryValue.LEVEL,
        LogEntryValue.CLASS,
        LogEntryValue.MESSAGE,
        LogEntryValue.EXCEPTION);
  }

  @Override
  public void write(LogEntry entry) {
    Line line =
        new Line(
            entry.getTimestamp().toDate().getTime(),
            entry.getLevel().name(),
            entry.getClassName(),
            text(entry));
    synchronized (RING) {
      if (RING.size() == MAX_LINES) {
        RING.removeFirst();
      }
      RING.addLast(line);
      written++;
    }
  }

  private static String text(LogEntry entry) {
    StringBuilder text = new StringBuilder();
    if (entry.getMessage() != null) {
      text.append(entry.getMessage());
    }
    Throwable cause = entry.getException();
    if (cause != null) {
      text.append(text.isEmpty() ? "" : ": ").append(cause);
    }
    return text.substring(0, Math.min(text.length(), MAX_LINE_CHARS));
  }

  /** Nothing is buffered. */
  @Override
  public void flush() {}

  /** The ring outlives tinylog's shutdown: it is read until the process ends. */
  @Override
  public void close() {}
}
