package jellybean.lang;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import jellybean.edn.BigInt;
import jellybean.edn.Decimal;
import jellybean.edn.Int;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Value;

/** Division in its four forms: {@code / quot rem mod}. */
final class Division {

  /** What the smallest long divided by -1 gives. */
  private static final BigInteger LONG_OVERFLOW = BigInteger.ONE.shiftLeft(Long.SIZE - 1);

  private Division() {}

  private static LangError byZero() {
    return LangError.because("divides by zero");
  }

  static Num divide(Machine m, Value x, Value y) {
    if (x instanceof Real a && Numbers.isNaN(a)) {
      return a;
    }
    if (y instanceof Real b && Numbers.isNaN(b)) {
      return b;
    }
    Num a = Args.num(x);
    Num b = Args.num(y);
    if (Numbers.isZero(b)) {
      throw byZero();
    }
    return switch (Numbers.kind(a, b)) {
      case LONG -> divideLongs(((Int) a).value(), ((Int) b).value());
      case BIG -> divideExactly(m, Numbers.bigOf(m, a), Numbers.bigOf(m, b));
      case DECIMAL -> divideDecimals(m, Numbers.decimalOf(m, a), Numbers.decimalOf(m, b));
      case DOUBLE -> Real.of(Numbers.doubleOf(m, a) / Numbers.doubleOf(m, b));
    };
  }

  private static Num divideLongs(long a, long b) {
    if (a % b != 0) {
      throw noRatio(Int.of(a), Int.of(b));
    }
    return a == Long.MIN_VALUE && b == -1 ? new BigInt(LONG_OVERFLOW) : Int.of(a / b);
  }

  private static Num divideExactly(Machine m, BigInteger a, BigInteger b) {
    Numbers.chargeProduct(m, a, b);
    BigInteger[] parts = a.divideAndRemainder(b);
    if (parts[1].signum() != 0) {
      throw noRatio(new BigInt(a), new BigInt(b));
    }
    return Numbers.big(m, parts[0]);
  }

  private static Num divideDecimals(Machine m, BigDecimal a, BigDecimal b) {
    Numbers.chargeQuotient(m, a, b);
    try {
      return Numbers.decimal(m, a.divide(b));
    } catch (ArithmeticException e) {
      throw LangError.because(
          "has no exact result for "
              + Describe.text(new Decimal(a))
              + " by "
              + Describe.text(new Decimal(b)));
    }
  }

  private static LangError noRatio(Num a, Num b) {
    return LangError.because(
        "has no whole result for "
            + Describe.text(a)
            + " by "
            + Describe.text(b)
            + " and there are no ratios: use quot, or make one of them a double");
  }

  static Num quotient(Machine m, Value x, Value y) {
    Num a = Args.num(x);
    Num b = nonZero(Args.num(y));
    return switch (Numbers.kind(a, b)) {
      case LONG -> Int.of(((Int) a).value() / ((Int) b).value());
      case BIG -> {
        Numbers.chargeProduct(m, Numbers.bigOf(m, a), Numbers.bigOf(m, b));
        yield Numbers.big(m, Numbers.bigOf(m, a).divide(Numbers.bigOf(m, b)));
      }
      case DECIMAL -> {
        BigDecimal dividend = Numbers.decimalOf(m, a);
        BigDecimal divisor = Numbers.decimalOf(m, b);
        Numbers.chargeQuotient(m, dividend, divisor);
        yield Numbers.decimal(m, dividend.divideToIntegralValue(divisor));
      }
      case DOUBLE -> Real.of(wholePart(Numbers.doubleOf(m, a) / Numbers.doubleOf(m, b)));
    };
  }

  static Num remainder(Machine m, Value x, Value y) {
    Num a = Args.num(x);
    Num b = nonZero(Args.num(y));
    return switch (Numbers.kind(a, b)) {
      case LONG -> Int.of(((Int) a).value() % ((Int) b).value());
      case BIG -> {
        Numbers.chargeProduct(m, Numbers.bigOf(m, a), Numbers.bigOf(m, b));
        yield Numbers.big(m, Numbers.bigOf(m, a).remainder(Numbers.bigOf(m, b)));
      }
      case DECIMAL -> {
        BigDecimal dividend = Numbers.decimalOf(m, a);
        BigDecimal divisor = Numbers.decimalOf(m, b);
        Numbers.chargeQuotient(m, dividend, divisor);
        yield Numbers.decimal(m, dividend.remainder(divisor));
      }
      case DOUBLE -> {
        double divisor = Numbers.doubleOf(m, b);
        yield Real.of(
            Numbers.doubleOf(m, a) - wholePart(Numbers.doubleOf(m, a) / divisor) * divisor);
      }
    };
  }

  private static double wholePart(double quotient) {
    if (quotient <= Long.MAX_VALUE && quotient >= Long.MIN_VALUE) {
      return (double) (long) quotient;
    }
    return Numbers.fromDouble(quotient).setScale(0, RoundingMode.DOWN).doubleValue();
  }

  private static Num nonZero(Num divisor) {
    if (Numbers.isZero(divisor) && !Numbers.isNaN(divisor)) {
      throw byZero();
    }
    return divisor;
  }

  static Num modulus(Machine m, Value x, Value y) {
    Num rest = remainder(m, x, y);
    boolean fits = Numbers.isZero(rest) && !Numbers.isNaN(rest);
    boolean sameSign = (Numbers.sign(Args.num(x)) > 0) == (Numbers.sign(Args.num(y)) > 0);
    return fits || sameSign ? rest : Numbers.add(m, rest, y);
  }
}
