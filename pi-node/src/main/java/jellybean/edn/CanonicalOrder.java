package jellybean.edn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A total order of values: by kind, then by content; 0 for equal values (and for two NaN, and two
 * opaque values). It recurses: meant for keys and set elements, whose depth is bounded.
 */
final class CanonicalOrder {
  static final Comparator<Value> COMPARATOR = CanonicalOrder::compare;

  private CanonicalOrder() {}

  static int compare(Value left, Value right) {
    int leftRank = rank(left);
    int rightRank = rank(right);
    return leftRank == rightRank
        ? compareSameKind(left, right)
        : Integer.compare(leftRank, rightRank);
  }

  private static int rank(Value value) {
    return switch (value) {
      case Nil _ -> 0;
      case Bool _ -> 1;
      case Int _, BigInt _ -> 2;
      case Real _ -> 3;
      case Decimal _ -> 4;
      case Char _ -> 5;
      case Text _ -> 6;
      case Keyword _ -> 7;
      case Symbol _ -> 8;
      case Inst _ -> 9;
      case Uuid _ -> 10;
      case Bytes _ -> 11;
      case Sequential _ -> 12;
      case EdnMap _ -> 13;
      case EdnSet _ -> 14;
      case Tagged _ -> 15;
      case Opaque _ -> 16;
    };
  }

  private static int compareSameKind(Value left, Value right) {
    return switch (left) {
      case Nil _, Opaque _ -> 0;
      case Bool a -> Boolean.compare(a.value(), ((Bool) right).value());
      case Num a -> compareNumbers(a, (Num) right);
      case Char a -> Character.compare(a.value(), ((Char) right).value());
      case Text a -> a.value().compareTo(((Text) right).value());
      case Keyword a -> a.fullName().compareTo(((Keyword) right).fullName());
      case Symbol a -> a.toString().compareTo(right.toString());
      case Inst a -> a.value().compareTo(((Inst) right).value());
      case Uuid a -> a.value().compareTo(((Uuid) right).value());
      case Bytes a -> a.compare((Bytes) right);
      case Tagged a -> compareTagged(a, (Tagged) right);
      case Coll a -> compareColls(a, (Coll) right);
    };
  }

  private static int compareNumbers(Num left, Num right) {
    return switch (left) {
      case Int a when right instanceof Int b -> Long.compare(a.value(), b.value());
      case Int a -> BigInt.of(a.value()).value().compareTo(((BigInt) right).value());
      case BigInt a when right instanceof Int b -> -compareNumbers(b, a);
      case BigInt a -> a.value().compareTo(((BigInt) right).value());
      case Real a -> Double.compare(a.value() + 0.0, ((Real) right).value() + 0.0);
      case Decimal a -> a.value().compareTo(((Decimal) right).value());
    };
  }

  private static int compareTagged(Tagged left, Tagged right) {
    int tags = compare(left.tag(), right.tag());
    return tags == 0 ? compare(left.value(), right.value()) : tags;
  }

  private static int compareColls(Coll left, Coll right) {
    if (left == right) {
      return 0;
    }
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    return compareElements(inOrder(left), inOrder(right));
  }

  private static int compareElements(Iterator<Value> left, Iterator<Value> right) {
    while (left.hasNext()) {
      int order = compare(left.next(), right.next());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Iterator<Value> inOrder(Coll coll) {
    return coll instanceof Sequential ? coll.iterator() : sorted(coll).iterator();
  }

  /** The entries of a map, sorted by key. */
  static Iterable<EdnMap.Entry> sortedEntries(EdnMap map) {
    List<EdnMap.Entry> entries = new ArrayList<>(map.entries());
    entries.sort(CanonicalOrder::compareEntries);
    return entries;
  }

  /** Keys are equal in rank only if they hold NaN; then the values decide, if they are shallow. */
  private static int compareEntries(EdnMap.Entry left, EdnMap.Entry right) {
    int keys = compare(left.key(), right.key());
    boolean shallow = Math.max(left.value().depth(), right.value().depth()) <= Nesting.RECURSION;
    return keys == 0 && shallow ? compare(left.value(), right.value()) : keys;
  }

  /** The elements of a set, or the entries of a map as vectors, sorted. */
  static Iterable<Value> sorted(Coll coll) {
    EdnVector.Builder all = EdnVector.builder();
    all.addAll(coll);
    Value[] elements = all.build().asJavaList().toArray(new Value[0]);
    Arrays.sort(elements, COMPARATOR);
    return EdnVector.of(elements);
  }
}
