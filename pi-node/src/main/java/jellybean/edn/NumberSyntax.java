package jellybean.edn;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The text of numbers, as {@code clojure.edn} reads them, but without ratios, and without leading
 * zeros: the EDN specification forbids them, and readers disagree whether {@code 010} is 8 or 10.
 */
final class NumberSyntax {
  /** No longer number is read or printed: turning digits into bits takes quadratic time. */
  static final int MAX_CHARS = 16_384;

  private static final double BITS_PER_DIGIT = 3.321;

  /**
   * So many are printed within {@link #MAX_CHARS}, and there is room for a sign, a point and an
   * exponent. Whatever is read can be printed, so no more are read either, whatever the radix.
   */
  static final int MAX_BITS = (int) (MAX_CHARS * BITS_PER_DIGIT) - 64;

  private static final int MAX_EXPONENT = Integer.MAX_VALUE;
  private static final int MIN_RADIX = 2;
  private static final int MAX_RADIX = 36;
  private static final int LONG_BITS = 63;

  /** Of the printed form: the exponent of {@code 12e9M} is 10. */
  static final String EXPONENT_EXPECTED =
      "expected an exponent of at most " + MAX_EXPONENT + " with one digit before the point";

  private static final String EXPECTED =
      "expected an integer like 42, 42N, 0x2a or 2r101, or a number like 1.5, 1e3 or 1.5M";

  private NumberSyntax() {}

  sealed interface Result permits Good, Bad {}

  record Good(Num number) implements Result {}

  record Bad(String fault) implements Result {}

  /** Parses a text that starts with a digit, or a sign and a digit. */
  static Result parse(String text) {
    boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
    String body = signed ? text.substring(1) : text;
    boolean negative = text.charAt(0) == '-';
    int digits = endOfDigits(body, 0);
    if (digits == body.length() || (digits == body.length() - 1 && body.endsWith("N"))) {
      return decimalInteger(body, digits, negative);
    }
    return switch (body.charAt(digits)) {
      case 'x', 'X' -> hexadecimal(body, digits, negative);
      case 'r', 'R' -> radix(body, digits, negative);
      case '/' -> ratio(body, digits);
      default -> real(body, digits, negative);
    };
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean hasLeadingZero(String body, int digits) {
    return digits > 1 && body.charAt(0) == '0';
  }

  private static Bad leadingZero() {
    return new Bad("expected no leading zero; an octal number is written like 8r17");
  }

  private static Result decimalInteger(String body, int digits, boolean negative) {
    if (hasLeadingZero(body, digits)) {
      return leadingZero();
    }
    BigInteger magnitude = new BigInteger(body.substring(0, digits));
    return integer(magnitude, negative, digits < body.length());
  }

  private static Result integer(BigInteger magnitude, boolean negative, boolean big) {
    BigInteger value = negative ? magnitude.negate() : magnitude;
    if (value.bitLength() > MAX_BITS) {
      return tooLarge(value);
    }
    return new Good(
        big || value.bitLength() > LONG_BITS ? new BigInt(value) : Int.of(value.longValue()));
  }

  private static Result hexadecimal(String body, int digits, boolean negative) {
    boolean big = body.endsWith("N");
    String hex = body.substring(digits + 1, big ? body.length() - 1 : body.length());
    return digits == 1 && body.charAt(0) == '0' && areDigits(hex, 16)
        ? integer(new BigInteger(hex, 16), negative, big)
        : new Bad("expected hexadecimal digits after 0x");
  }

  private static Result radix(String body, int digits, boolean negative) {
    int radix = digits <= 2 ? Integer.parseInt(body.substring(0, digits)) : 0;
    if (radix < MIN_RADIX || radix > MAX_RADIX || body.charAt(0) == '0') {
      return new Bad("expected a radix from 2 to 36 before 'r'");
    }
    String rest = body.substring(digits + 1);
    return areDigits(rest, radix)
        ? integer(new BigInteger(rest, radix), negative, false)
        : new Bad("expected digits of radix " + radix + " after 'r'");
  }

  private static boolean areDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 'z' || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static Result ratio(String body, int digits) {
    boolean isRatio = digits + 1 < body.length() && endOfDigits(body, digits + 1) == body.length();
    return new Bad(
        isRatio ? "expected a number other than a ratio, such as 0.5 or 0.5M" : EXPECTED);
  }

  /** {@code digits [. digits*] [e [+-] digits] [M]}. */
  private static Result real(String body, int digits, boolean negative) {
    int at = digits;
    if (body.charAt(at) == '.') {
      at = endOfDigits(body, at + 1);
    }
    if (at < body.length() && (body.charAt(at) == 'e' || body.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < body.length() && "+-".indexOf(body.charAt(exponent)) >= 0) {
        exponent++;
      }
      at = endOfDigits(body, exponent);
      if (at == exponent) {
        return new Bad("expected digits in the exponent");
      }
    }
    boolean exact = at == body.length() - 1 && body.endsWith("M");
    if (at < body.length() && !exact) {
      return new Bad(EXPECTED);
    }
    if (hasLeadingZero(body, digits)) {
      return leadingZero();
    }
    return exact ? decimal(body.substring(0, at), negative) : floating(body, negative);
  }

  private static Good floating(String body, boolean negative) {
    double magnitude = Double.parseDouble(body);
    return new Good(Real.of(negative ? -magnitude : magnitude));
  }

  private static Result decimal(String body, boolean negative) {
    try {
      BigDecimal magnitude = new BigDecimal(body);
      if (magnitude.unscaledValue().bitLength() > MAX_BITS) {
        return tooLarge(magnitude.unscaledValue());
      }
      return hasLongExponent(magnitude)
          ? new Bad(EXPONENT_EXPECTED)
          : new Good(new Decimal(negative ? magnitude.negate() : magnitude));
    } catch (NumberFormatException e) {
      return new Bad(EXPONENT_EXPECTED);
    }
  }

  private static Bad tooLarge(BigInteger digits) {
    return new Bad("expected at most " + MAX_BITS + " bits, found " + digits.bitLength());
  }

  /** Whether a decimal, printed with one digit before the point, could not be read back. */
  static boolean hasLongExponent(BigDecimal number) {
    return Math.abs(number.precision() - 1L - number.scale()) > MAX_EXPONENT;
  }
}
