package jellybean.lang;

import java.util.Iterator;
import jellybean.edn.Coll;
import jellybean.edn.Decimal;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Real;
import jellybean.edn.Tagged;
import jellybean.edn.Value;

/**
 * Sameness stricter than equality: kinds matter ({@code 1} is not {@code 1N}, a list is not a
 * vector), {@code ##NaN} is itself. The order of maps and sets matters if they are sorted.
 */
final class Same {

  private Same() {}

  static boolean same(Value a, Value b) {
    return switch (a) {
      case Coll x when x.isSorted() -> b instanceof Tagged y && sorted(x, y);
      case Real x ->
          b instanceof Real y
              && Double.doubleToLongBits(x.value()) == Double.doubleToLongBits(y.value());
      case Decimal x -> b instanceof Decimal y && x.value().equals(y.value());
      case EdnList x -> b instanceof EdnList y && elements(x, y);
      case EdnVector x -> b instanceof EdnVector y && elements(x, y);
      case EdnSet x -> b instanceof EdnSet y && members(x, y);
      case EdnMap x -> b instanceof EdnMap y && members(x, y);
      default -> a.getClass() == b.getClass() && a.equals(b);
    };
  }

  /** What the oracle says of a sorted map or set. */
  private static boolean sorted(Coll x, Tagged y) {
    return y.tag().equals(x instanceof EdnMap ? Oracle.MAP : Oracle.SET)
        && elements(x, (EdnVector) y.value());
  }

  private static boolean elements(Coll x, Coll y) {
    Iterator<Value> others = y.iterator();
    for (Value element : x) {
      if (!others.hasNext() || !same(element, others.next())) {
        return false;
      }
    }
    return !others.hasNext();
  }

  private static boolean members(Coll x, Coll y) {
    if (x.size() != y.size()) {
      return false;
    }
    for (Value element : x) {
      boolean found = false;
      for (Value other : y) {
        found |= same(element, other);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
