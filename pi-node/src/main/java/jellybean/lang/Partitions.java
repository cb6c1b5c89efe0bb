package jellybean.lang;

import jellybean.edn.EdnList;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** {@code partition} and its kin: parts of a sequence, {@code step} elements apart. */
final class Partitions {

  /** What the elements of one part are put into. */
  enum Part {
    LIST,
    VECTOR;

    Value of(Out elements) {
      return this == LIST ? elements.list() : elements.vector();
    }

    /** Of vectors {@code n} is counted down before it is looked at. */
    void check(Value n) {
      if (this == VECTOR && n.equals(Int.of(Long.MIN_VALUE))) {
        throw Numbers.overflow();
      }
    }
  }

  private Partitions() {}

  static Builtin.Maker onlyFull(Builtin.Maker make, Part part) {
    return make.on2((m, n, coll) -> onlyFull(m, n, n, coll, part))
        .on3((m, n, step, coll) -> onlyFull(m, n, step, coll, part))
        .onExactly(4, (m, all) -> padded(m, all, part));
  }

  static Builtin.Maker all(Builtin.Maker make, Part part) {
    return make.on2((m, n, coll) -> all(m, n, n, coll, part))
        .on3((m, n, step, coll) -> all(m, n, step, coll, part));
  }

  /** Ends at the first part that does not have {@code n} elements, whatever {@code n} is. */
  private static Value onlyFull(Machine m, Value n, Value step, Value coll, Part part) {
    Value[] elements = Seqs.array(m, coll);
    Out out = new Out(m);
    long at = 0;
    while (at < elements.length) {
      part.check(n);
      Out some = part(m, elements, at, n);
      if (!isFull(some, n)) {
        break;
      }
      out.add(part.of(some));
      at += step(m, step, coll);
    }
    return out.list();
  }

  private static Value all(Machine m, Value n, Value step, Value coll, Part part) {
    Value[] elements = Seqs.array(m, coll);
    Out out = new Out(m);
    for (long at = 0; at < elements.length; at += step(m, step, coll)) {
      part.check(n);
      out.add(part.of(part(m, elements, at, n)));
    }
    return out.list();
  }

  /** {@code n step pad coll}: the last part is filled from the padding, as far as it goes. */
  private static Value padded(Machine m, Value[] args, Part part) {
    Value coll = args[3];
    Value[] elements = Seqs.array(m, coll);
    if (elements.length == 0) {
      return EdnList.EMPTY;
    }
    Out out = new Out(m);
    boolean full = true;
    for (long at = 0; at < elements.length && full; at += full ? step(m, args[1], coll) : 0) {
      part.check(args[0]);
      Out some = part(m, elements, at, args[0]);
      full = isFull(some, args[0]);
      if (!full) {
        pad(some, args[2], SelectionTheme.count(m, args[0]), part);
      }
      out.add(part.of(some));
    }
    return out.list();
  }

  /** What fills an empty vector has to be a collection even if nothing of it is needed. */
  private static void pad(Out some, Value padding, long size, Part part) {
    if (some.size() >= size && (part == Part.LIST || some.size() > 0)) {
      return;
    }
    for (Value element : Seqs.each(padding)) {
      if (some.size() >= size) {
        return;
      }
      some.add(element);
    }
  }

  private static Out part(Machine m, Value[] elements, long at, Value n) {
    long size = SelectionTheme.count(m, n);
    Out out = new Out(m);
    for (long i = at; i < elements.length && out.size() < size; i++) {
      out.add(elements[(int) i]);
    }
    return out;
  }

  /** A double is never as many as an integer. */
  private static boolean isFull(Out part, Value n) {
    return n.equals(Int.of(part.size()));
  }

  private static long step(Machine m, Value step, Value coll) {
    long number = SelectionTheme.count(m, step);
    if (number <= 0 || number > Integer.MAX_VALUE && SelectionTheme.seqSkipsAtOnce(coll)) {
      throw LangError.expected("a step above 0 of 32 bits", step);
    }
    return number;
  }

  static Value by(Machine m, Value f, Value coll) {
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
