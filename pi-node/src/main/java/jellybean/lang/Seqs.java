package jellybean.lang;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import jellybean.edn.Char;
import jellybean.edn.Coll;
import jellybean.edn.EdnList;
import jellybean.edn.EdnVector;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Collections, strings and nil as sequences. A sequence is a list; all are complete and finite. */
final class Seqs {

  private Seqs() {}

  /** The elements in order, without charge: for those who pay for each element otherwise. */
  static Iterable<Value> each(Value value) {
    return switch (value) {
      case Coll coll -> coll;
      case Nil _ -> List.of();
      case Text text -> () -> new Chars(text.value());
      default -> throw notSeqable(value);
    };
  }

  /** The elements in order, paid for at once. */
  static Iterable<Value> paid(Machine m, Value value) {
    m.charge(size(value));
    return each(value);
  }

  static int size(Value value) {
    return switch (value) {
      case Coll coll -> coll.size();
      case Nil _ -> 0;
      case Text text -> text.value().length();
      default -> throw notSeqable(value);
    };
  }

  static LangError notSeqable(Value value) {
    return LangError.expected("a collection, string or nil", value);
  }

  /** As a list, empty for nil. */
  static EdnList list(Machine m, Value value) {
    return switch (value) {
      case EdnList list -> list;
      case Nil _ -> EdnList.EMPTY;
      case EdnVector vector -> {
        m.charge(vector.size());
        yield vector.toList();
      }
      default -> {
        Out out = new Out(m);
        each(value).forEach(out::add);
        yield out.list();
      }
    };
  }

  /** {@code seq}: nil instead of an empty list. */
  static Value seq(Machine m, Value value) {
    return orNil(list(m, value));
  }

  static Value orNil(EdnList list) {
    return list.isEmpty() ? Nil.NIL : list;
  }

  static Value first(Value value) {
    if (value instanceof EdnList list) {
      return list.isEmpty() ? Nil.NIL : list.first();
    }
    Iterator<Value> elements = each(value).iterator();
    return elements.hasNext() ? elements.next() : Nil.NIL;
  }

  static EdnList rest(Machine m, Value value) {
    return list(m, value).rest();
  }

  static Value next(Machine m, Value value) {
    return orNil(rest(m, value));
  }

  static EdnVector vector(Machine m, Value value) {
    if (value instanceof EdnVector vector) {
      return vector;
    }
    EdnVector.Builder builder = EdnVector.builder();
    paid(m, value).forEach(builder::add);
    return m.bounded(builder.build());
  }

  static Value[] array(Machine m, Value value) {
    Value[] all = new Value[size(value)];
    m.charge(all.length);
    int i = 0;
    for (Value element : each(value)) {
      all[i++] = element;
    }
    return all;
  }

  private static final class Chars implements Iterator<Value> {
    private final String text;
    private int at;

    Chars(String text) {
      this.text = text;
    }

    @Override
    public boolean hasNext() {
      return at < text.length();
    }

    @Override
    public Value next() {
      if (at == text.length()) {
        throw new NoSuchElementException("past the last character");
      }
      return new Char(text.charAt(at++));
    }
  }
}
