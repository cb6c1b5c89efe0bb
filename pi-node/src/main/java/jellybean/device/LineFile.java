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
import java.util.Optional;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;

/**
 * Reads a text file in pieces of bounded size, each cut at the end of a line. Keeps nothing open
 * between two pieces, so that a device that nobody asks for more holds no descriptor.
 */
final class LineFile {
  /** Bytes of a line without its end; more is a fault. */
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
   */
  record Piece(EdnVector lines, long nextOffset, boolean isLast, Optional<String> fault) {}

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
   */
  Piece read(long offset, long linesBefore) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return failed(offset, "expected a file, found " + kind(attributes));
      }
      return cut(offset, linesBefore);
    } catch (NoSuchFileException e) {
      return failed(offset, "expected a file, found none at " + file.toAbsolutePath());
    } catch (AccessDeniedException e) {
      return failed(offset, "expected the permission to read it, found none");
    } catch (IOException e) {
      return failed(offset, String.valueOf(e.getMessage()));
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    return attributes.isDirectory() ? "a directory" : "a device or pipe";
  }

  private Piece failed(long offset, String why) {
    return new Piece(EdnVector.EMPTY, offset, false, Optional.of(complaint(why)));
  }

  private String complaint(String why) {
    return "cannot read " + name + ": " + why;
  }

  private Piece cut(long offset, long linesBefore) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
    boolean reachesEnd;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(offset);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A channel may give less than was asked for.
      }
      reachesEnd = buffer.hasRemaining();
    }
    return lines(buffer.array(), buffer.position(), reachesEnd, offset, linesBefore);
  }

  private Piece lines(byte[] bytes, int length, boolean reachesEnd, long offset, long linesBefore) {
    EdnVector.Builder lines = EdnVector.builder();
    int start = 0;
    long number = linesBefore;
    while (start < length) {
      int end = endOfLine(bytes, start, length);
      boolean isCutOff = end == length && !reachesEnd;
      if (isCutOff && end - start <= MAX_LINE_BYTES) {
        break;
      }
      number++;
      int textEnd = withoutReturn(bytes, start, end, length);
      Optional<String> fault = fault(bytes, start, textEnd, number, offset);
      if (fault.isPresent()) {
        return new Piece(lines.build(), offset + start, false, fault);
      }
      lines.add(new Text(new String(bytes, start, textEnd - start, StandardCharsets.UTF_8)));
      start = Math.min(end + 1, length);
    }
    boolean isLast = reachesEnd && start == length;
    return new Piece(lines.build(), offset + start, isLast, Optional.empty());
  }

  private static int endOfLine(byte[] bytes, int start, int length) {
    int end = start;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  /** A carriage return before the line feed belongs to the end of the line. */
  private static int withoutReturn(byte[] bytes, int start, int end, int length) {
    return end < length && end > start && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  private Optional<String> fault(byte[] bytes, int start, int end, long number, long offset) {
    if (end - start > MAX_LINE_BYTES) {
      return Optional.of(
          complaint(
              "line " + number + ": expected at most " + MAX_LINE_BYTES + " bytes, found more"));
    }
    return Utf8.firstFault(bytes, start, end)
        .map(
            fault ->
                complaint(
                    "line "
                        + number
                        + ": malformed UTF-8 at byte "
                        + (offset + fault.index())
                        + ": expected "
                        + fault.expected()
                        + ", found "
                        + (fault.index() < end
                            ? Utf8.hex(bytes[fault.index()])
                            : "the end of the line")));
  }
}
