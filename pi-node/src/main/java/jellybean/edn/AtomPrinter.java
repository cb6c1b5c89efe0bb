package jellybean.edn;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Prints the values without parts, so that they read back as the same. */
final class AtomPrinter {
  private static final String HEX = "0123456789abcdef";

  private AtomPrinter() {}

  /** Prints one of the atoms that most values consist of; false if it is another value. */
  static boolean printCommon(Value value, Utf8Out out) {
    if (value instanceof Keyword keyword) {
      out.put(keyword.utf8());
    } else if (value instanceof Text text) {
      string(text.value(), out);
    } else if (value instanceof Int number) {
      out.number(number.value());
    } else if (value instanceof Symbol symbol) {
      out.text(symbol.toString());
    } else {
      return false;
    }
    return true;
  }

  /** Prints any of the other atoms. */
  static void print(Value atom, Utf8Out out) {
    switch (atom) {
      case Char c -> character(c.value(), out);
      case BigInt number -> integer(number.value(), out);
      case Decimal number -> decimal(number.value(), out);
      case Nil _, Bool _, Real _, Inst _, Uuid _, Bytes _ -> out.ascii(atom.toString());
      case Opaque opaque -> throw new EdnException("cannot print " + opaque.description());
      case Keyword _, Text _, Int _, Symbol _, Tagged _, Coll _ ->
          throw new IllegalArgumentException("expected one of the rarer atoms, found " + atom);
    }
  }

  private static void integer(BigInteger number, Utf8Out out) {
    checkBits(number.bitLength());
    out.ascii(number.toString());
    out.put('N');
  }

  private static void decimal(BigDecimal number, Utf8Out out) {
    checkBits(number.unscaledValue().bitLength());
    if (NumberSyntax.hasLongExponent(number)) {
      throw new EdnException("cannot print a number: " + NumberSyntax.EXPONENT_EXPECTED);
    }
    out.ascii(number.toString());
    out.put('M');
  }

  private static void checkBits(int bits) {
    if (bits > NumberSyntax.MAX_BITS) {
      throw new EdnException(
          "cannot print a number: expected at most %d bits, found %d"
              .formatted(NumberSyntax.MAX_BITS, bits));
    }
  }

  private static void string(String text, Utf8Out out) {
    if (!out.quotedAscii(text)) {
      anyString(text, out);
    }
  }

  private static void anyString(String text, Utf8Out out) {
    out.put('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && c < 0x7f) {
        continue;
      }
      int codePoint = text.codePointAt(i);
      int width = Character.charCount(codePoint);
      if (c < 0x7f || Unicode.isInvisible(codePoint)) {
        verbatim(text, from, i, out);
        escaped(text, i, width, out);
        from = i + width;
      }
      i += width - 1;
    }
    verbatim(text, from, text.length(), out);
    out.put('"');
  }

  private static void verbatim(String text, int from, int to, Utf8Out out) {
    if (from < to) {
      out.text(from == 0 && to == text.length() ? text : text.substring(from, to));
    }
  }

  private static void escaped(String text, int at, int width, Utf8Out out) {
    switch (text.charAt(at)) {
      case '"' -> out.ascii("\\\"");
      case '\\' -> out.ascii("\\\\");
      case '\n' -> out.ascii("\\n");
      case '\t' -> out.ascii("\\t");
      case '\r' -> out.ascii("\\r");
      case '\b' -> out.ascii("\\b");
      case '\f' -> out.ascii("\\f");
      default -> {
        for (int i = 0; i < width; i++) {
          unicode(text.charAt(at + i), out);
        }
      }
    }
  }

  private static void unicode(char c, Utf8Out out) {
    out.ascii("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.put(HEX.charAt((c >>> shift) & 0xf));
    }
  }

  private static void character(char c, Utf8Out out) {
    switch (c) {
      case '\n' -> out.ascii("\\newline");
      case ' ' -> out.ascii("\\space");
      case '\t' -> out.ascii("\\tab");
      case '\b' -> out.ascii("\\backspace");
      case '\f' -> out.ascii("\\formfeed");
      case '\r' -> out.ascii("\\return");
      default -> {
        if (Unicode.isInvisible(c)) {
          unicode(c, out);
        } else {
          out.put('\\');
          out.codePoint(c);
        }
      }
    }
  }
}
