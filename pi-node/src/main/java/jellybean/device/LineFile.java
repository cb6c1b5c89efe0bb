package jellybean.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a text file in pieces of bounded size, each cut at the end of a line. Keeps nothing open
 * between two pieces, so that a device that nobody asks for more holds no descriptor.
 *
 * <p>A line that is too long comes as several, cut where no word is: behind white space, else
 * behind another ASCII character that is no letter and no digit.
 */
final class LineFile {
  /** Bytes of a line without its end; a longer one is cut, and a longer word is a fault. */
  static final int MAX_LINE_BYTES = 8 << 10;

  /** Bytes read at once: more than one line, so that each piece holds one at least. */
  static final int PIECE_BYTES = 16 << 10;

  private final Path file;
  private final String name;

  /**
   * Some lines of the file.
   *
   * @param nextOffset where the next piece starts
   * @param isLast whether the file ends here
   * @param fault what stopped the reading after these lines
   * @param identity tells this file from another one of the same name
   */
  record Piece(
      List<Line> lines, long nextOffset, boolean isLast, Optional<String> fault, String identity) {
    Piece {
      lines = List.copyOf(lines);
    }

    Piece of(String file) {
      return new Piece(lines, nextOffset, isLast, fault, file);
    }
  }

  /**
   * A line, or a part of one that is too long.
   *
   * @param continues whether the next one goes on with it
   */
  record Line(String text, boolean continues) {}

  /**
   * Where a line, or the part of it that is taken now, stands in the bytes that were read.
   *
   * @param end behind the last byte of its text
   * @param next where the next one starts
   */
  private record Span(int start, int end, int next, boolean continues) {
    Line of(byte[] bytes) {
      return new Line(new String(bytes, start, end - start, StandardCharsets.UTF_8), continues);
    }
  }

  /**
   * @param name what messages call the file
   */
  LineFile(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Reads the piece at an offset. Blocks.
   *
   * @param linesBefore lines of the file before that offset
   * @param identity of the file that the pieces before were of; empty text if this is the first
   */
  Piece read(long offset, long linesBefore, String identity) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return failed(offset, "expected a file, found " + kind(attributes));
      }
      String found = String.valueOf(attributes.fileKey());
      if (!identity.isEmpty() && !identity.equals(found)) {
        return failed(offset, "another file took its place while it was read");
      }
      if (attributes.size() < offset && !hasNoKnownSize(attributes)) {
        return failed(
            offset,
            "expected at least the "
                + offset
                + " bytes that were read, found "
                + attributes.size()
                + ": it was cut");
      }
      return cut(offset, linesBefore, found);
    } catch (NoSuchFileException e) {
      return failed(offset, "expected a file, found none at " + file.toAbsolutePath());
    } catch (AccessDeniedException e) {
      return failed(offset, "expected the permission to read it, found none");
    } catch (IOException e) {
      return failed(offset, String.valueOf(e.getMessage()));
    }
  }

  /** What the system makes up as it is read, such as {@code /proc/meminfo}, has a size of 0. */
  private boolean hasNoKnownSize(BasicFileAttributes attributes) throws IOException {
    if (attributes.size() > 0) {
      return false;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return channel.read(ByteBuffer.allocate(1)) > 0;
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    return attributes.isDirectory() ? "a directory" : "a device or pipe";
  }

  private Piece failed(long offset, String why) {
    return new Piece(List.of(), offset, false, Optional.of(complaint(why)), "");
  }

  private String complaint(String why) {
    return "cannot read " + name + ": " + why;
  }

  private Piece cut(long offset, long linesBefore, String identity) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
    boolean reachesEnd;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(offset);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A channel may give less than was asked for.
      }
      reachesEnd = buffer.hasRemaining();
    }
    return lines(buffer.array(), buffer.position(), reachesEnd, offset, linesBefore).of(identity);
  }

  private Piece lines(byte[] bytes, int length, boolean reachesEnd, long offset, long linesBefore) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    while (start < length) {
      int end = endOfLine(bytes, start, length);
      // One byte more than a line may have: it could be the carriage return of its end.
      boolean isCutOff = end == length && !reachesEnd && end - start <= MAX_LINE_BYTES + 1;
      if (isCutOff) {
        break;
      }
      Span span = span(bytes, start, end, length);
      Optional<String> fault = fault(bytes, span, linesBefore + lines.size() + 1, offset);
      if (fault.isPresent()) {
        return new Piece(lines, offset + start, false, fault, "");
      }
      lines.add(span.of(bytes));
      start = span.next();
    }
    boolean isLast = reachesEnd && start == length;
    return new Piece(lines, offset + start, isLast, Optional.empty(), "");
  }

  private static int endOfLine(byte[] bytes, int start, int length) {
    int end = start;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  /** The whole line if it is short enough, else as much as can be cut off; that may be nothing. */
  private static Span span(byte[] bytes, int start, int end, int length) {
    int textEnd = withoutReturn(bytes, start, end, length);
    if (textEnd - start <= MAX_LINE_BYTES) {
      return new Span(start, textEnd, Math.min(end + 1, length), false);
    }
    int cut = cutBefore(bytes, start, start + MAX_LINE_BYTES);
    return new Span(start, cut, cut, true);
  }

  /** A carriage return before the line feed belongs to the end of the line. */
  private static int withoutReturn(byte[] bytes, int start, int end, int length) {
    return end < length && end > start && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  /** The last place up to {@code end} where no word is cut; {@code start} if there is none. */
  private static int cutBefore(byte[] bytes, int start, int end) {
    int punctuation = start;
    for (int i = end; i > start; i--) {
      int before = bytes[i - 1];
      if (before == ' ' || before == '\t') {
        return i;
      }
      if (punctuation == start && isPunctuation(before)) {
        punctuation = i;
      }
    }
    return punctuation;
  }

  /** Carriage returns stay with what follows, which may be the line feed. */
  private static boolean isPunctuation(int octet) {
    return octet >= 0 && octet != '\r' && !Character.isLetterOrDigit(octet);
  }

  private Optional<String> fault(byte[] bytes, Span span, long number, long offset) {
    String line = "line " + number + ": ";
    if (span.continues() && span.end() == span.start()) {
      return Optional.of(
          complaint(
              line
                  + "expected no word of more than "
                  + MAX_LINE_BYTES
                  + " bytes, found one at byte "
                  + (offset + span.start())));
    }
    return Utf8.firstFault(bytes, span.start(), span.end())
        .map(
            fault ->
                complaint(
                    line
                        + "malformed UTF-8 at byte "
                        + (offset + fault.index())
                        + ": expected "
                        + fault.expected()
                        + ", found "
                        + (fault.index() < span.end()
                            ? Utf8.hex(bytes[fault.index()])
                            : "the end of the line")));
  }
}
