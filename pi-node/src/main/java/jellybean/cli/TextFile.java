package jellybean.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that a file is text in UTF-8 before anything is started for it. */
final class TextFile {
  private static final int BUFFER_BYTES = 16 * 1024;

  private TextFile() {}

  /**
   * The absolute path of {@code file}, read to its end once. A pipe could be read once only, and
   * the nodes read it again; a device may have no end.
   *
   * @throws CommandFailedException if it is missing, no file, unreadable or not UTF-8; says at
   *     which line
   */
  static Path requireUtf8(Path file) {
    if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
      throw new CommandFailedException(file + ": expected a file, found a pipe or a device");
    }
    try (Source source = Source.ofFile(file);
        InputStream in = new BufferedInputStream(source.in())) {
      requireUtf8(file, in);
      return file.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requireUtf8(Path file, InputStream in) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    long line = 1;
    boolean end = false;
    while (!end) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = read < 0;
      bytes.limit(bytes.position() + Math.max(read, 0)).position(0);
      CoderResult result = decoder.decode(bytes, chars, end);
      line += chars.flip().chars().filter(c -> c == '\n').count();
      if (result.isError()) {
        throw notText(file, line, bytes);
      }
      chars.clear();
      bytes.compact();
    }
  }

  private static CommandFailedException notText(Path file, long line, ByteBuffer at) {
    return new CommandFailedException(
        String.format(
            "%s:%d: expected text in UTF-8, found the byte 0x%02x that cannot stand there",
            file, line, at.get(at.position()) & 0xff));
  }
}
