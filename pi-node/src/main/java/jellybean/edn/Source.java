package jellybean.edn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes being read: a window onto the input that always holds the whole current top-level
 * value, so that any place in it can still be named.
 *
 * <p>Invariants: {@code valueStart <= pos <= end}; indexes into {@link #bytes} stay valid until the
 * next {@link #startValue}; {@code end - valueStart} never exceeds the limit.
 */
final class Source {
  private static final int FIRST_WINDOW_BYTES = 8192;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int CONTINUATION_MASK = 0xc0;
  private static final int CONTINUATION = 0x80;

  byte[] bytes;
  int pos;

  /** Behind the last byte that may be looked at now. */
  int end;

  private final String name;
  private final long limitBytes;
  private final @Nullable InputStream in;

  /** Behind the last byte that is there; past {@link #end} if the limit lies between. */
  private int filled;

  private int valueStart;

  /** A place whose line and column are known; never after {@link #valueStart}. */
  private Mark base = Mark.START;

  /** The same, moving on with {@link #advanceTo}. */
  private Mark cursor = Mark.START;

  Source(byte[] bytes, String name, long limitBytes) {
    this.bytes = bytes;
    this.filled = bytes.length;
    this.name = name;
    this.limitBytes = limitBytes;
    this.in = null;
  }

  /** Only the bytes from {@code from} on. */
  Source(byte[] bytes, int from, String name, long limitBytes) {
    this(bytes, name, limitBytes);
    pos = from;
    end = from;
    valueStart = from;
    base = new Mark(from, 1, 1);
    cursor = base;
  }

  Source(InputStream in, String name, long limitBytes) {
    this.bytes = new byte[FIRST_WINDOW_BYTES];
    this.name = name;
    this.limitBytes = limitBytes;
    this.in = in;
  }

  private record Mark(int at, int line, int column) {
    static final Mark START = new Mark(0, 1, 1);
  }

  /** To be called once, before anything else. */
  void skipByteOrderMark() {
    if (available(1)
        && bytes[0] == BYTE_ORDER_MARK[0]
        && available(BYTE_ORDER_MARK.length)
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2]) {
      pos = BYTE_ORDER_MARK.length;
      base = new Mark(pos, 1, 1);
      cursor = base;
    }
  }

  /** Says that everything before {@link #pos} is done with; the limit counts from here. */
  void startValue() {
    valueStart = pos;
    if (in != null && pos > bytes.length / 2) {
      dropBeforeValue();
    }
  }

  private void dropBeforeValue() {
    Mark moved = moved(base, pos);
    base = new Mark(0, moved.line, moved.column);
    cursor = base;
    System.arraycopy(bytes, pos, bytes, 0, filled - pos);
    filled -= pos;
    end -= pos;
    pos = 0;
    valueStart = 0;
  }

  /** True if {@code count} bytes can be looked at from {@link #pos} on. */
  boolean available(int count) {
    while (end - pos < count) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes at least one more byte visible behind {@link #end}; false at the end of input. Waits for
   * the stream.
   *
   * @throws EdnException if the limit is reached and there is more
   */
  boolean fill() {
    if (end == filled && !readMore()) {
      return false;
    }
    int allowed = (int) Math.min(filled, valueStart + limitBytes);
    if (allowed == end) {
      throw fault(
          valueStart,
          "value too long: expected at most %d bytes, found more".formatted(limitBytes));
    }
    end = allowed;
    return true;
  }

  private boolean readMore() {
    if (in == null) {
      return false;
    }
    if (filled == bytes.length) {
      long enough = Math.min(bytes.length * 2L, valueStart + limitBytes + 1);
      bytes = Arrays.copyOf(bytes, (int) Math.max(enough, bytes.length + 1L));
    }
    try {
      int count = in.read(bytes, filled, bytes.length - filled);
      filled += Math.max(count, 0);
      return count > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  /** Line and column of an index of the current value. */
  Position positionOf(int at) {
    Mark mark = moved(at >= cursor.at ? cursor : base, at);
    return new Position(mark.line, mark.column);
  }

  /** The same for indexes that only grow within a value, in time linear in the text altogether. */
  Position advanceTo(int at) {
    cursor = moved(cursor, at);
    return new Position(cursor.line, cursor.column);
  }

  private Mark moved(Mark from, int to) {
    int line = from.line;
    int column = from.column;
    for (int i = from.at; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        line++;
        column = 1;
      } else if ((b & CONTINUATION_MASK) != CONTINUATION) {
        column++;
      }
    }
    return new Mark(to, line, column);
  }

  String name() {
    return name;
  }

  EdnException fault(int at, String detail) {
    return new EdnException(name, positionOf(at), detail);
  }

  /** The text between two indexes, for messages. */
  String excerpt(int from, int to) {
    return Excerpts.of(bytes, from, Math.min(to, end));
  }
}
