package jellybean.edn;

import java.util.ArrayDeque;
import java.util.Iterator;

/** Clojure's {@code =} of collections, without recursion for deep ones. */
final class Equality {
  private Equality() {}

  static boolean equal(Coll left, Coll right) {
    if (left == right) {
      return true;
    }
    return left.depth() <= Nesting.RECURSION && right.depth() <= Nesting.RECURSION
        ? sameShape(left, right, Equality::equalOrFail)
        : deepEqual(left, right);
  }

  /** What to do with two parts that have to be equal; false ends the comparison. */
  private interface Parts {
    boolean check(Value left, Value right);
  }

  private static boolean equalOrFail(Value left, Value right) {
    return left.equals(right);
  }

  private static boolean deepEqual(Coll left, Coll right) {
    ArrayDeque<Value> open = new ArrayDeque<>();
    Parts later =
        (a, b) -> {
          if (a.depth() <= Nesting.RECURSION && b.depth() <= Nesting.RECURSION) {
            return a.equals(b);
          }
          open.push(a);
          open.push(b);
          return true;
        };
    later.check(left, right);
    while (!open.isEmpty()) {
      Value b = open.pop();
      Value a = open.pop();
      if (a != b && !sameDeep(a, b, later)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameDeep(Value left, Value right, Parts parts) {
    if (left instanceof Tagged a && right instanceof Tagged b) {
      return a.tag().equals(b.tag()) && parts.check(a.value(), b.value());
    }
    return left instanceof Coll a && right instanceof Coll b
        ? sameShape(a, b, parts)
        : left.equals(right);
  }

  private static boolean sameShape(Coll left, Coll right, Parts parts) {
    if (left.size() != right.size()) {
      return false;
    }
    return switch (left) {
      case Sequential a -> right instanceof Sequential b && sameElements(a, b, parts);
      case EdnMap a -> right instanceof EdnMap b && sameEntries(a, b, parts);
      case EdnSet a -> right instanceof EdnSet b && sameMembers(a, b);
    };
  }

  private static boolean sameElements(Sequential left, Sequential right, Parts parts) {
    Iterator<Value> others = right.iterator();
    for (Value element : left) {
      if (!same(element, others.next(), parts)) {
        return false;
      }
    }
    return true;
  }

  /** One object equals itself, unless it is NaN. */
  private static boolean same(Value left, Value right, Parts parts) {
    return (left == right && !(left instanceof Real)) || parts.check(left, right);
  }

  /** Keys are looked up in the one that finds what is equal and no more. */
  private static boolean sameEntries(EdnMap left, EdnMap right, Parts parts) {
    if (right.isSorted()) {
      EdnMap ordinary = left.isSorted() ? EdnMap.builder().putAll(left).build() : left;
      return sameEntries(right, ordinary, parts);
    }
    Iterator<EdnMap.Entry> entries = left.entryIterator();
    while (entries.hasNext()) {
      EdnMap.Entry entry = entries.next();
      Value other = right.lookup(entry.key());
      if (other == null || !same(entry.value(), other, parts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMembers(EdnSet left, EdnSet right) {
    if (right.isSorted()) {
      return sameMembers(right, left.isSorted() ? EdnSet.copyOf((Iterable<Value>) left) : left);
    }
    for (Value element : left) {
      if (!right.contains(element)) {
        return false;
      }
    }
    return true;
  }
}
