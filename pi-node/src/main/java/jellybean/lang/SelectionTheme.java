package jellybean.lang;

import jellybean.edn.EdnList;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Num;
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
      case "drop" -> make.on2((m, n, coll) -> drop(m, count(m, n), coll));
      case "take-while" -> make.callingBack().on2((m, f, coll) -> takeWhile(m, f, coll).list());
      case "drop-while" -> make.callingBack().on2(SelectionTheme::dropWhile);
      case "take-last" ->
          make.on2((m, n, coll) -> Seqs.orNil(drop(m, Seqs.size(coll) - count(m, n), coll)));
      case "drop-last" ->
          make.on1((m, coll) -> take(m, Seqs.size(coll) - 1L, coll))
              .on2((m, n, coll) -> take(m, Seqs.size(coll) - count(m, n), coll));
      case "butlast" -> make.on1((m, coll) -> Seqs.orNil(take(m, Seqs.size(coll) - 1L, coll)));
      case "take-nth" -> make.on2(SelectionTheme::takeNth);
      case "nthrest" ->
          make.on2((m, coll, n) -> count(m, n) == 0 ? coll : drop(m, count(m, n), coll));
      case "nthnext" -> make.on2((m, coll, n) -> Seqs.orNil(drop(m, count(m, n), coll)));
      case "split-at" ->
          make.on2((m, n, coll) -> pair(take(m, count(m, n), coll), drop(m, count(m, n), coll)));
      case "split-with" ->
          make.callingBack()
              .on2((m, f, coll) -> pair(takeWhile(m, f, coll).list(), dropWhile(m, f, coll)));
      case "splitv-at" ->
          make.on2(
              (m, n, coll) ->
                  pair(taken(m, count(m, n), coll).vector(), drop(m, count(m, n), coll)));
      case "partition" -> partition(make, Out::list);
      case "partitionv" -> partition(make, Out::vector);
      case "partition-all" -> partitionAll(make, Out::list);
      case "partitionv-all" -> partitionAll(make, Out::vector);
      case "partition-by" -> make.callingBack().on2(SelectionTheme::partitionBy);
      default -> throw Theme.unlinked(name);
    };
  }

  /** How many elements a number stands for: rounded up, as Clojure counts it down to zero. */
  private static long count(Machine m, Value n) {
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
    long step = positive(m, n);
    Out out = new Out(m);
    long index = 0;
    for (Value element : Seqs.paid(m, coll)) {
      if (index++ % step == 0) {
        out.add(element);
      }
    }
    return out.list();
  }

  private static long positive(Machine m, Value n) {
    long number = count(m, n);
    if (number <= 0) {
      throw LangError.expected("a number above 0", n);
    }
    return number;
  }

  /** What the elements of one part are put into. */
  private interface Part {
    Value of(Out elements);
  }

  private static Builtin.Maker partition(Builtin.Maker make, Part part) {
    return make.on2((m, n, coll) -> partition(m, n, n, coll, part, false))
        .on3((m, n, step, coll) -> partition(m, n, step, coll, part, false))
        .onExactly(4, (m, all) -> partitionPadded(m, all, part));
  }

  private static Builtin.Maker partitionAll(Builtin.Maker make, Part part) {
    return make.on2((m, n, coll) -> partition(m, n, n, coll, part, true))
        .on3((m, n, step, coll) -> partition(m, n, step, coll, part, true));
  }

  private static Value partition(
      Machine m, Value n, Value step, Value coll, Part part, boolean all) {
    Value[] elements = Seqs.array(m, coll);
    if (elements.length == 0) {
      return EdnList.EMPTY;
    }
    long size = positive(m, n);
    long by = positive(m, step);
    Out out = new Out(m);
    for (long at = 0; at < elements.length; at += by) {
      Out some = part(m, elements, at, size);
      if (some.size() < size && !all) {
        break;
      }
      out.add(part.of(some));
    }
    return out.list();
  }

  private static Out part(Machine m, Value[] elements, long at, long size) {
    Out out = new Out(m);
    for (long i = at; i < elements.length && out.size() < size; i++) {
      out.add(elements[(int) i]);
    }
    return out;
  }

  /** {@code n step pad coll}: the last part is filled from the padding, as far as it goes. */
  private static Value partitionPadded(Machine m, Value[] args, Part part) {
    Value[] elements = Seqs.array(m, args[3]);
    if (elements.length == 0) {
      return EdnList.EMPTY;
    }
    long size = positive(m, args[0]);
    long by = positive(m, args[1]);
    Out out = new Out(m);
    boolean full = true;
    for (long at = 0; at < elements.length && full; at += by) {
      Out some = part(m, elements, at, size);
      full = some.size() == size;
      if (!full) {
        pad(some, args[2], size);
      }
      out.add(part.of(some));
    }
    return out.list();
  }

  private static void pad(Out part, Value padding, long size) {
    for (Value element : Seqs.each(padding)) {
      if (part.size() == size) {
        return;
      }
      part.add(element);
    }
  }

  private static Value partitionBy(Machine m, Value f, Value coll) {
    Out parts = new Out(m);
    Out part = new Out(m);
    Value last = Nil.NIL;
    for (Value element : Seqs.each(coll)) {
      Value key = Apply.call1(m, f, element);
      if (part.size() > 0 && !Comparison.equal(m, last, key)) {
        parts.add(part.list());
        part = new Out(m);
      }
      part.add(element);
      last = key;
    }
    if (part.size() > 0) {
      parts.add(part.list());
    }
    return parts.list();
  }
}
