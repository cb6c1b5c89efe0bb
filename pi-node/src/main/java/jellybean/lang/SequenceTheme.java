package jellybean.lang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import jellybean.edn.EdnList;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Num;
import jellybean.edn.Sequential;
import jellybean.edn.Value;

/** Making sequences from others, element by element. */
final class SequenceTheme implements Theme {

  @Override
  public String table() {
    return """
    map | f coll, f coll colls… | What f gives for each element, or for the firsts, seconds, ….
    mapv | f coll, f coll colls… | The same as a vector.
    map-indexed | f coll | What f gives for each index and element.
    mapcat | f coll, f coll colls… | What f gives, put one after the other.
    filter | pred coll | The elements for which pred is true.
    filterv | pred coll | The same as a vector.
    remove | pred coll | The elements for which pred is not true.
    keep | f coll | What f gives for each element, without nil.
    keep-indexed | f coll | What f gives for each index and element, without nil.
    range | end, start end, start end step | Numbers from start, else 0, to before end.
    repeat | n x | x, n times.
    concat | colls… | The elements of all, one after the other.
    interleave | colls… | The firsts of all, then the seconds, ….
    interpose | separator coll | The elements with the separator between them.
    tree-seq | branch? children root | The root and all below it, each before what is below it.
    flatten | coll | The elements of nested lists and vectors as one list.
    replace | map coll | The elements, replaced where they are keys of the map.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name).callingBack();
    return switch (name) {
      case "map" ->
          make.on2((m, f, coll) -> map(m, f, coll).list())
              .onMore(3, (m, all) -> mapMany(m, all).list());
      case "mapv" ->
          make.on2((m, f, coll) -> map(m, f, coll).vector())
              .onMore(3, (m, all) -> mapMany(m, all).vector());
      case "map-indexed" -> make.on2((m, f, coll) -> indexed(m, f, coll, true));
      case "mapcat" -> make.onMore(2, SequenceTheme::mapcat);
      case "filter" -> make.on2((m, f, coll) -> filter(m, f, coll, true).list());
      case "filterv" -> make.on2((m, f, coll) -> filter(m, f, coll, true).vector());
      case "remove" -> make.on2((m, f, coll) -> filter(m, f, coll, false).list());
      case "keep" -> make.on2(SequenceTheme::keep);
      case "tree-seq" -> make.on3(SequenceTheme::treeSeq);
      case "keep-indexed" -> make.on2((m, f, coll) -> indexed(m, f, coll, false));
      default -> plain(name, Builtin.named(name));
    };
  }

  private static Builtin.Maker plain(String name, Builtin.Maker make) {
    return switch (name) {
      case "range" ->
          make.on1(SequenceTheme::range)
              .on2((m, start, end) -> range(m, start, end, Int.of(1)))
              .on3(SequenceTheme::range);
      case "repeat" -> make.on2(SequenceTheme::repeat);
      case "concat" -> make.onMore(0, SequenceTheme::concat);
      case "interleave" -> make.onMore(0, SequenceTheme::interleave);
      case "interpose" -> make.on2(SequenceTheme::interpose);
      case "flatten" -> make.on1(SequenceTheme::flatten);
      case "replace" -> make.on2(SequenceTheme::replace);
      default -> throw Theme.unlinked(name);
    };
  }

  private static Out map(Machine m, Value f, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      out.add(Apply.call1(m, f, element));
    }
    return out;
  }

  /** {@code f} and then two or more collections; as long as the shortest. */
  private static Out mapMany(Machine m, Value[] args) {
    Out out = new Out(m);
    List<Iterator<Value>> colls = iterators(args, 1);
    while (colls.stream().allMatch(Iterator::hasNext)) {
      m.charge(colls.size());
      Value[] firsts = new Value[colls.size()];
      Arrays.setAll(firsts, i -> colls.get(i).next());
      out.add(Apply.call(m, args[0], firsts));
    }
    return out;
  }

  private static List<Iterator<Value>> iterators(Value[] colls, int from) {
    List<Iterator<Value>> all = new ArrayList<>();
    for (int i = from; i < colls.length; i++) {
      all.add(Seqs.each(colls[i]).iterator());
    }
    return all;
  }

  /**
   * Whether an empty one comes before those that are no collections; of two, both are looked at.
   */
  private static boolean endsEarly(Value[] colls) {
    for (Value coll : colls) {
      if (colls.length > 2 && Seqs.size(coll) == 0) {
        return true;
      }
    }
    return false;
  }

  private static Value mapcat(Machine m, Value[] args) {
    Out parts = args.length == 2 ? map(m, args[0], args[1]) : mapMany(m, args);
    Out out = new Out(m);
    for (int i = 0; i < parts.size(); i++) {
      out.addAll(parts.get(i));
    }
    return out.list();
  }

  private static Out filter(Machine m, Value pred, Value coll, boolean wanted) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      if (Node.isTrue(Apply.call1(m, pred, element)) == wanted) {
        out.add(element);
      }
    }
    return out;
  }

  private static Value keep(Machine m, Value f, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      Value kept = Apply.call1(m, f, element);
      if (kept != Nil.NIL) {
        out.add(kept);
      }
    }
    return out.list();
  }

  private static Value indexed(Machine m, Value f, Value coll, boolean withNil) {
    Out out = new Out(m);
    long index = 0;
    for (Value element : Seqs.each(coll)) {
      Value made = Apply.call2(m, f, Int.of(index++), element);
      if (withNil || made != Nil.NIL) {
        out.add(made);
      }
    }
    return out.list();
  }

  private static Value range(Machine m, Value end) {
    return Numbers.sign(Args.num(end)) > 0 ? range(m, Int.of(0), end, Int.of(1)) : EdnList.EMPTY;
  }

  private static Value range(Machine m, Value from, Value to, Value by) {
    Num step = Args.num(by);
    Num end = Args.num(to);
    Num at = Args.num(from);
    int direction = Numbers.sign(step);
    if (direction == 0 && !Numbers.same(m, at, end)) {
      throw LangError.expected("a step other than 0", step);
    }
    Out out = new Out(m);
    while (!(direction > 0 ? Numbers.atMost(m, end, at) : Numbers.atMost(m, at, end))) {
      out.add(at);
      if (at instanceof Int i && isLast(i.value(), end, step)) {
        break;
      }
      at = Numbers.addBig(m, at, step);
    }
    return out.list();
  }

  /** Whether the next 64-bit integer would overflow, where Clojure ends the range too. */
  private static boolean isLast(long at, Num end, Num step) {
    return end instanceof Int
        && step instanceof Int by
        && ((at + by.value()) ^ at) < 0
        && (at ^ by.value()) >= 0;
  }

  private static Value repeat(Machine m, Value count, Value x) {
    Out out = new Out(m);
    m.require(Args.longOf(m, Args.num(count)));
    for (long left = Args.longOf(m, count); left > 0; left--) {
      out.add(x);
    }
    return out.list();
  }

  private static Value concat(Machine m, Value[] colls) {
    Out out = new Out(m);
    for (Value coll : colls) {
      out.addAll(coll);
    }
    return out.list();
  }

  private static Value interleave(Machine m, Value[] colls) {
    Out out = new Out(m);
    if (endsEarly(colls)) {
      return out.list();
    }
    List<Iterator<Value>> all = iterators(colls, 0);
    while (!all.isEmpty() && all.stream().allMatch(Iterator::hasNext)) {
      all.forEach(each -> out.add(each.next()));
    }
    return out.list();
  }

  private static Value interpose(Machine m, Value separator, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      if (out.size() > 0) {
        out.add(separator);
      }
      out.add(element);
    }
    return out.list();
  }

  private static Value treeSeq(Machine m, Value isBranch, Value children, Value root) {
    Out out = new Out(m);
    Deque<Iterator<Value>> open = new ArrayDeque<>();
    open.push(List.of(root).iterator());
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        continue;
      }
      Value node = open.element().next();
      out.add(node);
      if (Node.isTrue(Apply.call1(m, isBranch, node))) {
        open.push(Seqs.each(Apply.call1(m, children, node)).iterator());
      }
    }
    return out.list();
  }

  private static Value flatten(Machine m, Value coll) {
    Out out = new Out(m);
    if (coll instanceof Sequential nested) {
      flatten(m, nested, out);
    }
    return out.list();
  }

  /** Recurses as deep as values nest, which is bounded. */
  private static void flatten(Machine m, Sequential nested, Out out) {
    for (Value element : nested) {
      if (element instanceof Sequential inner) {
        m.charge(1);
        flatten(m, inner, out);
      } else {
        out.add(element);
      }
    }
  }

  private static Value replace(Machine m, Value replacements, Value coll) {
    Out out = new Out(m);
    for (Value element : Seqs.each(coll)) {
      out.add(MapTheme.find(m, replacements, element) instanceof EdnVector e ? e.get(1) : element);
    }
    return coll instanceof EdnVector ? out.vector() : out.list();
  }
}
