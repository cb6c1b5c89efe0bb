package jellybean.lang;

import java.math.BigDecimal;
import java.math.BigInteger;
import jellybean.edn.BigInt;
import jellybean.edn.Decimal;
import jellybean.edn.Int;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Value;

/**
 * Arithmetic as Clojure has it: longs that are checked, big integers, decimals and doubles, where
 * of two numbers the later kind in this list decides. There are no ratios.
 */
final class Numbers {

  /** Big numbers beyond this many bits are an error, so that one operation stays cheap. */
  static final int MAX_BITS = 32_768;

  /** Decimals whose exponent is beyond this are an error, for the same reason. */
  static final int MAX_SCALE = 10_000;

  private static final int BITS_PER_FUEL = 512;

  /** Rounded up. */
  private static final int BITS_OF_THREE_DIGITS = 10;

  /** {@link BigDecimal} computes 10/3 digits of a quotient for each digit of the divisor. */
  private static final int DIVISORS_IN_QUOTIENT = 4;

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** The kinds of arithmetic, weakest first. */
  enum Kind {
    LONG,
    BIG,
    DECIMAL,
    DOUBLE
  }

  static Kind kind(Num number) {
    return switch (number) {
      case Int _ -> Kind.LONG;
      case BigInt _ -> Kind.BIG;
      case Decimal _ -> Kind.DECIMAL;
      case Real _ -> Kind.DOUBLE;
    };
  }

  static Kind kind(Num a, Num b) {
    Kind left = kind(a);
    Kind right = kind(b);
    return left.compareTo(right) >= 0 ? left : right;
  }

  static double doubleOf(Machine m, Num number) {
    return switch (number) {
      case Int i -> i.value();
      case BigInt big -> big.value().doubleValue();
      case Decimal decimal -> {
        m.chargeBytes(decimal.weightBytes());
        yield decimal.value().doubleValue();
      }
      case Real real -> real.value();
    };
  }

  static BigInteger bigOf(Machine m, Num number) {
    return switch (number) {
      case Int i -> BigInteger.valueOf(i.value());
      case BigInt big -> big.value();
      case Decimal decimal -> wholePart(m, decimal);
      case Real real -> fromDouble(real.value()).toBigInteger();
    };
  }

  static BigDecimal decimalOf(Machine m, Num number) {
    return switch (number) {
      case Int i -> BigDecimal.valueOf(i.value());
      case BigInt big -> {
        m.charge(big.value().bitLength() / BITS_PER_FUEL);
        yield new BigDecimal(big.value());
      }
      case Decimal decimal -> cheap(decimal.value());
      case Real real -> fromDouble(real.value());
    };
  }

  private static BigInteger wholePart(Machine m, Decimal decimal) {
    chargeScaling(m, cheap(decimal.value()), BigDecimal.ONE);
    return decimal.value().toBigInteger();
  }

  /** Pays for writing two decimals with as many digits after the point, which adds zeros to one. */
  private static void chargeScaling(Machine m, BigDecimal a, BigDecimal b) {
    long bits = Math.max(a.unscaledValue().bitLength(), b.unscaledValue().bitLength());
    m.charge((bits + scalingBits(a, b)) / BITS_PER_FUEL);
  }

  private static long scalingBits(BigDecimal a, BigDecimal b) {
    return Math.abs((long) a.scale() - b.scale()) * BITS_OF_THREE_DIGITS / 3;
  }

  /** Schoolbook cost of a quotient with as many digits as the scales ask for. */
  static void chargeQuotient(Machine m, BigDecimal a, BigDecimal b) {
    long bits =
        a.unscaledValue().bitLength()
            + (long) DIVISORS_IN_QUOTIENT * b.unscaledValue().bitLength()
            + scalingBits(a, b);
    m.charge(bits * bits / (BITS_PER_FUEL * BITS_PER_FUEL));
  }

