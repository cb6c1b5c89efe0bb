package jellybean.lang;

import java.util.Iterator;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.SortedMap;
import jellybean.edn.Value;

/** Parts of sorted maps and sets: {@code subseq} and {@code rsubseq}, and them backwards. */
final class Subseqs {

  private final Machine machine;
  private final SortedMap entries;
  private final boolean isSet;
  private final boolean ascending;

  private Subseqs(Machine machine, Value sorted, boolean ascending) {
    this.machine = machine;
    this.entries =
        SortedMap.behind(sorted)
            .orElseThrow(() -> LangError.expected("a sorted map or set", sorted));
    this.isSet = sorted instanceof EdnSet;
    this.ascending = ascending;
  }

  static Builtin.Maker link(Builtin.Maker make, boolean ascending) {
    return make.callingBack()
        .on3((m, sorted, test, key) -> new Subseqs(m, sorted, ascending).one(test, key))
        .onExactly(
            5,
            (m, args) -> {
              Subseqs part = new Subseqs(m, args[0], ascending);
              return ascending
                  ? part.between(args[1], args[2], args[3], args[4])
                  : part.between(args[3], args[4], args[1], args[2]);
            });
  }

  /** All elements, the last one first. */
  static EdnList reversed(Machine m, Value sorted) {
    return new Subseqs(m, sorted, false).all();
  }

  private EdnList all() {
    Out out = new Out(machine);
    entries.descending().forEachRemaining(entry -> out.add(element(entry)));
    return out.list();
  }

  /** Only these four tests are known for where what passes them begins. */
  private boolean beginsAtKey(Value test) {
    String name = test instanceof Builtin builtin ? builtin.name() : "";
    return ascending
        ? name.equals(">") || name.equals(">=")
        : name.equals("<") || name.equals("<=");
  }

  /** As in Clojure nil if nothing is past the key, but an empty list if nothing is before it. */
  private Value one(Value test, Value key) {
    if (!beginsAtKey(test)) {
      Out out = new Out(machine);
      Iterator<EdnMap.Entry> all = ascending ? entries.entries().iterator() : entries.descending();
      takeWhile(all, test, key, out);
      return out.list();
    }
    Iterator<EdnMap.Entry> from = entries.from(key, ascending, machine);
    if (!from.hasNext()) {
      return Nil.NIL;
    }
    Out out = new Out(machine);
    addIfPassing(from.next(), test, key, out);
    from.forEachRemaining(entry -> out.add(element(entry)));
    return Seqs.orNil(out.list());
  }

  /** From where it begins, whatever the first test is, to where the second fails. */
  private Value between(Value test, Value key, Value endTest, Value end) {
    Iterator<EdnMap.Entry> from = entries.from(key, ascending, machine);
    if (!from.hasNext()) {
      return Nil.NIL;
    }
    Out out = new Out(machine);
    EdnMap.Entry first = from.next();
    if (!passes(first, test, key) || addIfPassing(first, endTest, end, out)) {
      takeWhile(from, endTest, end, out);
    }
    return out.list();
  }

  private void takeWhile(Iterator<EdnMap.Entry> from, Value test, Value key, Out out) {
    boolean more = true;
    while (more && from.hasNext()) {
      more = addIfPassing(from.next(), test, key, out);
    }
  }

  private boolean addIfPassing(EdnMap.Entry entry, Value test, Value key, Out out) {
    boolean passes = passes(entry, test, key);
    if (passes) {
      out.add(element(entry));
    }
    return passes;
  }

  private boolean passes(EdnMap.Entry entry, Value test, Value key) {
    int order = machine.compare(entries.comparator(), entry.key(), key);
    return Node.isTrue(Apply.call2(machine, test, Int.of(order), Int.of(0)));
  }

  private Value element(EdnMap.Entry entry) {
    return isSet ? entry.key() : entry.toVector();
  }
}
