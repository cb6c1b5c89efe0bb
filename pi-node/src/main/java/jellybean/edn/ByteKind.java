package jellybean.edn;

import java.util.Arrays;

/** What a byte means where a value may start, and which bytes end a token. */
final class ByteKind {
  static final byte OTHER = 0;
  static final byte BLANK = 1;
  static final byte COMMENT = 2;
  static final byte OPEN = 3;
  static final byte CLOSE = 4;
  static final byte STRING = 5;
  static final byte CHARACTER = 6;
  static final byte DISPATCH = 7;
  static final byte META = 8;
  static final byte DIGIT = 9;
  static final byte SIGN = 10;
  static final byte COLON = 11;

  /** Part of a character of several bytes. */
  static final byte NOT_ASCII = 12;

  private static final int BYTES = 256;
  private static final int ASCII = 128;
  private static final byte[] KINDS = kinds();
  private static final boolean[] STOPS = stops();

  private ByteKind() {}

  static byte of(byte b) {
    return KINDS[b & 0xff];
  }

  /** True where the scan of a token has to stop or to look at a whole character. */
  static boolean stopsToken(byte b) {
    return STOPS[b & 0xff];
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[BYTES];
    Arrays.fill(kinds, ASCII, BYTES, NOT_ASCII);
    for (int c = 0; c < ASCII; c++) {
      if (Unicode.isBlank(c) || c == ',') {
        kinds[c] = BLANK;
      }
    }
    Arrays.fill(kinds, '0', '9' + 1, DIGIT);
    set(kinds, "([{", OPEN);
    set(kinds, ")]}", CLOSE);
    set(kinds, "+-", SIGN);
    set(kinds, ";", COMMENT);
    set(kinds, "\"", STRING);
    set(kinds, "\\", CHARACTER);
    set(kinds, "#", DISPATCH);
    set(kinds, "^", META);
    set(kinds, ":", COLON);
    return kinds;
  }

  private static void set(byte[] kinds, String characters, byte kind) {
    for (int i = 0; i < characters.length(); i++) {
      kinds[characters.charAt(i)] = kind;
    }
  }

  private static boolean[] stops() {
    boolean[] stops = new boolean[BYTES];
    for (int b = 0; b < BYTES; b++) {
      stops[b] =
          switch (KINDS[b]) {
            case OTHER, DIGIT, SIGN, COLON, DISPATCH -> false;
            default -> true;
          };
    }
    return stops;
  }
}
