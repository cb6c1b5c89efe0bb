import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Every function of Math and StrictMath that takes floating-point values, bit for bit. */
final class MathFunctions {
  private static final int VALUES = 400;

  private MathFunctions() {}

  public static void main(String[] args) {
    one("sin", Math::sin, StrictMath::sin);
    one("cos", Math::cos, StrictMath::cos);
    one("tan", Math::tan, StrictMath::tan);
    one("asin", Math::asin, StrictMath::asin);
    one("acos", Math::acos, StrictMath::acos);
    one("atan", Math::atan, StrictMath::atan);
    one("exp", Math::exp, StrictMath::exp);
    one("expm1", Math::expm1, StrictMath::expm1);
    one("log", Math::log, StrictMath::log);
    one("log10", Math::log10, StrictMath::log10);
    one("log1p", Math::log1p, StrictMath::log1p);
    one("sqrt", Math::sqrt, StrictMath::sqrt);
    one("cbrt", Math::cbrt, StrictMath::cbrt);
    one("sinh", Math::sinh, StrictMath::sinh);
    one("cosh", Math::cosh, StrictMath::cosh);
    one("tanh", Math::tanh, StrictMath::tanh);
    one("abs", Math::abs, StrictMath::abs);
    one("ceil", Math::ceil, StrictMath::ceil);
    one("floor", Math::floor, StrictMath::floor);
    one("rint", Math::rint, StrictMath::rint);
    one("signum", Math::signum, StrictMath::signum);
    one("ulp", Math::ulp, StrictMath::ulp);
    one("nextUp", Math::nextUp, StrictMath::nextUp);
    one("round", Math::round, StrictMath::round);
    one("getExponent", Math::getExponent, StrictMath::getExponent);
    two("atan2", Math::atan2, StrictMath::atan2);
    two("pow", Math::pow, StrictMath::pow);
    two("hypot", Math::hypot, StrictMath::hypot);
    two("min", Math::min, StrictMath::min);
    two("max", Math::max, StrictMath::max);
    two("IEEEremainder", Math::IEEEremainder, StrictMath::IEEEremainder);
    two("copySign", Math::copySign, StrictMath::copySign);
    two("fma", (x, y) -> Math.fma(x, y, x), (x, y) -> StrictMath.fma(x, y, x));
    Lines.say("direct", direct());
  }

  private static void one(String name, DoubleUnaryOperator plain, DoubleUnaryOperator strict) {
    two(name, (x, y) -> plain.applyAsDouble(x), (x, y) -> strict.applyAsDouble(x));
  }

  private static void two(String name, DoubleBinaryOperator plain, DoubleBinaryOperator strict) {
    Random random = new Random(11);
    long plainDigest = 0;
    long strictDigest = 0;
    for (int i = 0; i < VALUES; i++) {
      double x = value(random);
      double y = value(random);
      plainDigest = Lines.fold(plainDigest, plain.applyAsDouble(x, y));
      strictDigest = Lines.fold(strictDigest, strict.applyAsDouble(x, y));
    }
    Lines.say(name, Long.toHexString(plainDigest) + " " + Long.toHexString(strictDigest));
  }

  private static double value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(20) - 10;
      case 1 -> random.nextGaussian();
      case 2 -> random.nextGaussian() * 1e6;
      case 3 -> random.nextInt(64) / 16.0 - 2;
      case 4 -> new double[] {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY}[random.nextInt(4)];
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  /** Called as a program calls them, not through an interface: other entries of the interpreter. */
  private static String direct() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      double x = 0.5 + i;
      text.append(Lines.bits(Math.sin(x) + Math.cos(x) * Math.tan(x))).append(' ');
      text.append(Lines.bits(Math.pow(x, 1.7) - Math.exp(x) / Math.log(x + 3))).append(' ');
      text.append(Lines.bits(Math.sqrt(x) + Math.abs(-x) + Math.log10(x + 1))).append(' ');
      text.append(Lines.bits(Math.fma(x, x, -x) + Math.fma((float) x, 3f, 1f))).append(' ');
    }
    return text.toString().trim();
  }
}
