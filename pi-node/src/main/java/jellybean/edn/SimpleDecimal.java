package jellybean.edn;

/**
 * Numbers like {@code 2.5}, without a string on the way.
 *
 * <p>With at most 15 digits both the digits and the power of ten are exact doubles, so that their
 * quotient is the double nearest to the decimal (Clinger, "How to read floating point numbers
 * accurately", 1990).
 */
final class SimpleDecimal {
  private static final int MAX_DIGITS = 15;
  private static final double NONE = -1;
  private static final double[] POWERS = powers();

  private SimpleDecimal() {}

  /**
   * The number between two indexes, if it has digits on both sides of a point and nothing else; -1
   * if not.
   */
  static double parse(byte[] bytes, int from, int to) {
    if (to - from > MAX_DIGITS + 1 || (bytes[from] == '0' && bytes[from + 1] != '.')) {
      return NONE;
    }
    long digits = 0;
    int point = -1;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (ByteKind.isDigit(b)) {
        digits = digits * 10 + (b - '0');
      } else if (b == '.' && point < 0) {
        point = i;
      } else {
        return NONE;
      }
    }
    return point < 0 ? NONE : digits / POWERS[to - point - 1];
  }

  private static double[] powers() {
    double[] powers = new double[MAX_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
