/**
 * What a check prints: one line a fact, the same on every machine. Floating-point values as their
 * bits.
 */
final class Lines {
  private Lines() {}

  static void say(String name, Object value) {
    System.out.println(name + " " + value);
  }

  static void say(String name, long value) {
    System.out.println(name + " " + value);
  }

  static void say(String name, double value) {
    say(name, bits(value));
  }

  static void say(String name, float value) {
    say(name, Integer.toHexString(Float.floatToRawIntBits(value)));
  }

  /** The bits of a value; all NaN are one, since a processor may choose among them. */
  static String bits(double value) {
    return Long.toHexString(Double.doubleToLongBits(value));
  }

  /** Folds a value into a digest of many. */
  static long fold(long digest, long value) {
    return (digest ^ value) * 0x100000001b3L;
  }

  static long fold(long digest, double value) {
    return fold(digest, Double.doubleToLongBits(value));
  }

  static long fold(long digest, float value) {
    return fold(digest, Float.floatToIntBits(value));
  }
}
