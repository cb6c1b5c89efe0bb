package jellybean.edn;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects UTF-8 bytes, up to a limit; hands them on to a stream if there is one. */
final class Utf8Out {
  private static final int FIRST_BYTES = 256;
  private static final int CHUNK_BYTES = 8192;

  private final @Nullable OutputStream to;
  private final long limitBytes;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;
  private long handedOn;

  Utf8Out(long limitBytes) {
    this.to = null;
    this.limitBytes = limitBytes;
  }

  Utf8Out(OutputStream to) {
    this.to = to;
    this.limitBytes = Long.MAX_VALUE;
  }

  void put(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void put(byte[] utf8) {
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /** Text of ASCII characters only. */
  @SuppressWarnings("deprecation") // the fastest way for what is known to be ASCII
  void ascii(String text) {
    int length = text.length();
    room(length);
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  /** Text without unpaired surrogates. */
  void text(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  void codePoint(int codePoint) {
    if (codePoint < 0x80) {
      put((char) codePoint);
    } else {
      text(Character.toString(codePoint));
    }
  }

  long count() {
    return handedOn + size;
  }

  private void room(int more) {
    if (handedOn + size + more > limitBytes) {
      throw new LimitReached();
    }
    if (to != null && size >= CHUNK_BYTES) {
      flush();
    }
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /** Hands what is there on to the stream. */
  void flush() {
    if (to == null) {
      return;
    }
    try {
      to.write(bytes, 0, size);
      handedOn += size;
      size = 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write EDN: " + e.getMessage(), e);
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /** The limit would be passed; nothing of the last piece was taken. Has no stack trace. */
  static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitReached() {
      super("output limit reached", null, false, false);
    }
  }
}
