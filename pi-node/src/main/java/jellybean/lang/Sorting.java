package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.Bool;
import jellybean.edn.Coll;
import jellybean.edn.EdnSet;
import jellybean.edn.KeyOrder;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.SortedMap;
import jellybean.edn.Value;

/** The orders that sorted maps and sets, and {@code sort}, may have. */
final class Sorting {

  /**
   * Java frames between a form and the body of a comparator. Any form may look something up, so
   * those around it have not been counted: the most there may be stand for them.
   */
  private static final int UNITS = Analyser.MAX_NESTING + 12;

  /** What {@code sorted-map-by} makes of nil: an order that is missed at the second key. */
  private static final Fn NO_ORDER =
      Builtin.named("nil").on2((m, a, b) -> Apply.call2(m, Nil.NIL, a, b)).make();

  private Sorting() {}

  static boolean isSorted(Value value) {
    return value instanceof Coll coll && coll.isSorted();
  }

  /** The natural order for nil, else what a function answers; never {@code INCOMPARABLE}. */
  static int compare(Machine m, Value comparator, Value a, Value b) {
    if (comparator == Nil.NIL) {
      if (a == b && !KeyOrder.hasOrder(a)) {
        throw Comparison.notComparable(a, b);
      }
      return Comparison.compare(m, a, b);
    }
    int units = comparator instanceof Builtin builtin && !builtin.callsBack ? 0 : UNITS;
    m.push(units);
    int order = Math.max(called(m, comparator, a, b), -Integer.MAX_VALUE);
    m.pop(units);
    return order;
  }

  /** A function as an order: it answers a number, or whether the first comes before the second. */
  static int called(Machine m, Value comparator, Value a, Value b) {
    Value answer = Apply.call2(m, comparator, a, b);
    if (answer instanceof Bool) {
      return answer == Bool.TRUE ? -1 : Node.isTrue(Apply.call2(m, comparator, b, a)) ? 1 : 0;
    }
    if (answer instanceof Num) {
      return Lookup.truncated(answer);
    }
    throw LangError.expected("a comparator that answers a number or a boolean", answer);
  }

  static LangError contradiction() {
    return LangError.because("expects keys of which one comes before the next");
  }

  private static Value comparator(Value given) {
    if (given != Nil.NIL && !(given instanceof Fn)) {
      throw LangError.expected("a function that compares", given);
    }
    return given == Nil.NIL ? NO_ORDER : given;
  }

  static Value mapBy(Machine m, Value[] args) {
    SortedMap none = SortedMap.by(comparator(args[0]));
    return Maps.addPairs(m, none, Arrays.copyOfRange(args, 1, args.length));
  }

  static Value setBy(Machine m, Value[] args) {
    return set(m, comparator(args[0]), Arrays.copyOfRange(args, 1, args.length));
  }

  static Value set(Machine m, Value comparator, Value[] elements) {
    m.charge(elements.length);
    EdnSet set = EdnSet.sortedBy(comparator);
    for (Value element : elements) {
      m.chargeKey(element);
      set = set.with(element, m);
    }
    return m.bounded(set);
  }
}
