package jellybean.lang;

import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
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
        yield map.get(key, absent);
      }
      case EdnVector vector -> {
        int index = integerIndex(key, vector.size());
        yield index == NOWHERE ? absent : vector.get(index);
      }
      case EdnSet set -> {
        m.chargeKey(key);
        yield set.get(key, absent);
      }
      case Text text -> {
        int index = textIndex(m, key, text);
        yield index == NOWHERE ? absent : new Char(text.value().charAt(index));
      }
      default -> absent;
    };
  }

  static Value contains(Machine m, Value in, Value key) {
    return switch (in) {
      case Nil _ -> Bool.FALSE;
      case EdnMap map -> {
        m.chargeKey(key);
        yield Bool.of(map.containsKey(key));
      }
      case EdnSet set -> {
        m.chargeKey(key);
        yield Bool.of(set.contains(key));
      }
      case EdnVector vector -> Bool.of(integerIndex(key, vector.size()) != NOWHERE);
      case Text text -> {
        if (!(key instanceof Num)) {
          throw LangError.expected("a number as the key into a string", key);
        }
        yield Bool.of(textIndex(m, key, text) != NOWHERE);
      }
      default -> throw LangError.expected("a map, set, vector, string or nil", in);
    };
  }

  /** The element at an index; the caller decides what it means that there is none. */
  static Value nth(Machine m, Value from, Value at, Value absent) {
    int index = Args.intOf(m, at);
    return switch (from) {
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
    long index =
        switch (key) {
          case Int i -> i.value();
          case BigInt big ->
              big.value().bitLength() < Long.SIZE ? big.value().longValue() : NOWHERE;
          default -> NOWHERE;
        };
    return index >= 0 && index < size ? (int) index : NOWHERE;
  }

  /** Any number, cut to an integer, as for strings. */
  private static int textIndex(Machine m, Value key, Text text) {
    if (!(key instanceof Num number)) {
      return NOWHERE;
    }
    double index = Numbers.doubleOf(m, number);
    return index > NOWHERE && index < text.value().length() ? (int) index : NOWHERE;
  }
}
