package jellybean.lang;

import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.Char;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.KeyOrder;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Symbol;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/** Equality and order as Clojure has them. */
final class Comparison {

  private Comparison() {}

  static boolean equal(Machine m, Value a, Value b) {
    if (a instanceof Int x && b instanceof Int y) {
      return x.value() == y.value();
    }
    m.chargeKey(a);
    return a.equals(b);
  }

  /** {@code compare}: nil first, numbers across kinds, vectors by length and then by element. */
  static int compare(Machine m, Value a, Value b) {
    if (a == b) {
      return 0;
    }
    if (a == Nil.NIL || b == Nil.NIL) {
      return a == Nil.NIL ? -1 : 1;
    }
    m.charge(1);
    return switch (a) {
      case Num x when b instanceof Num y -> Numbers.compare(m, x, y);
      case Text x when b instanceof Text y -> texts(m, x, y);
      case Keyword x when b instanceof Keyword y ->
          names(x.namespace(), x.name(), y.namespace(), y.name());
      case Symbol x when b instanceof Symbol y ->
          names(x.namespace(), x.name(), y.namespace(), y.name());
      case Char x when b instanceof Char y -> Character.compare(x.value(), y.value());
      case Bool x when b instanceof Bool y -> Boolean.compare(x.value(), y.value());
      case EdnVector x when b instanceof EdnVector y -> vectors(m, x, y);
      case Uuid x when b instanceof Uuid y -> x.value().compareTo(y.value());
      case Inst x when b instanceof Inst y -> x.value().compareTo(y.value());
      default -> throw notComparable(a, b);
    };
  }

  private static int texts(Machine m, Text x, Text y) {
    m.chargeBytes(Math.min(x.value().length(), y.value().length()));
    return x.value().compareTo(y.value());
  }

  private static int names(
      Optional<String> leftSpace, String left, Optional<String> rightSpace, String right) {
    if (leftSpace.isEmpty() || rightSpace.isEmpty()) {
      int bySpace = Boolean.compare(leftSpace.isPresent(), rightSpace.isPresent());
      return bySpace == 0 ? left.compareTo(right) : bySpace;
    }
    int bySpace = leftSpace.get().compareTo(rightSpace.get());
    return bySpace == 0 ? left.compareTo(right) : bySpace;
  }

  private static int vectors(Machine m, EdnVector x, EdnVector y) {
    if (x.size() != y.size()) {
      return x.size() < y.size() ? -1 : 1;
    }
    for (int i = 0; i < x.size(); i++) {
      int order = compare(m, x.get(i), y.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  static LangError notComparable(Value a, Value b) {
    return KeyOrder.hasOrder(a)
        ? LangError.expected("two values of one kind to compare with " + Describe.text(a), b)
        : LangError.expected("values that have an order", a);
  }
}
