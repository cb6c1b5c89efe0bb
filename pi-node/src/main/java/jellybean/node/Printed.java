package jellybean.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnPrinter;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** How much room values take as EDN text, and how they look where there is not enough. */
final class Printed {
  /** What is nested deeper is shown as a text, for answers nest as well. */
  private static final int BRIEF_DEPTH = 16;

  /** A frame takes more, but an answer is not all that is in it. */
  private static final int MAX_ELEMENTS = 32_000;

  private static final String GOES_ON = "…";

  private Printed() {}

  /** Whether a frame could hold it, and it has an EDN text of at most so many bytes. */
  static boolean fits(Value value, int maxBytes) {
    return fault(value, maxBytes, ReadLimits.DEFAULT_DEPTH).isEmpty();
  }

  /** Why it does not fit, if it does not: {@code expected …, found …}. */
  static Optional<String> fault(Value value, int maxBytes, int maxDepth) {
    try {
      EdnPrinter.toBytes(value, new ReadLimits(maxDepth, maxBytes, MAX_ELEMENTS));
      return Optional.empty();
    } catch (EdnException e) {
      long bytes = bytes(value);
      return Optional.of(
          bytes > maxBytes
              ? "expected at most " + maxBytes + " bytes, found " + bytes
              : e.detail());
    }
  }

  /**
   * The bytes of its EDN text, none of which are kept; of what has none, up to what prevents it.
   */
  static long bytes(Value value) {
    Counting counting = new Counting(0);
    print(value, counting);
    return counting.bytes;
  }

  /** Itself if its text has at most so many bytes, else that much of the text. */
  static Value brief(Value value, int maxBytes) {
    if (fault(value, maxBytes, BRIEF_DEPTH).isEmpty()) {
      return value;
    }
    Counting beginning = new Counting(maxBytes);
    String fault = print(value, beginning);
    return new Text(fault.isEmpty() ? beginning.text() : fault);
  }

  /** Why it cannot be printed; empty if it can. */
  private static String print(Value value, OutputStream to) {
    try {
      EdnPrinter.write(value, to);
      return "";
    } catch (EdnException e) {
      return String.valueOf(e.getMessage());
    } catch (UncheckedIOException e) {
      // The beginning is all that was wanted.
      return "";
    }
  }

  /** Counts bytes; if some are to be kept, it keeps these and refuses the others. */
  private static final class Counting extends OutputStream {
    private final byte[] kept;
    private long bytes;

    Counting(int keptBytes) {
      this.kept = new byte[keptBytes];
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (bytes < kept.length) {
        int room = (int) Math.min(length, kept.length - bytes);
        System.arraycopy(from, offset, kept, (int) bytes, room);
      }
      bytes += length;
      if (kept.length > 0 && bytes > kept.length) {
        throw new IOException("enough");
      }
    }

    /** What was kept, without the beginning of a character whose end was not; marked if cut. */
    String text() {
      CharBuffer characters = CharBuffer.allocate(kept.length);
      ByteBuffer whole = ByteBuffer.wrap(kept, 0, (int) Math.min(bytes, kept.length));
      StandardCharsets.UTF_8.newDecoder().decode(whole, characters, false);
      return characters.flip() + (bytes > kept.length ? GOES_ON : "");
    }
  }
}
