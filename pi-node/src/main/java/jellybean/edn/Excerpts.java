package jellybean.edn;

import java.nio.charset.StandardCharsets;

/** Pieces of input for messages: short, and printable whatever the input holds. */
final class Excerpts {
  private static final int MAX_CHARS = 40;
  private static final int MAX_UTF8_BYTES = 4 * MAX_CHARS;

  private Excerpts() {}

  static String of(byte[] bytes, int from, int to) {
    int shown = Math.min(to - from, MAX_UTF8_BYTES);
    return of(new String(bytes, from, shown, StandardCharsets.UTF_8));
  }

  static String of(String text) {
    StringBuilder out = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (count++ == MAX_CHARS) {
        return out.append('…').toString();
      }
      int codePoint = text.codePointAt(i);
      if (Unicode.isInvisible(codePoint)) {
        out.append("\\u%04x".formatted(codePoint));
      } else {
        out.appendCodePoint(codePoint);
      }
    }
    return out.toString();
  }
}
