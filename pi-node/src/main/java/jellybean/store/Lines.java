package jellybean.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a file line by line; a line that is too long is given cut, and never a good one then. */
final class Lines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long offset;
  private long unfinishedBytes;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Where the next line begins. */
  long offset() {
    return offset;
  }

  /** How long the file is; only after {@link #next} has come to its end. */
  long end() {
    return offset + unfinishedBytes;
  }

  /** The next line without its line feed; empty at the end, and of a last line that has none. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long taken = 0;
    while (at < end || fill()) {
      int feed = feed();
      int room = Math.max(0, Line.MAX_BYTES - line.size());
      line.write(buffer, at, Math.min(feed - at, room));
      taken += feed - at;
      at = feed;
      if (at < end) {
        at++;
        offset += taken + 1;
        return Optional.of(line.toByteArray());
      }
    }
    unfinishedBytes += taken;
    return Optional.empty();
  }

  private int feed() {
    int feed = at;
    while (feed < end && buffer[feed] != '\n') {
      feed++;
    }
    return feed;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer);
    at = 0;
    end = Math.max(0, read);
    return read > 0;
  }
}
