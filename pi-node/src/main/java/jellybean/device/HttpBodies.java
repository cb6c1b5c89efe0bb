package jellybean.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import jellybean.edn.Bytes;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Bodies and headers of HTTP (RFC 9110) as values, and back. */
final class HttpBodies {
  /** Of a body, so that a message with it fits a frame. */
  static final int MAX_BYTES = 40 * 1_024;

  private static final int PART_BYTES = 4_096;

  /** Headers of a message. */
  static final int MAX_HEADERS = 100;

  /** Characters of the headers of a message, names and values. */
  static final int MAX_HEADER_CHARS = 16 * 1_024;

  static final String TOO_LARGE_HEADERS =
      "expected headers of at most " + MAX_HEADER_CHARS + " characters, found more";

  private static final int DELETE = 0x7f;
  private static final int LAST_LATIN_1 = 0xff;

  /** What a body is sent as. */
  record Body(byte[] bytes, String type) {}

  /** More came than may come. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("expected a body of at most " + MAX_BYTES + " bytes, found more");
    }
  }

  private HttpBodies() {}

  /** Reads to the end, within the bound. */
  static byte[] read(InputStream in) throws IOException {
    return read(in, () -> false);
  }

  /**
   * Reads to the end, within the bound.
   *
   * @param isGivenUp asked after each part
   */
  static byte[] read(InputStream in, BooleanSupplier isGivenUp) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[PART_BYTES];
    int length = in.read(part);
    while (length >= 0) {
      bytes.write(part, 0, length);
      if (bytes.size() > MAX_BYTES) {
        throw new TooLargeException();
      }
      if (isGivenUp.getAsBoolean()) {
        throw new IOException("it was given up");
      }
      length = in.read(part);
    }
    return bytes.toByteArray();
  }

  /** A string if it is UTF-8, else bytes. */
  static Value value(byte[] bytes) {
    return Utf8.firstFault(bytes, 0, bytes.length).isEmpty()
        ? new Text(new String(bytes, StandardCharsets.UTF_8))
        : Bytes.of(bytes);
  }

  /** A string and bytes as they are, anything else as EDN. */
  static Body body(Value value) {
    return switch (value) {
      case Text text ->
          new Body(text.value().getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
      case Bytes bytes -> new Body(bytes.toByteArray(), "application/octet-stream");
      default -> new Body(EdnPrinter.toBytes(value), "application/edn");
    };
  }

  static boolean areTooLarge(Map<String, List<String>> headers) {
    long chars = 0;
    for (var header : headers.entrySet()) {
      for (String value : header.getValue()) {
        chars += (header.getKey() == null ? 0 : header.getKey().length()) + value.length();
      }
    }
    return chars > MAX_HEADER_CHARS;
  }

  /** By lower-case name; of several of a name the last one. */
  static EdnMap headers(Map<String, List<String>> headers) {
    TreeMap<String, String> sorted = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          if (name != null && !values.isEmpty() && sorted.size() < MAX_HEADERS) {
            sorted.put(name.toLowerCase(java.util.Locale.ROOT), values.getLast());
          }
        });
    EdnMap map = EdnMap.EMPTY;
    for (var header : sorted.entrySet()) {
      map = map.with(new Text(header.getKey()), new Text(header.getValue()));
    }
    return map;
  }

  /**
   * Whether a header may be set as it is: no line may end within it, and as the server cuts each
   * character to a byte, none may become such an end.
   */
  static boolean isHeader(Value name, Value value) {
    return name instanceof Text n
        && value instanceof Text v
        && n.value().matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
        && v.value().chars().allMatch(HttpBodies::isOfHeader);
  }

  private static boolean isOfHeader(int c) {
    return c == '\t' || (c >= ' ' && c != DELETE && c <= LAST_LATIN_1);
  }
}
