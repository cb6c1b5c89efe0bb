package jellybean.edn;

import java.util.Map;

/** The text of characters, without their backslash. */
final class CharSyntax {
  static final int HEX_DIGITS = 4;
  static final int OCTAL_DIGITS = 3;
  static final int MAX_OCTAL = 0377;

  private static final Map<String, Character> NAMED =
      Map.of(
          "newline", '\n',
          "space", ' ',
          "tab", '\t',
          "backspace", '\b',
          "formfeed", '\f',
          "return", '\r');

  private CharSyntax() {}

  sealed interface Result permits Good, Bad {}

  record Good(char c) implements Result {}

  record Bad(String fault) implements Result {}

  static Result parse(String token) {
    if (token.length() == 1) {
      return new Good(token.charAt(0));
    }
    Character named = NAMED.get(token);
    if (named != null) {
      return new Good(named);
    }
    return switch (token.charAt(0)) {
      case 'u' -> unicode(token);
      case 'o' -> octal(token);
      default ->
          new Bad(
              token.codePointCount(0, token.length()) == 1
                  ? "expected one UTF-16 unit, found two; use a string"
                  : "expected a single character, newline, space, tab, return, backspace,"
                      + " formfeed, uXXXX or oNNN");
    };
  }

  /** The value of a hexadecimal or octal ASCII digit; -1 if it is none. */
  static int digit(int c, int radix) {
    return c < 0 || c > 'f' ? -1 : Character.digit(c, radix);
  }

  private static Result unicode(String token) {
    int value = token.length() == HEX_DIGITS + 1 ? number(token, 16) : -1;
    return value < 0 ? new Bad("expected 4 hexadecimal digits after 'u'") : new Good((char) value);
  }

  private static Result octal(String token) {
    int value = token.length() <= OCTAL_DIGITS + 1 ? number(token, 8) : -1;
    return value < 0 || value > MAX_OCTAL
        ? new Bad("expected octal digits from o0 to o377")
        : new Good((char) value);
  }

  private static int number(String token, int radix) {
    int value = 0;
    for (int i = 1; i < token.length(); i++) {
      int digit = digit(token.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
