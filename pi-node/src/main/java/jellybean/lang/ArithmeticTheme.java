package jellybean.lang;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongBinaryOperator;
import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.Decimal;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Sums, products and conversions of numbers. */
final class ArithmeticTheme implements Theme {

  private static final Int ZERO = Int.of(0);
  private static final Int ONE = Int.of(1);
  private static final int MAX_DIGITS = 10_000;

  @Override
  public String table() {
    return """
    + | numbers… | The sum; 0 of none.
    - | x, x numbers… | The first minus the others; alone, its negative.
    * | numbers… | The product; 1 of none.
    / | x, x numbers… | The first divided by the others; whole numbers must divide exactly.
    +' | numbers… | The sum; where 64 bits overflow, a big integer.
    -' | x, x numbers… | The difference; where 64 bits overflow, a big integer.
    *' | numbers… | The product; where 64 bits overflow, a big integer.
    inc | x | One more.
    dec | x | One less.
    inc' | x | One more; where 64 bits overflow, a big integer.
    dec' | x | One less; where 64 bits overflow, a big integer.
    unchecked-add | x y | The sum; 64 bits wrap around.
    unchecked-subtract | x y | The difference; 64 bits wrap around.
    unchecked-multiply | x y | The product; 64 bits wrap around.
    unchecked-inc | x | One more; 64 bits wrap around.
    unchecked-dec | x | One less; 64 bits wrap around.
    unchecked-negate | x | The negative; 64 bits wrap around.
    quot | x y | The quotient, cut towards zero.
    rem | x y | What is left of x after quot; it has the sign of x.
    mod | x y | What is left of x after division; it has the sign of y.
    abs | x | Without the sign.
    max | x numbers… | The largest.
    min | x numbers… | The smallest.
    long | x | A number or character as a 64-bit integer, cut towards zero.
    int | x | A number or character as an integer, which must fit 32 bits.
    double | x | A number as a double.
    bigint | x | A number, or the digits of a string, as a big integer.
    bigdec | x | A number, or the digits of a string, as a decimal.
    num | x | The number itself; anything else is an error.
    parse-long | text | The 64-bit integer a string spells, else nil.
    parse-double | text | The double a string spells, else nil.
    parse-boolean | text | true or false for "true" or "false", else nil.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "+" -> sum(make, ZERO, Numbers::add);
      case "*" -> sum(make, ONE, Numbers::multiply);
      case "+'" -> sum(make, ZERO, Numbers::addBig);
      case "*'" -> sum(make, ONE, Numbers::multiplyBig);
      case "-" -> difference(make.on1(Numbers::negate), Numbers::subtract);
      case "-'" -> difference(make.on1(Numbers::negateBig), Numbers::subtractBig);
      case "/" -> difference(make.on1((m, x) -> Division.divide(m, ONE, x)), Division::divide);
      case "inc" -> make.on1((m, x) -> Numbers.add(m, x, ONE));
      case "dec" -> make.on1((m, x) -> Numbers.subtract(m, x, ONE));
      case "inc'" -> make.on1((m, x) -> Numbers.addBig(m, x, ONE));
      case "dec'" -> make.on1((m, x) -> Numbers.subtractBig(m, x, ONE));
      case "quot" -> make.on2(Division::quotient);
      case "rem" -> make.on2(Division::remainder);
      case "mod" -> make.on2(Division::modulus);
      case "abs" -> make.on1((_, x) -> Numbers.abs(x));
      case "max" -> difference(make.on1((_, x) -> x), ArithmeticTheme::max);
      case "min" -> difference(make.on1((_, x) -> x), ArithmeticTheme::min);
      case "long" -> make.on1((m, x) -> Int.of(Args.longOf(m, x)));
      case "int" -> make.on1(ArithmeticTheme::toInt);
      case "double" -> make.on1((m, x) -> Real.of(Numbers.doubleOf(m, Args.num(x))));
      case "bigint" -> make.on1(ArithmeticTheme::bigint);
      case "bigdec" -> make.on1(ArithmeticTheme::bigdec);
      case "num" -> make.on1((_, x) -> x == Nil.NIL ? x : Args.num(x));
      case "parse-long" -> make.on1((m, x) -> parseLong(text(m, x)));
      case "parse-double" -> make.on1((m, x) -> parseDouble(text(m, x)));
      case "parse-boolean" -> make.on1((m, x) -> parseBoolean(text(m, x)));
      default -> unchecked(name, make);
    };
  }

  private static Builtin.Maker unchecked(String name, Builtin.Maker make) {
    return switch (name) {
      case "unchecked-add" -> make.on2(wrapping(Long::sum, Numbers::add));
      case "unchecked-subtract" ->
          make.on2(wrapping((a, b) -> a - b, ArithmeticTheme::subtractWrapping));
      case "unchecked-multiply" -> make.on2(wrapping((a, b) -> a * b, Numbers::multiply));
      case "unchecked-inc" -> {
        Builtin.Op2 add = wrapping(Long::sum, Numbers::add);
        yield make.on1((m, x) -> add.apply(m, x, ONE));
      }
      case "unchecked-dec" -> {
        Builtin.Op2 subtract = wrapping((a, b) -> a - b, Numbers::subtract);
        yield make.on1((m, x) -> subtract.apply(m, x, ONE));
      }
      case "unchecked-negate" -> {
        Builtin.Op2 subtract = wrapping((a, b) -> a - b, (m, _, x) -> Numbers.negate(m, x));
        yield make.on1((m, x) -> subtract.apply(m, ZERO, x));
      }
      default -> throw Theme.unlinked(name);
    };
  }

  /** Two 64-bit integers wrap around; anything else is as with the checked function. */
  private static Builtin.Op2 wrapping(LongBinaryOperator wrapped, Builtin.Op2 checked) {
    return (m, x, y) ->
        x instanceof Int a && y instanceof Int b
            ? Int.of(wrapped.applyAsLong(a.value(), b.value()))
            : checked.apply(m, x, y);
  }

  /** The negative, which is added, of the smallest integer is itself. */
  private static Value subtractWrapping(Machine m, Value x, Value y) {
    boolean smallest = y.equals(Int.of(Long.MIN_VALUE));
    return smallest ? Numbers.add(m, x, y) : Numbers.subtract(m, x, y);
  }

  private static Builtin.Maker sum(Builtin.Maker make, Int none, Builtin.Op2 op) {
    return make.on0(_ -> none)
        .on1((_, x) -> x == Nil.NIL ? x : Args.num(x))
        .on2(op)
        .onMore(3, (m, all) -> chain(m, op, all));
  }

  private static Builtin.Maker difference(Builtin.Maker make, Builtin.Op2 op) {
    return make.on2(op).onMore(3, (m, all) -> chain(m, op, all));
  }

  private static Value chain(Machine m, Builtin.Op2 op, Value[] all) {
    m.charge(all.length);
    Value result = all[0];
    for (int i = 1; i < all.length; i++) {
      result = op.apply(m, result, all[i]);
    }
    return result;
  }

  private static Value max(Machine m, Value x, Value y) {
    if (Numbers.isNaN(x) || Numbers.isNaN(y)) {
      return Numbers.isNaN(x) ? x : y;
    }
    Num a = Args.num(x);
    Num b = Args.num(y);
    return Numbers.lessThan(m, b, a) ? a : b;
  }

  private static Value min(Machine m, Value x, Value y) {
    if (Numbers.isNaN(x) || Numbers.isNaN(y)) {
      return Numbers.isNaN(x) ? x : y;
    }
    Num a = Args.num(x);
    Num b = Args.num(y);
    return Numbers.lessThan(m, a, b) ? a : b;
  }

  private static Value toInt(Machine m, Value x) {
    return Int.of(x instanceof Char c ? c.value() : Args.intOf(m, x));
  }

  private static Value bigint(Machine m, Value x) {
    return switch (x) {
      case Text text -> new BigInt(digits(m, text));
      case BigInt big -> big;
      // As in Clojure by way of the shortest decimal that is this double, not of its exact value.
      case Real real when Double.isFinite(real.value()) ->
          Numbers.big(m, BigDecimal.valueOf(real.value()).toBigInteger());
      default -> Numbers.big(m, Numbers.bigOf(m, Args.num(x)));
    };
  }

  private static BigInteger digits(Machine m, Text text) {
    checkDigits(m, text);
    try {
      return new BigInteger(text.value());
    } catch (NumberFormatException e) {
      throw LangError.expected("digits", text);
    }
  }

  private static Value bigdec(Machine m, Value x) {
    return switch (x) {
      case Text text -> {
        checkDigits(m, text);
        try {
          yield new Decimal(Numbers.cheap(new BigDecimal(text.value())));
        } catch (NumberFormatException e) {
          throw LangError.expected("the digits of a decimal", text);
        }
      }
      case Decimal decimal -> decimal;
      case Real real -> new Decimal(finite(real));
      default -> new Decimal(Numbers.decimalOf(m, Args.num(x)));
    };
  }

  /** The shortest decimal that stands for the double. */
  private static BigDecimal finite(Real real) {
    if (Double.isNaN(real.value()) || Double.isInfinite(real.value())) {
      throw LangError.expected("a finite number", real);
    }
    return BigDecimal.valueOf(real.value());
  }

  private static void checkDigits(Machine m, Text text) {
    int digits = text.value().length();
    if (digits > MAX_DIGITS) {
      throw LangError.expected("at most " + MAX_DIGITS + " digits", text);
    }
    m.charge(digits);
  }

  private static String text(Machine m, Value x) {
    String text = Args.text(x);
    m.chargeBytes(text.length());
    return text;
  }

  private static Value parseLong(String text) {
    try {
      return Int.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Nil.NIL;
    }
  }

  private static Value parseDouble(String text) {
    try {
      return Real.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return Nil.NIL;
    }
  }

  private static Value parseBoolean(String text) {
    return switch (text) {
      case "true" -> Bool.TRUE;
      case "false" -> Bool.FALSE;
      default -> Nil.NIL;
    };
  }
}