  static BigDecimal fromDouble(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw LangError.expected("a finite number", Real.of(value));
    }
    return new BigDecimal(value);
  }

  /** Refuses decimals that would take very many digits to write out. */
  static BigDecimal cheap(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MAX_SCALE
        || value.unscaledValue().bitLength() > MAX_BITS) {
      throw LangError.because("meets a decimal of more than " + MAX_SCALE + " digits");
    }
    return value;
  }

  static Num big(Machine m, BigInteger value) {
    int bits = value.bitLength();
    m.charge(bits / BITS_PER_FUEL);
    if (bits > MAX_BITS) {
      throw LangError.because("makes a number of more than " + MAX_BITS + " bits");
    }
    return new BigInt(value);
  }

  static Num decimal(Machine m, BigDecimal value) {
    m.charge(value.unscaledValue().bitLength() / BITS_PER_FUEL);
    return new Decimal(cheap(value));
  }

  static LangError overflow() {
    return LangError.because("overflows 64 bits");
  }

  static Num add(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      long sum = a.value() + b.value();
      if (((a.value() ^ sum) & (b.value() ^ sum)) < 0) {
        throw overflow();
      }
      return Int.of(sum);
    }
    Num a = Args.num(x);
    Num b = Args.num(y);
    return switch (kind(a, b)) {
      case LONG, BIG -> big(m, bigOf(m, a).add(bigOf(m, b)));
      case DECIMAL -> decimal(m, decimalOf(m, a).add(decimalOf(m, b)));
      case DOUBLE -> Real.of(doubleOf(m, a) + doubleOf(m, b));
    };
  }

  static Num subtract(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      long difference = a.value() - b.value();
      if (((a.value() ^ b.value()) & (a.value() ^ difference)) < 0) {
        throw overflow();
      }
      refuseSmallest(b);
      return Int.of(difference);
    }
    refuseSmallest(y);
    return difference(m, x, y);
  }

  /** Clojure adds the negative, which the smallest integer has none of. */
  private static void refuseSmallest(Value subtracted) {
    if (subtracted instanceof Int i && i.value() == Long.MIN_VALUE) {
      throw overflow();
    }
  }

  /** Of two numbers that are not both 64-bit integers. */
  private static Num difference(Machine m, Value x, Value y) {
    Num a = Args.num(x);
    Num b = Args.num(y);
    return switch (kind(a, b)) {
      case LONG, BIG -> big(m, bigOf(m, a).subtract(bigOf(m, b)));
      case DECIMAL -> decimal(m, decimalOf(m, a).subtract(decimalOf(m, b)));
      // The negative of a whole 0 is 0.0, which -0.0 does not survive.
      case DOUBLE -> Real.of(doubleOf(m, a) + doubleOf(m, negateBig(m, b)));
    };
  }

  static Num multiply(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      long high = Math.multiplyHigh(a.value(), b.value());
      long low = a.value() * b.value();
      if (high != low >> (Long.SIZE - 1)) {
        throw overflow();
      }
      return Int.of(low);
    }
    Num a = Args.num(x);
    Num b = Args.num(y);
    return switch (kind(a, b)) {
      case LONG, BIG -> big(m, times(m, bigOf(m, a), bigOf(m, b)));
      case DECIMAL -> {
        BigDecimal left = decimalOf(m, a);
        BigDecimal right = decimalOf(m, b);
        chargeProduct(m, left.unscaledValue(), right.unscaledValue());
        yield decimal(m, left.multiply(right));
      }
      case DOUBLE -> Real.of(doubleOf(m, a) * doubleOf(m, b));
    };
  }

  private static BigInteger times(Machine m, BigInteger a, BigInteger b) {
    chargeProduct(m, a, b);
    return a.multiply(b);
  }

  /** Schoolbook cost; both factors are bounded, their product is looked at afterwards. */
  static void chargeProduct(Machine m, BigInteger a, BigInteger b) {
    m.charge((long) a.bitLength() * b.bitLength() / (BITS_PER_FUEL * BITS_PER_FUEL));
  }

  /** The {@code '} operations: where longs overflow they go on as big integers. */
  static Num addBig(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      return smallest(BigInteger.valueOf(a.value()).add(BigInteger.valueOf(b.value())));
    }
    return add(m, x, y);
  }

  static Num subtractBig(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      return smallest(BigInteger.valueOf(a.value()).subtract(BigInteger.valueOf(b.value())));
    }
    return difference(m, x, y);
  }

  static Num multiplyBig(Machine m, Value x, Value y) {
    if (x instanceof Int a && y instanceof Int b) {
      return smallest(BigInteger.valueOf(a.value()).multiply(BigInteger.valueOf(b.value())));
    }
    return multiply(m, x, y);
  }

  private static Num smallest(BigInteger value) {
    return value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0
        ? Int.of(value.longValue())
        : new BigInt(value);
  }

  static boolean isNaN(Value number) {
    return number instanceof Real real && Double.isNaN(real.value());
  }

  static boolean isZero(Num number) {
    return sign(number) == 0;
  }

  /** -1, 0 or 1; 0 for NaN too. */
  static int sign(Num number) {
    return switch (number) {
      case Int i -> Long.signum(i.value());
      case BigInt big -> big.value().signum();
      case Decimal decimal -> decimal.value().signum();
      case Real real -> real.value() > 0 ? 1 : real.value() < 0 ? -1 : 0;
    };
  }

  static Num negate(Machine m, Value x) {
    return switch (Args.num(x)) {
      case Int i -> {
        if (i.value() == Long.MIN_VALUE) {
          throw overflow();
        }
        yield Int.of(-i.value());
      }
      case BigInt big -> big(m, big.value().negate());
      case Decimal decimal -> new Decimal(decimal.value().negate());
      case Real real -> Real.of(-real.value());
    };
  }

  static Num negateBig(Machine m, Value x) {
    return x instanceof Int i ? smallest(BigInteger.valueOf(i.value()).negate()) : negate(m, x);
  }

  static Num abs(Value x) {
    return switch (Args.num(x)) {
      case Int i -> Int.of(Math.abs(i.value()));
      case BigInt big -> new BigInt(big.value().abs());
      case Decimal decimal -> new Decimal(decimal.value().abs());
      case Real real -> Real.of(Math.abs(real.value()));
    };
  }

  private static int compareDecimals(Machine m, BigDecimal a, BigDecimal b) {
    chargeScaling(m, a, b);
    return a.compareTo(b);
  }

  /** Negative, zero or positive; 0 as well if one is NaN. */
  static int compare(Machine m, Num a, Num b) {
    return lessThan(m, a, b) ? -1 : lessThan(m, b, a) ? 1 : 0;
  }

  static boolean lessThan(Machine m, Num a, Num b) {
    return switch (kind(a, b)) {
      case LONG -> ((Int) a).value() < ((Int) b).value();
      case BIG -> bigOf(m, a).compareTo(bigOf(m, b)) < 0;
      case DECIMAL -> compareDecimals(m, decimalOf(m, a), decimalOf(m, b)) < 0;
      case DOUBLE -> doubleOf(m, a) < doubleOf(m, b);
    };
  }

  static boolean atMost(Machine m, Num a, Num b) {
    return kind(a, b) == Kind.DOUBLE ? doubleOf(m, a) <= doubleOf(m, b) : !lessThan(m, b, a);
  }

  /** {@code ==}: the same number, whatever its kind. */
  static boolean same(Machine m, Num a, Num b) {
    return switch (kind(a, b)) {
      case LONG -> ((Int) a).value() == ((Int) b).value();
      case BIG -> bigOf(m, a).equals(bigOf(m, b));
      case DECIMAL -> compareDecimals(m, decimalOf(m, a), decimalOf(m, b)) == 0;
      case DOUBLE -> doubleOf(m, a) == doubleOf(m, b);
    };
  }
}
