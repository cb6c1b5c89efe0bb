import java.util.Random;

/** Integers, conversions and the four operations on many numbers, odd ones among them. */
final class Arithmetic {
  private static final long[] ODD_LONGS = {
    0,
    1,
    -1,
    2,
    31,
    32,
    33,
    63,
    64,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] ODD_DOUBLES = {
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    4.9e-320,
    1L << 53,
    3e9,
    -3e9,
    1e19
  };

  private Arithmetic() {}

  public static void main(String[] args) {
    Random random = new Random(7);
    long ints = 0;
    long longs = 0;
    long doubles = 0;
    long floats = 0;
    long conversions = 0;
    for (int round = 0; round < 6_000; round++) {
      long a = aLong(random);
      long b = aLong(random);
      ints = Lines.fold(ints, ofInts((int) a, (int) b));
      longs = Lines.fold(longs, ofLongs(a, b));
      double x = aDouble(random);
      double y = aDouble(random);
      doubles = Lines.fold(doubles, ofDoubles(x, y));
      floats = Lines.fold(floats, ofFloats((float) x, (float) y));
      conversions = Lines.fold(conversions, converted(a, x));
    }
    Lines.say("ints", Long.toHexString(ints));
    Lines.say("longs", Long.toHexString(longs));
    Lines.say("doubles", Long.toHexString(doubles));
    Lines.say("floats", Long.toHexString(floats));
    Lines.say("conversions", Long.toHexString(conversions));
    Lines.say("text", 3.14159 + " " + 1e300 + " " + (float) 0.1 + " " + Double.MIN_VALUE);
    Lines.say("parsed", Double.parseDouble("2.2250738585072011e-308"));
  }

  private static long aLong(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ODD_LONGS[random.nextInt(ODD_LONGS.length)];
      case 1 -> random.nextInt(200) - 100;
      case 2 -> random.nextInt();
      default -> random.nextLong();
    };
  }

  private static double aDouble(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ODD_DOUBLES[random.nextInt(ODD_DOUBLES.length)];
      case 1 -> random.nextGaussian() * 1000;
      case 2 -> random.nextInt(1000) / 8.0;
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  private static long ofInts(int a, int b) {
    long digest = Lines.fold(0, a + b);
    digest = Lines.fold(digest, a - b);
    digest = Lines.fold(digest, a * b);
    digest = Lines.fold(digest, b == 0 ? 0 : a / b);
    digest = Lines.fold(digest, b == 0 ? 0 : a % b);
    digest = Lines.fold(digest, (a << b) ^ (a >> b) ^ (a >>> b));
    digest = Lines.fold(digest, Integer.compareUnsigned(a, b) + Integer.bitCount(a));
    digest = Lines.fold(digest, Integer.reverseBytes(a) ^ Integer.numberOfLeadingZeros(b));
    return Lines.fold(digest, Math.multiplyHigh(a, b) + (byte) a + (short) b + (char) a);
  }

  private static long ofLongs(long a, long b) {
    long digest = Lines.fold(0, a + b);
    digest = Lines.fold(digest, a - b);
    digest = Lines.fold(digest, a * b);
    digest = Lines.fold(digest, b == 0 ? 0 : a / b);
    digest = Lines.fold(digest, b == 0 ? 0 : a % b);
    digest = Lines.fold(digest, (a << b) ^ (a >> b) ^ (a >>> b));
    digest = Lines.fold(digest, Long.compare(a, b) + Long.bitCount(a));
    digest = Lines.fold(digest, Long.reverseBytes(a) ^ Long.numberOfTrailingZeros(b));
    return Lines.fold(digest, Math.multiplyHigh(a, b) ^ Long.divideUnsigned(a, b == 0 ? 1 : b));
  }

  private static long ofDoubles(double x, double y) {
    long digest = Lines.fold(0, x + y);
    digest = Lines.fold(digest, x - y);
    digest = Lines.fold(digest, x * y);
    digest = Lines.fold(digest, x / y);
    digest = Lines.fold(digest, x % y);
    digest = Lines.fold(digest, -x);
    return Lines.fold(
        digest, (x < y ? 1 : 0) + (x >= y ? 2 : 0) + (x == y ? 4 : 0) + (x > y ? 8 : 0));
  }

  private static long ofFloats(float x, float y) {
    long digest = Lines.fold(0, x + y);
    digest = Lines.fold(digest, x - y);
    digest = Lines.fold(digest, x * y);
    digest = Lines.fold(digest, x / y);
    digest = Lines.fold(digest, x % y);
    return Lines.fold(digest, (x < y ? 1 : 0) + (x >= y ? 2 : 0) + (x == y ? 4 : 0));
  }

  private static long converted(long whole, double real) {
    long digest = Lines.fold(0, (double) whole);
    digest = Lines.fold(digest, (float) whole);
    digest = Lines.fold(digest, (double) (int) whole);
    digest = Lines.fold(digest, (float) (int) whole);
    digest = Lines.fold(digest, (long) real);
    digest = Lines.fold(digest, (int) real);
    digest = Lines.fold(digest, (float) real);
    return Lines.fold(digest, (long) (float) real);
  }
}
