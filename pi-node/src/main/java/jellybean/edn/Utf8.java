package jellybean.edn;

/**
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing past U+10FFFF.
 *
 * <pre>
 * width 2: 110xxxxx 10xxxxxx
 * width 3: 1110xxxx 10xxxxxx 10xxxxxx
 * width 4: 11110xxx 10xxxxxx 10xxxxxx 10xxxxxx
 * </pre>
 */
final class Utf8 {
  static final int MALFORMED = -1;

  private static final int CONTINUATION_BITS = 6;
  private static final int[] SMALLEST_BY_WIDTH = {0, 0, 0x80, 0x800, 0x10000};

  private Utf8() {}

  /** Bytes of the character that starts with a byte that is not ASCII; 0 if none does. */
  static int width(byte first) {
    int bits = first & 0xff;
    if (bits >= 0xf0) {
      return bits < 0xf8 ? 4 : 0;
    }
    if (bits >= 0xe0) {
      return 3;
    }
    return bits >= 0xc0 ? 2 : 0;
  }

  /** The character of {@code width} > 1 bytes at {@code at}, or {@link #MALFORMED}. */
  static int decode(byte[] bytes, int at, int width) {
    int codePoint = bytes[at] & (0xff >> (width + 1));
    for (int i = 1; i < width; i++) {
      int next = bytes[at + i];
      if ((next & 0xc0) != 0x80) {
        return MALFORMED;
      }
      codePoint = codePoint << CONTINUATION_BITS | (next & 0x3f);
    }
    boolean allowed =
        codePoint >= SMALLEST_BY_WIDTH[width]
            && codePoint <= Character.MAX_CODE_POINT
            && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    return allowed ? codePoint : MALFORMED;
  }

  /** Where the first malformed character between two indexes starts; -1 if there is none. */
  static int firstFault(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        at++;
        continue;
      }
      int width = width(bytes[at]);
      if (width == 0 || at + width > to || decode(bytes, at, width) == MALFORMED) {
        return at;
      }
      at += width;
    }
    return -1;
  }
}
