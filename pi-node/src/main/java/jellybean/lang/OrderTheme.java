package jellybean.lang;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import jellybean.edn.BigInt;
import jellybean.edn.Bool;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Real;
import jellybean.edn.SortedMap;
import jellybean.edn.Value;

/** Sorting, reversing, and what is equal to what. */
final class OrderTheme implements Theme {

  private interface Order {
    int compare(Machine m, Value a, Value b);
  }

  private record Keyed(Value key, Value element) {}

  @Override
  public String table() {
    return """
    sort | coll, comp coll | The elements in order; equal ones stay as they were.
    sort-by | keyfn coll, keyfn comp coll | The elements in the order of what keyfn gives.
    reverse | coll | The elements, last first.
    rseq | coll | The elements of a vector, sorted map or set, last first, or nil if there are none.
    sorted-map | keys and values… | A map that is walked in the order of its keys.
    sorted-map-by | comp keys and values… | The same in the order of a comparator such as >.
    sorted-set | elements… | A set that is walked in the order of its elements.
    sorted-set-by | comp elements… | The same in the order of a comparator such as >.
    subseq | sorted test key, sorted test key test key | The elements or entries whose keys pass, in \
    order: test is one of < <= > >=.
    rsubseq | sorted test key, sorted test key test key | The same, last first.
    distinct | coll | The elements without repetitions.
    distinct? | x, x values… | Whether no two are equal.
    dedupe | coll | The elements without repetitions next to each other.
    max-key | f x, f x values… | The one for which f gives the largest number.
    min-key | f x, f x values… | The one for which f gives the smallest number.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "sort" ->
          make.callingBack()
              .on1((m, coll) -> sort(m, coll, Comparison::compare))
              .on2((m, comp, coll) -> sort(m, coll, sorter(comp, coll)));
      case "sort-by" ->
          make.callingBack()
              .on2((m, f, coll) -> sortBy(m, f, coll, Comparison::compare))
              .on3((m, f, comp, coll) -> sortBy(m, f, coll, comparing(comp)));
      case "sorted-map" -> make.onMore(0, (m, all) -> Maps.addPairs(m, SortedMap.EMPTY, all));
      case "sorted-map-by" -> make.onMore(1, Sorting::mapBy);
      case "sorted-set" -> make.onMore(0, (m, all) -> Sorting.set(m, Nil.NIL, all));
      case "sorted-set-by" -> make.onMore(1, Sorting::setBy);
      case "subseq" -> Subseqs.link(make, true);
      case "rsubseq" -> Subseqs.link(make, false);
      case "reverse" -> make.on1(OrderTheme::reverse);
      case "rseq" -> make.on1(OrderTheme::rseq);
      case "distinct" -> make.on1(OrderTheme::distinct);
      case "distinct?" -> make.onMore(1, (m, all) -> Bool.of(areDistinct(m, all)));
      case "dedupe" -> make.on1(OrderTheme::dedupe);
      case "max-key" -> make.callingBack().onMore(2, (m, all) -> extreme(m, all, true));
      case "min-key" -> make.callingBack().onMore(2, (m, all) -> extreme(m, all, false));
      default -> throw Theme.unlinked(name);
    };
  }

  /** Of what can be called only functions are comparators; nil is the order of Java. */
  private static Order sorter(Value comp, Value coll) {
    if (comp == Nil.NIL) {
      return OrderTheme::natural;
    }
    if (!(comp instanceof Fn) && Seqs.size(coll) > 0) {
      throw LangError.expected("a function that compares", comp);
    }
    return (m, a, b) -> Sorting.called(m, comp, a, b);
  }

  /** The same for {@code sort-by}, which looks at it only where two are compared. */
  private static Order comparing(Value comp) {
    return (m, a, b) -> {
      if (!(comp instanceof Fn)) {
        throw LangError.expected("a function that compares", comp);
      }
      return Sorting.called(m, comp, a, b);
    };
  }

  private static int natural(Machine m, Value a, Value b) {
    boolean comparable = a instanceof Num ? a.getClass() == b.getClass() : a != Nil.NIL;
    if (!comparable || b == Nil.NIL || a instanceof BigInt) {
      throw LangError.expected("two values of one kind to compare with " + Describe.text(a), b);
    }
    return Comparison.compare(m, a, b);
  }

  private static Value sort(Machine m, Value coll, Order order) {
    Value[] all = Seqs.array(m, coll);
    sort(all, (a, b) -> charged(m, order, a, b));
    return m.bounded(EdnList.of(all));
  }

  private static Value sortBy(Machine m, Value f, Value coll, Order order) {
    Value[] all = Seqs.array(m, coll);
    Keyed[] keyed = new Keyed[all.length];
    for (int i = 0; i < all.length; i++) {
      keyed[i] = new Keyed(all.length == 1 ? all[i] : Apply.call1(m, f, all[i]), all[i]);
    }
    sort(keyed, (a, b) -> charged(m, order, a.key, b.key));
    for (int i = 0; i < all.length; i++) {
      all[i] = keyed[i].element;
    }
    return m.bounded(EdnList.of(all));
  }

  private static int charged(Machine m, Order order, Value a, Value b) {
    m.charge(1);
    return order.compare(m, a, b);
  }

  private static <T> void sort(T[] all, Comparator<T> order) {
    try {
      Arrays.sort(all, order);
    } catch (IllegalArgumentException e) {
      throw LangError.because("expects a comparator that does not contradict itself");
    }
  }

  private static Value reverse(Machine m, Value coll) {
    EdnList reversed = EdnList.EMPTY;
    for (Value element : Seqs.paid(m, coll)) {
      reversed = reversed.prepend(element);
    }
    return m.bounded(reversed);
  }

  private static Value rseq(Machine m, Value coll) {
    if (coll instanceof EdnVector) {
      return Seqs.seq(m, reverse(m, coll));
    }
    return Seqs.orNil(Subseqs.reversed(m, coll));
  }

  private static Value distinct(Machine m, Value coll) {
    if (coll instanceof EdnMap || coll instanceof EdnSet) {
      throw LangError.expected("a list, vector, string or nil", coll);
    }
    Out out = new Out(m);
    Set<Value> seen = new HashSet<>();
    for (Value element : Seqs.paid(m, coll)) {
      m.chargeKey(element);
      if (seen.add(element)) {
        out.add(element);
      }
    }
    return out.list();
  }

  private static boolean areDistinct(Machine m, Value[] all) {
    m.charge(all.length);
    Set<Value> seen = new HashSet<>();
    for (Value element : all) {
      m.chargeKey(element);
      if (!seen.add(element)) {
        return false;
      }
    }
    return true;
  }

  private static Value dedupe(Machine m, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.paid(m, coll)) {
      if (out.size() == 0 || !Comparison.equal(m, out.get(out.size() - 1), element)) {
        out.add(element);
      }
    }
    return out.list();
  }

  /** {@code f} and then the values; of several extreme ones the last, as in Clojure. */
  private static Value extreme(Machine m, Value[] args, boolean largest) {
    Value best = args[1];
    if (args.length == 2) {
      return best;
    }
    Num bestKey = Args.num(Apply.call1(m, args[0], best));
    for (int i = 2; i < args.length; i++) {
      Num key = Args.num(Apply.call1(m, args[0], args[i]));
      boolean unordered = key instanceof Real && Numbers.isNaN(key) || Numbers.isNaN(bestKey);
      boolean keep =
          largest ? Numbers.lessThan(m, key, bestKey) : Numbers.lessThan(m, bestKey, key);
      if (i == 2 ? !keep : !keep && !unordered) {
        best = args[i];
        bestKey = key;
      }
    }
    return best;
  }
}
