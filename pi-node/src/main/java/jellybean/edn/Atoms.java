package jellybean.edn;

import java.nio.charset.StandardCharsets;

/** Reads the values without parts: numbers, strings, characters, symbols, keywords. */
final class Atoms {
  /** A long of at most this many digits cannot overflow. */
  private static final int SAFE_DIGITS = 18;

  /** What decoding puts in place of what is malformed; it may also be in the text itself. */
  private static final char REPLACEMENT = '\ufffd';

  private final Source source;
  private final Scanner scanner;

  Atoms(Source source, Scanner scanner) {
    this.source = source;
    this.scanner = scanner;
  }

  /** Reads a number, which starts here with a digit, or a sign and a digit. */
  Value number() {
    int start = source.pos;
    scanner.skipToken();
    cutAtHash(start);
    int end = source.pos;
    boolean signed = !ByteKind.isDigit(source.bytes[start]);
    int firstDigit = signed ? start + 1 : start;
    int digits = end - firstDigit;
    if (digits <= SAFE_DIGITS && (digits == 1 || source.bytes[firstDigit] != '0')) {
      long magnitude = shortInteger(firstDigit, end);
      if (magnitude >= 0) {
        return Int.of(source.bytes[start] == '-' ? -magnitude : magnitude);
      }
    }
    double magnitude = SimpleDecimal.parse(source.bytes, firstDigit, end);
    if (magnitude >= 0) {
      return Real.of(source.bytes[start] == '-' ? -magnitude : magnitude);
    }
    return longNumber(start);
  }

  /** A number ends where a dispatch starts: {@code 1#_2} is 1. */
  private void cutAtHash(int start) {
    for (int i = start; i < source.pos; i++) {
      if (source.bytes[i] == '#') {
        source.pos = i;
      }
    }
  }

