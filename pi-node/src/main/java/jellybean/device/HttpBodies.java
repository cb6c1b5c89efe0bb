package jellybean.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jellybean.edn.Bytes;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Bodies and headers of HTTP (RFC 9110) as values, and back. */
final class HttpBodies {
  /** Of a body, so that a message with it fits a frame. */
  static final int MAX_BYTES = 40 * 1_024;

  /** Headers of a message. */
  static final int MAX_HEADERS = 100;

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
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new TooLargeException();
    }
    return bytes;
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

  /** Whether a header may be set as it is: no line may end within it. */
  static boolean isHeader(Value name, Value value) {
    return name instanceof Text n
        && value instanceof Text v
        && n.value().matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
        && v.value().chars().noneMatch(c -> c < ' ' && c != '\t');
  }
}
