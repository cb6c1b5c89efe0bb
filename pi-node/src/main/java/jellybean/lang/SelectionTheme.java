package jellybean.lang;

import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Taking some of the elements, by number or by what a function says. */
final class SelectionTheme implements Theme {

  @Override
  public String table() {
    return """
    take | n coll | The first n elements.
    drop | n coll | All but the first n elements.
    take-while | pred coll | The elements before the first for which pred is not true.
    drop-while | pred coll | The elements from the first for which pred is not true.
    take-last | n coll | The last n elements, or nil if there are none.
    drop-last | coll, n coll | All but the last element, or the last n.
    butlast | coll | All but the last element, or nil if nothing is left.
    take-nth | n coll | Every nth element, from the first on.
    nthrest | coll n | The collection without its first n elements.
    nthnext | coll n | The same, or nil if nothing is left.
    split-at | n coll | A vector of the first n elements and of the others.
    splitv-at | n coll | The same, the first n as a vector.
    split-with | pred coll | A vector of what take-while and drop-while give.
    partition | n coll, n step coll, n step pad coll | Lists of n elements; a short rest is left out.
    partition-all | n coll, n step coll | Lists of n elements; the last may be shorter.
    partition-by | f coll | Lists of neighbours for which f gives the same.
    partitionv | n coll, n step coll, n step pad coll | As partition, in vectors.
    partitionv-all | n coll, n step coll | As partition-all, in vectors.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "take" -> make.on2((m, n, coll) -> take(m, count(m, n), coll));
      case "drop" -> make.on2(SelectionTheme::dropped);
      case "take-while" -> make.callingBack().on2((m, f, coll) -> takeWhile(m, f, coll).list());
      case "drop-while" -> make.callingBack().on2(SelectionTheme::dropWhile);
      case "take-last" ->
          make.on2(
              (m, n, coll) -> Seqs.orNil(drop(m, Seqs.size(coll) - skipped(m, n, coll), coll)));
      case "drop-last" ->
          make.on1((m, coll) -> take(m, Seqs.size(coll) - 1L, coll))
              .on2((m, n, coll) -> take(m, Seqs.size(coll) - skipped(m, n, coll), coll));
      case "butlast" -> make.on1((m, coll) -> Seqs.orNil(take(m, Seqs.size(coll) - 1L, coll)));
      case "take-nth" -> make.on2(SelectionTheme::takeNth);
      case "nthrest" -> make.on2((m, coll, n) -> count(m, n) == 0 ? coll : dropped(m, n, coll));
      case "nthnext" -> make.on2(SelectionTheme::nthNext);
      case "split-at" ->
          make.on2((m, n, coll) -> pair(take(m, count(m, n), coll), dropped(m, n, coll)));
      case "split-with" ->
          make.callingBack()
              .on2((m, f, coll) -> pair(takeWhile(m, f, coll).list(), dropWhile(m, f, coll)));
      case "splitv-at" -> make.on2(SelectionTheme::splitv);
      case "partition" -> Partitions.onlyFull(make, Partitions.Part.LIST);
      case "partitionv" -> Partitions.onlyFull(make, Partitions.Part.VECTOR);
      case "partition-all" -> Partitions.all(make, Partitions.Part.LIST);
      case "partitionv-all" -> Partitions.all(make, Partitions.Part.VECTOR);
      case "partition-by" -> make.callingBack().on2(Partitions::by);
      default -> throw Theme.unlinked(name);
    };
  }

  /** How many elements a number stands for: rounded up, as Clojure counts it down to zero. */
  static long count(Machine m, Value n) {
    Num number = Args.num(n);
    double count = Math.ceil(Numbers.doubleOf(m, number));
    return count > 0 ? (long) count : 0;
  }

  private static EdnVector pair(Value a, Value b) {
    return EdnVector.of(a, b);
  }

  private static EdnList take(Machine m, long count, Value coll) {
    return taken(m, count, coll).list();
  }

  private static Out taken(Machine m, long count, Value coll) {
    Out out = new Out(m);
    if (count > 0) {
      for (Value element : Seqs.each(coll)) {
        out.add(element);
        if (out.size() >= count) {
          break;
        }
      }
    }
    return out;
  }

  private static EdnList drop(Machine m, long count, Value coll) {
    EdnList rest = Seqs.list(m, coll);
    m.charge(Math.max(0, Math.min(count, rest.size())));
    for (long left = count; left > 0 && !rest.isEmpty(); left--) {
      rest = rest.rest();
    }
    return rest;
  }

  /** {@code drop}: vectors and maps skip elements at once, so that the number must be an int. */
  private static EdnList dropped(Machine m, Value n, Value coll) {
    return drop(m, skipped(m, n, coll), coll);
  }

  private static long skipped(Machine m, Value n, Value coll) {
    long count = count(m, n);
    if (count > Integer.MAX_VALUE && skipsAtOnce(coll)) {
      throw LangError.expected("a number of 32 bits", n);
    }
    return count;
  }

  private static boolean skipsAtOnce(Value coll) {
    return coll instanceof EdnVector
        || coll instanceof EdnMap map && map.size() <= EdnMap.SMALL && !map.isSorted();
  }

  /** The same of what {@code seq} makes of it. */
  static boolean seqSkipsAtOnce(Value coll) {
    return skipsAtOnce(coll) || coll instanceof Text;
  }

  private static Value splitv(Machine m, Value n, Value coll) {
    if (Seqs.size(coll) > 0) {
      Partitions.Part.VECTOR.check(n);
    }
    return pair(taken(m, count(m, n), coll).vector(), dropped(m, n, coll));
  }

  private static Value nthNext(Machine m, Value coll, Value n) {
    boolean looksAtNumber = skipsAtOnce(coll) || Seqs.size(coll) > 0;
    return looksAtNumber ? Seqs.orNil(dropped(m, n, coll)) : Nil.NIL;
  }

  private static Out takeWhile(Machine m, Value pred, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      if (!Node.isTrue(Apply.call1(m, pred, element))) {
        break;
      }
      out.add(element);
    }
    return out;
  }

  private static Value dropWhile(Machine m, Value pred, Value coll) {
    EdnList rest = Seqs.list(m, coll);
    while (!rest.isEmpty() && Node.isTrue(Apply.call1(m, pred, rest.first()))) {
      rest = rest.rest();
    }
    return rest;
  }

  private static Value takeNth(Machine m, Value n, Value coll) {
    Out out = new Out(m);
    if (Seqs.size(coll) == 0) {
      return out.list();
    }
    long step = count(m, n);
    if (step <= 0 || step > Integer.MAX_VALUE && seqSkipsAtOnce(coll)) {
      throw LangError.expected("a number above 0 of 32 bits", n);
    }
    long index = 0;
    for (Value element : Seqs.paid(m, coll)) {
      if (index++ % step == 0) {
        out.add(element);
      }
    }
    return out.list();
  }
}