  /** The value of a run of digits; -1 if there is anything else. */
  private long shortInteger(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      byte b = source.bytes[i];
      if (!ByteKind.isDigit(b)) {
        return -1;
      }
      value = value * 10 + (b - '0');
    }
    return value;
  }

  private Value longNumber(int start) {
    if (source.pos - start > NumberSyntax.MAX_CHARS) {
      throw source.fault(
          start,
          "number too long: expected at most %d characters, found %d"
              .formatted(NumberSyntax.MAX_CHARS, source.pos - start));
    }
    NumberSyntax.Result result = NumberSyntax.parse(scanner.token(start));
    if (result instanceof NumberSyntax.Good good) {
      return good.number();
    }
    throw source.fault(
        start, "bad number %s: %s".formatted(shown(start), ((NumberSyntax.Bad) result).fault()));
  }

  /** Reads a keyword, which starts here with its colon. */
  Value keyword() {
    int start = source.pos;
    scanner.skipToken();
    Value recent = scanner.recent(start);
    if (recent != null) {
      return recent;
    }
    String token = scanner.token(start);
    String name = token.substring(1);
    String fault = Names.keywordFault(name);
    if (!fault.isEmpty()) {
      throw source.fault(start, "bad keyword %s: %s".formatted(shown(start), fault));
    }
    Keyword keyword = Keyword.of(name);
    scanner.remember(token, keyword);
    return keyword;
  }

  /** Reads a symbol, {@code nil}, {@code true} or {@code false}. */
  Value symbolOrConstant() {
    int start = source.pos;
    scanner.skipToken();
    Value recent = scanner.recent(start);
    if (recent != null) {
      return recent;
    }
    String token = scanner.token(start);
    Value value =
        switch (token) {
          case "nil" -> Nil.NIL;
          case "true" -> Bool.TRUE;
          case "false" -> Bool.FALSE;
          default -> symbol(token, start, "symbol");
        };
    scanner.remember(token, value);
    return value;
  }

  /** Reads a symbol that names something: {@code what}, for the message. */
  Symbol symbol(String what) {
    int start = source.pos;
    scanner.skipToken();
    return symbol(scanner.token(start), start, what);
  }

  private Symbol symbol(String token, int start, String what) {
    String fault = Names.symbolFault(token);
    if (!fault.isEmpty()) {
      throw source.fault(start, "bad %s %s: %s".formatted(what, shown(start), fault));
    }
    return Symbol.unchecked(token);
  }

  /** Reads {@code Inf}, {@code -Inf} or {@code NaN}, which stand behind {@code ##}. */
  Real symbolicNumber() {
    int start = source.pos;
    scanner.skipToken();
    return switch (scanner.token(start)) {
      case "Inf" -> Real.of(Double.POSITIVE_INFINITY);
      case "-Inf" -> Real.of(Double.NEGATIVE_INFINITY);
      case "NaN" -> Real.of(Double.NaN);
      default ->
          throw source.fault(
              start,
              "bad number ##%s: expected ##Inf, ##-Inf or ##NaN"
                  .formatted(source.excerpt(start, source.pos)));
    };
  }

  /** Reads a character, which starts here with its backslash. */
  Char character() {
    int start = source.pos++;
    if (!source.available(1)) {
      throw source.fault(start, "bad character: expected one after '\\', found the end of input");
    }
    if (Unicode.isBlank(scanner.codePoint())) {
      throw source.fault(
          start,
          "bad character: expected one after '\\', found a blank; a space is written \\space");
    }
    source.pos += scanner.width();
    boolean firstIsAscii = scanner.width() == 1;
    scanner.skipToken();
    String token =
        new String(source.bytes, start + 1, source.pos - start - 1, StandardCharsets.UTF_8);
    if (firstIsAscii && token.length() == 1) {
      return new Char(token.charAt(0));
    }
    CharSyntax.Result result = CharSyntax.parse(token);
    if (result instanceof CharSyntax.Good good) {
      return new Char(good.c());
    }
    throw source.fault(
        start, "bad character %s: %s".formatted(shown(start), ((CharSyntax.Bad) result).fault()));
  }

  /** Reads a string, which starts here with its quote. */
  String string() {
    int start = source.pos++;
    boolean ascii = true;
    while (true) {
      byte[] bytes = source.bytes;
      int end = source.end;
      int at = source.pos;
      while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
        ascii &= bytes[at] >= 0;
        at++;
      }
      source.pos = at;
      if (at == end) {
        needMore(start);
      } else if (bytes[at] == '"') {
        source.pos++;
        return plain(start + 1, at, ascii);
      } else {
        return escaped(start);
      }
    }
  }

  private void needMore(int start) {
    if (!source.fill()) {
      throw source.fault(
          source.pos,
          "unexpected end of input: expected '\"' to end the string that starts at "
              + source.positionOf(start));
    }
  }

  private String plain(int from, int to, boolean ascii) {
    if (ascii) {
      return new String(source.bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    String decoded = new String(source.bytes, from, to - from, StandardCharsets.UTF_8);
    if (decoded.indexOf(REPLACEMENT) >= 0) {
      checkUtf8(from, to);
    }
    return decoded;
  }

  private void checkUtf8(int from, int to) {
    int fault = Utf8.firstFault(source.bytes, from, to);
    if (fault >= 0) {
      throw source.fault(
          fault,
          "malformed UTF-8: expected a character, found byte 0x%02x"
              .formatted(source.bytes[fault] & 0xff));
    }
  }

  /** Goes on from the first backslash of a string. */
  private String escaped(int start) {
    StringBuilder text = new StringBuilder(plain(start + 1, source.pos, false));
    while (true) {
      int from = source.pos;
      while (source.available(1)
          && source.bytes[source.pos] != '"'
          && source.bytes[source.pos] != '\\') {
        source.pos++;
      }
      if (source.pos == source.end) {
        needMore(start);
      }
      text.append(plain(from, source.pos, false));
      if (source.bytes[source.pos] == '"') {
        source.pos++;
        return text.toString();
      }
      text.append(escape());
    }
  }

  private char escape() {
    int start = source.pos++;
    if (!source.available(1)) {
      return 0; // the caller finds the end of input and says so
    }
    int c = scanner.codePoint();
    source.pos += scanner.width();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"' -> '"';
      case '\\' -> '\\';
      case 'u' -> unicodeEscape(start);
      default -> {
        if (c >= '0' && c <= '7') {
          yield octalEscape(start);
        }
        throw source.fault(
            start,
            "bad escape %s in a string: expected one of \\n \\t \\r \\b \\f \\\" \\\\ \\uXXXX \\ooo"
                .formatted(shown(start)));
      }
    };
  }

  private char unicodeEscape(int start) {
    int value = 0;
    for (int i = 0; i < CharSyntax.HEX_DIGITS; i++) {
      int digit = source.available(1) ? CharSyntax.digit(source.bytes[source.pos], 16) : -1;
      if (digit < 0) {
        throw source.fault(
            start,
            "bad escape %s in a string: expected 4 hexadecimal digits".formatted(shown(start)));
      }
      source.pos++;
      value = value * 16 + digit;
    }
    return (char) value;
  }

  /**
   * At most three digits, the first of which was read already. As in Clojure, what follows fewer
   * digits must end a token too, lest it be taken for a digit.
   */
  private char octalEscape(int start) {
    int value = source.bytes[source.pos - 1] - '0';
    for (int i = 1; i < CharSyntax.OCTAL_DIGITS && source.available(1); i++) {
      byte b = source.bytes[source.pos];
      if (!ByteKind.isDigit(b) && endsToken(b)) {
        break;
      }
      source.pos++;
      value = isOctal(b) ? value * 8 + (b - '0') : CharSyntax.MAX_OCTAL + 1;
    }
    if (value > CharSyntax.MAX_OCTAL) {
      throw source.fault(
          start,
          "bad escape %s in a string: expected octal digits from \\0 to \\377, then a delimiter"
              .formatted(shown(start)));
    }
    return (char) value;
  }

  private static boolean isOctal(byte b) {
    return b >= '0' && b <= '7';
  }

  private static boolean endsToken(byte b) {
    return b == '#' || (ByteKind.stopsToken(b) && b >= 0);
  }

  private String shown(int start) {
    return source.excerpt(start, source.pos);
  }
}
