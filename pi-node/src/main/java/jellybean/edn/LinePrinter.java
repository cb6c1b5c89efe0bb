package jellybean.edn;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Prints values on one line, as Clojure's {@code pr} does: {@code {:a 1, :b [2 3]}}.
 *
 * <p>Tests types one by one, the frequent ones first: every message passes here, and on the small
 * machines that matter a switch over types costs several times as much.
 */
final class LinePrinter {
  private final Utf8Out out;
  private final boolean canonical;
  private final int maxDepth;
  private final int maxElements;
  private int elements;

  LinePrinter(Utf8Out out, boolean canonical, int maxDepth, int maxElements) {
    this.out = out;
    this.canonical = canonical;
    this.maxDepth = maxDepth;
    this.maxElements = maxElements;
  }

  static LinePrinter unlimited(Utf8Out out) {
    return new LinePrinter(out, false, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  void print(Value value) {
    if (value.depth() > Nesting.RECURSION) {
      printDeep(value);
    } else {
      print(value, 0);
    }
  }

  private void print(Value value, int depth) {
    count(1);
    if (AtomPrinter.printCommon(value, out)) {
      return;
    }
    if (value instanceof EdnMap map) {
      map(map, depth + 1);
    } else if (value instanceof EdnVector vector) {
      vector(vector, depth + 1);
    } else if (value instanceof EdnList list) {
      sequence('(', list, ')', depth + 1);
    } else if (value instanceof EdnSet set) {
      set(set, depth + 1);
    } else if (value instanceof Tagged tagged) {
      checkDepth(depth + 1);
      tag(tagged.tag());
      print(tagged.value(), depth + 1);
    } else {
      atom(value, depth);
    }
  }

  private void vector(EdnVector vector, int depth) {
    checkDepth(depth);
    out.put('[');
    int size = vector.size();
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.put(' ');
      }
      print(vector.get(i), depth);
    }
    out.put(']');
  }

  private void sequence(char opening, Coll elementsOf, char closing, int depth) {
    checkDepth(depth);
    out.put(opening);
    boolean first = true;
    for (Value element : parts(elementsOf)) {
      if (!first) {
        out.put(' ');
      }
      first = false;
      print(element, depth);
    }
    out.put(closing);
  }

  private void map(EdnMap map, int depth) {
    if (map.isSorted()) {
      sorted(map, Tags.SORTED_MAP);
      entries(map, depth + 1);
    } else {
      entries(map, depth);
    }
  }

  /** The tag of a sorted map or set, which counts as a tag does. */
  private void sorted(Coll coll, Symbol tag) {
    if (coll.isSortedByFunction()) {
      throw new EdnException("cannot print what is sorted by a function");
    }
    count(1);
    tag(tag);
  }

  private void set(EdnSet set, int depth) {
    int inner = depth;
    if (set.isSorted()) {
      sorted(set, Tags.SORTED_SET);
      inner++;
    }
    out.put('#');
    sequence('{', set, '}', inner);
  }

  private void entries(EdnMap map, int depth) {
    checkDepth(depth);
    out.put('{');
    boolean first = true;
    for (EdnMap.Entry entry : entriesOf(map)) {
      if (!first) {
        out.ascii(", ");
      }
      first = false;
      print(entry.key(), depth);
      out.put(' ');
      print(entry.value(), depth);
    }
    out.put('}');
  }

  private Iterable<Value> parts(Coll coll) {
    return canonical && coll instanceof EdnSet && !coll.isSorted()
        ? CanonicalOrder.sorted(coll)
        : coll;
  }

  private Iterable<EdnMap.Entry> entriesOf(EdnMap map) {
    return canonical && !map.isSorted() ? CanonicalOrder.sortedEntries(map) : map.entries();
  }

  private void tag(Symbol tag) {
    out.put('#');
    out.text(tag.toString());
    out.put(' ');
  }

  private void atom(Value value, int depth) {
    if (value instanceof Inst || value instanceof Uuid || value instanceof Bytes) {
      count(1);
      checkDepth(depth + 1);
    }
    AtomPrinter.print(value, out);
  }

  private void count(int more) {
    elements += more;
    if (elements > maxElements) {
      throw new EdnException(
          "cannot print: expected at most %d elements in one value, found more"
              .formatted(maxElements));
    }
  }

  private void checkDepth(int depth) {
    if (depth > maxDepth) {
      throw new EdnException(
          "cannot print: expected at most %d levels of nesting, found more".formatted(maxDepth));
    }
  }

  /** A collection being printed without recursion. */
  private static final class Level {
    final Iterator<Value> parts;
    final char closing;
    final boolean isMap;
    final int depth;
    int printed;

    Level(Iterator<Value> parts, char closing, boolean isMap, int depth) {
      this.parts = parts;
      this.closing = closing;
      this.isMap = isMap;
      this.depth = depth;
    }

    String separator() {
      if (printed == 0) {
        return "";
      }
      return isMap && printed % 2 == 0 ? ", " : " ";
    }
  }

  private void printDeep(Value root) {
    ArrayDeque<Level> open = new ArrayDeque<>();
    begin(root, open, 0);
    while (!open.isEmpty()) {
      Level level = open.peek();
      if (!level.parts.hasNext()) {
        out.put(level.closing);
        open.pop();
      } else {
        out.ascii(level.separator());
        level.printed++;
        begin(level.parts.next(), open, level.depth);
      }
    }
  }

  /** Prints a part, or begins it if it is deep. */
  private void begin(Value part, ArrayDeque<Level> open, int around) {
    Value value = part;
    int depth = around;
    while (value instanceof Tagged tagged && value.depth() > Nesting.RECURSION) {
      count(1);
      checkDepth(++depth);
      tag(tagged.tag());
      value = tagged.value();
    }
    if (value.depth() > Nesting.RECURSION && value instanceof Coll coll) {
      count(1);
      checkDepth(depth + 1);
      open.push(level(coll, depth + 1));
    } else {
      print(value, depth);
    }
  }

  private Level level(Coll coll, int around) {
    int depth = around;
    if (coll.isSorted()) {
      sorted(coll, coll instanceof EdnMap ? Tags.SORTED_MAP : Tags.SORTED_SET);
      checkDepth(++depth);
    }
    return switch (coll) {
      case EdnVector vector -> opened("[", vector.iterator(), ']', depth);
      case EdnList list -> opened("(", list.iterator(), ')', depth);
      case EdnSet set -> opened("#{", parts(set).iterator(), '}', depth);
      case EdnMap map -> {
        out.put('{');
        yield new Level(new Alternating(entriesOf(map).iterator()), '}', true, depth);
      }
    };
  }

  private Level opened(String opening, Iterator<Value> parts, char closing, int depth) {
    out.ascii(opening);
    return new Level(parts, closing, false, depth);
  }

  /** Keys and values in turn. */
  private static final class Alternating implements Iterator<Value> {
    private final Iterator<EdnMap.Entry> entries;
    private Value value = Nil.NIL;
    private boolean atValue;

    Alternating(Iterator<EdnMap.Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return atValue || entries.hasNext();
    }

    @Override
    public Value next() {
      atValue = !atValue;
      if (!atValue) {
        return value;
      }
      EdnMap.Entry entry = entries.next();
      value = entry.value();
      return entry.key();
    }
  }
}
