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
  private static final int DELETE = 0x7f;

  /** Numbers below are turned into digits here, without a string. */
  private static final int SMALL_NUMBER = 10_000;

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

  /** Text in quotes; false, and nothing put, if it holds anything to escape or to encode. */
  @SuppressWarnings("deprecation") // the same
  boolean quotedAscii(String text) {
    int length = text.length();
    room(length + 2);
    int from = size + 1;
    text.getBytes(0, length, bytes, from);
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      if (b < ' ' || b == '"' || b == '\\' || b == DELETE || text.charAt(i) >= DELETE) {
        return false;
      }
    }
    bytes[size] = '"';
    bytes[from + length] = '"';
    size = from + length + 1;
    return true;
  }

  void number(long number) {
    if (number < 0 || number >= SMALL_NUMBER) {
      ascii(Long.toString(number));
      return;
    }
    int rest = (int) number;
    int digits = rest < 10 ? 1 : rest < 100 ? 2 : rest < 1000 ? 3 : 4;
    room(digits);
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
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
