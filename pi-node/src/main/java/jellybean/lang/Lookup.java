package jellybean.lang;

import java.math.BigDecimal;
import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.Decimal;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** {@code get}, {@code nth} and {@code contains?} on every value, as Clojure has them. */
final class Lookup {

  private static final int NOWHERE = -1;

  private Lookup() {}

  static Value get(Machine m, Value from, Value key, Value absent) {
    return switch (from) {
      case EdnMap map -> {
        m.chargeKey(key);
        yield map.get(key, absent, m);
      }
      case EdnVector vector -> element(vector, key, absent);
      case EdnSet set -> {
        m.chargeKey(key);
        yield set.get(key, absent, m);
      }
      case Text text -> {
        int index = textIndex(key, text);
        yield index == NOWHERE ? absent : new Char(text.value().charAt(index));
      }
      default -> absent;
    };
  }

  static Value element(EdnVector vector, Value key, Value absent) {
    int index = integerIndex(key, vector.size());
    return index == NOWHERE ? absent : vector.get(index);
  }

  static Value contains(Machine m, Value in, Value key) {
    return switch (in) {
      case Nil _ -> Bool.FALSE;
      case EdnMap map -> {
        m.chargeKey(key);
        yield Bool.of(map.containsKey(key, m));
      }
      case EdnSet set -> {
        m.chargeKey(key);
        yield Bool.of(set.contains(key, m));
      }
      case EdnVector vector -> Bool.of(integerIndex(key, vector.size()) != NOWHERE);
      case Text text -> {
        if (!(key instanceof Num)) {
          throw LangError.expected("a number as the key into a string", key);
        }
        yield Bool.of(textIndex(key, text) != NOWHERE);
      }
      default -> throw LangError.expected("a map, set, vector, string or nil", in);
    };
  }

  /** The element at an index; the caller decides what it means that there is none. */
  static Value nth(Machine m, Value from, Value at, Value absent) {
    int index = Args.intOf(m, at);
    return switch (from) {
      case Value _ when index < 0 && absent != Nodes.Again.AGAIN -> absent;
      case Nil _ -> absent;
      case EdnVector vector -> index >= 0 && index < vector.size() ? vector.get(index) : absent;
      case Sequential list -> {
        if (index < 0 || index >= list.size()) {
          yield absent;
        }
        m.charge(index);
        yield list.get(index);
      }
      case Text text ->
          index >= 0 && index < text.value().length()
              ? new Char(text.value().charAt(index))
              : absent;
      default -> throw LangError.expected("a vector, list, string or nil", from);
    };
  }

  /** Integers only, as for vectors. */
  private static int integerIndex(Value key, int size) {
    return key instanceof Int || key instanceof BigInt ? within(truncated(key), size) : NOWHERE;
  }

  /** Any number, as for strings. */
  private static int textIndex(Value key, Text text) {
    return key instanceof Num ? within(truncated(key), text.value().length()) : NOWHERE;
  }

  private static int within(int index, int size) {
    return index >= 0 && index < size ? index : NOWHERE;
  }

  /** The lowest 32 bits, for which Java's {@code intValue} stands: so 4294967296 is 0. */
  static int truncated(Value number) {
    return switch (number) {
      case Int i -> (int) i.value();
      case BigInt big -> big.value().intValue();
      case Real real -> (int) real.value();
      case Decimal decimal -> truncated(decimal.value());
      default -> throw LangError.expected("a number", number);
    };
  }

  /**
   * Without writing out the zeros of large exponents: from 32 on a power of ten has no low bits.
   */
  private static int truncated(BigDecimal number) {
    boolean far = number.scale() <= -Integer.SIZE || number.precision() <= number.scale();
    return far ? 0 : number.intValue();
  }
}
