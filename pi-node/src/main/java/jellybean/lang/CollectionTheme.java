package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.Bool;
import jellybean.edn.Coll;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Making collections, adding to them, and their ends. */
final class CollectionTheme implements Theme {

  @Override
  public String table() {
    return """
    vector | elements… | A vector of the arguments.
    vec | coll | The elements as a vector.
    list | elements… | A list of the arguments.
    list* | elements… coll | The arguments in front of the elements of the last.
    set | coll | The elements as a set.
    hash-set | elements… | A set of the arguments.
    hash-map | keys and values… | A map of the arguments.
    array-map | keys and values… | A map of the arguments.
    conj | , coll, coll elements… | With the elements added where the collection likes it best.
    cons | x coll | A list of x and then the elements.
    into | , to, to from | With all elements of the second added to the first.
    disj | set, set elements… | The set without the elements.
    count | coll | The number of elements.
    bounded-count | n coll | The number of elements; of a string, at most n.
    empty? | coll | Whether it has no elements.
    empty | coll | An empty collection of the same kind.
    not-empty | coll | The collection, or nil if it has no elements.
    seq | coll | The elements as a list, or nil if there are none.
    sequence | coll | The elements as a list.
    first | coll | The first element, else nil.
    second | coll | The second element, else nil.
    last | coll | The last element, else nil.
    rest | coll | A list without the first element.
    next | coll | A list without the first element, or nil if nothing is left.
    ffirst | coll | The first of the first.
    fnext | coll | The first of the next.
    nfirst | coll | The next of the first.
    nnext | coll | The next of the next.
    nth | coll index, coll index default | The element at an index, counted from 0.
    peek | coll | The end where conj adds: a vector's last or a list's first.
    pop | coll | Without what peek shows.
    subvec | vector from, vector from to | The elements from one index to before another.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "vector" -> make.onMore(0, (m, all) -> vector(m, all));
      case "vec" -> make.on1(Seqs::vector);
      case "list" -> make.onMore(0, (m, all) -> list(m, all));
      case "list*" -> make.onMore(1, CollectionTheme::listStar);
      case "set" -> make.on1(CollectionTheme::set);
      case "hash-set" -> make.onMore(0, (m, all) -> set(m, EdnVector.of(all)));
      case "hash-map", "array-map" -> make.onMore(0, Maps::ofPairs);
      case "conj" ->
          make.on0(_ -> EdnVector.EMPTY)
              .on1((_, coll) -> coll)
              .on2(Maps::conj)
              .onMore(3, (m, all) -> many(m, all, Maps::conj));
      case "cons" -> make.on2((m, x, coll) -> m.bounded(Seqs.list(m, coll).prepend(x)));
      case "into" -> make.on0(_ -> EdnVector.EMPTY).on1((_, to) -> to).on2(CollectionTheme::into);
      case "disj" ->
          make.on1((_, set) -> set).on2(Maps::disj).onMore(3, (m, all) -> many(m, all, Maps::disj));
      case "count" -> make.on1((_, coll) -> Int.of(Seqs.size(coll)));
      case "bounded-count" -> make.on2(CollectionTheme::boundedCount);
      case "empty?" -> make.on1((_, coll) -> Bool.of(Seqs.size(coll) == 0));
      case "empty" -> make.on1((_, coll) -> empty(coll));
      case "not-empty" -> make.on1((_, coll) -> Seqs.size(coll) == 0 ? Nil.NIL : coll);
      case "seq" -> make.on1(Seqs::seq);
      case "sequence" -> make.on1(Seqs::list);
      default -> ends(name, make);
    };
  }

  private static Builtin.Maker ends(String name, Builtin.Maker make) {
    return switch (name) {
      case "first" -> make.on1((_, coll) -> Seqs.first(coll));
      case "second", "fnext" -> make.on1((m, coll) -> Seqs.first(Seqs.next(m, coll)));
      case "last" -> make.on1(CollectionTheme::last);
      case "rest" -> make.on1(Seqs::rest);
      case "next" -> make.on1(Seqs::next);
      case "ffirst" -> make.on1((_, coll) -> Seqs.first(Seqs.first(coll)));
      case "nfirst" -> make.on1((m, coll) -> Seqs.next(m, Seqs.first(coll)));
      case "nnext" -> make.on1((m, coll) -> Seqs.next(m, Seqs.next(m, coll)));
      case "nth" -> make.on2(CollectionTheme::nth).on3(Lookup::nth);
      case "peek" -> make.on1((_, coll) -> peek(coll));
      case "pop" -> make.on1((_, coll) -> pop(coll));
      case "subvec" ->
          make.on2((m, v, from) -> subvec(m, v, from, Int.of(Seqs.size(v))))
              .on3(CollectionTheme::subvec);
      default -> throw Theme.unlinked(name);
    };
  }

  /** What must be walked to be counted, strings that is, is counted up to a bound. */
  private static Value boundedCount(Machine m, Value n, Value coll) {
    int size = Seqs.size(coll);
    return coll instanceof Text && size > 0
        ? Int.of(Math.min(SelectionTheme.count(m, n), size))
        : Int.of(size);
  }

  private static Value vector(Machine m, Value[] all) {
    m.charge(all.length);
    return m.bounded(EdnVector.of(all));
  }

  private static Value list(Machine m, Value[] all) {
    m.charge(all.length);
    return m.bounded(EdnList.of(all));
  }

  private static Value listStar(Machine m, Value[] all) {
    EdnList end = Seqs.list(m, all[all.length - 1]);
    Out out = new Out(m);
    for (int i = 0; i < all.length - 1; i++) {
      out.add(all[i]);
    }
    return Seqs.orNil(out.list(end));
  }

  private static Value set(Machine m, Value coll) {
    if (coll instanceof EdnSet) {
      return coll;
    }
    return addAll(m, EdnSet.EMPTY, coll);
  }

  static EdnSet addAll(Machine m, EdnSet to, Value from) {
    EdnSet set = to;
    for (Value element : Seqs.paid(m, from)) {
      m.chargeKey(element);
      set = set.with(element, m);
    }
    return m.bounded(set);
  }

  static Value into(Machine m, Value to, Value from) {
    if (to instanceof EdnSet set) {
      return addAll(m, set, from);
    }
    if (to instanceof EdnVector vector && vector.isEmpty()) {
      return Seqs.vector(m, from);
    }
    Value all = to;
    for (Value element : Seqs.paid(m, from)) {
      all = Maps.conj(m, all, element);
    }
    return all;
  }

  private static Value many(Machine m, Value[] all, Builtin.Op2 op) {
    m.charge(all.length);
    Value coll = all[0];
    for (Value element : Arrays.asList(all).subList(1, all.length)) {
      coll = op.apply(m, coll, element);
    }
    return coll;
  }

  private static Value empty(Value coll) {
    return switch (coll) {
      case EdnVector _ -> EdnVector.EMPTY;
      case EdnList _ -> EdnList.EMPTY;
      case EdnMap map -> map.cleared();
      case EdnSet set -> set.cleared();
      default -> Nil.NIL;
    };
  }

  private static Value last(Machine m, Value coll) {
    if (coll instanceof EdnVector vector) {
      return vector.isEmpty() ? Nil.NIL : vector.last();
    }
    Value last = Nil.NIL;
    for (Value element : Seqs.paid(m, coll)) {
      last = element;
    }
    return last;
  }

  private static Value nth(Machine m, Value coll, Value index) {
    Value found = Lookup.nth(m, coll, index, Nodes.Again.AGAIN);
    if (found != Nodes.Again.AGAIN) {
      return found;
    }
    if (coll == Nil.NIL) {
      return coll;
    }
    throw LangError.expected("an index below " + Seqs.size(coll), index);
  }

  private static Value peek(Value coll) {
    return switch (coll) {
      case Nil _ -> coll;
      case Sequential s when s.isEmpty() -> Nil.NIL;
      case EdnVector vector -> vector.last();
      case EdnList list -> list.first();
      default -> throw LangError.expected("a vector, list or nil", coll);
    };
  }

  private static Value pop(Value coll) {
    return switch (coll) {
      case Nil _ -> coll;
      case Coll c when c.isEmpty() -> throw LangError.expected("a collection with elements", coll);
      case EdnVector vector -> vector.pop();
      case EdnList list -> list.rest();
      default -> throw LangError.expected("a vector, list or nil", coll);
    };
  }

  private static Value subvec(Machine m, Value coll, Value from, Value to) {
    if (!(coll instanceof EdnVector vector)) {
      throw LangError.expected("a vector", coll);
    }
    int start = Args.intOf(m, from);
    int end = Args.intOf(m, to);
    if (start < 0 || end < start || end > vector.size()) {
      throw LangError.expected(
          "0 <= from <= to <= " + vector.size(), EdnVector.of(Int.of(start), Int.of(end)));
    }
    m.charge(end - start);
    return vector.slice(start, end);
  }
}
