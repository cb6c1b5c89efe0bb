package jellybean.lang;

import jellybean.edn.BigInt;
import jellybean.edn.Char;
import jellybean.edn.Decimal;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Arguments of built-ins as the types they must have. */
final class Args {

  private Args() {}

  static Num num(Value value) {
    if (value instanceof Num number) {
      return number;
    }
    throw LangError.expected("a number", value);
  }

  static String text(Value value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw LangError.expected("a string", value);
  }

  /** Any number cut to an integer, as Clojure does where it wants a Java {@code long}. */
  static long longOf(Machine m, Value value) {
    return switch (value) {
      case Int i -> i.value();
      case Real real -> longOf(real.value(), value);
      case BigInt big -> {
        if (big.value().bitLength() >= Long.SIZE) {
          throw outOfRange(value);
        }
        yield big.value().longValue();
      }
      case Decimal decimal -> longOf(Numbers.doubleOf(m, decimal), value);
      case Char c -> c.value();
      default -> throw LangError.expected("a number", value);
    };
  }

  /** Decimals go by way of doubles too, with what that costs of their digits. */
  private static long longOf(double number, Value value) {
    if (number < Long.MIN_VALUE || number > Long.MAX_VALUE) {
      throw outOfRange(value);
    }
    return (long) number;
  }

  /** Any number cut to a 32-bit integer. */
  static int intOf(Machine m, Value value) {
    if (value instanceof Int i && (int) i.value() == i.value()) {
      return (int) i.value();
    }
    if (value instanceof Char) {
      throw LangError.expected("a number", value);
    }
    long number = longOf(m, value);
    if ((int) number != number) {
      throw LangError.expected("a number of 32 bits", value);
    }
    return (int) number;
  }

  static boolean isNil(Value value) {
    return value == Nil.NIL;
  }

  private static LangError outOfRange(Value value) {
    return LangError.expected("a number of 64 bits", value);
  }
}
