package jellybean.edn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map of at most {@link EdnMap#SMALL} entries: keys and values in turn, searched in a row. */
final class ArrayMap extends EdnMap {
  private final Value[] keysAndValues;

  ArrayMap(Value[] keysAndValues, int weightBytes, int depth) {
    super(weightBytes, depth);
    this.keysAndValues = keysAndValues;
  }

  /** The keys and values in turn; not to be changed. */
  Value[] parts() {
    return keysAndValues;
  }

  /** Where {@code key} is among the keys at even places before {@code length}; -1 if nowhere. */
  static int indexOf(Value[] keysAndValues, int length, Value key) {
    if (key instanceof Keyword) {
      for (int i = 0; i < length; i += 2) {
        if (keysAndValues[i] == key) {
          return i;
        }
      }
      return -1;
    }
    for (int i = 0; i < length; i += 2) {
      if (keysAndValues[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private int indexOf(Value key) {
    return indexOf(keysAndValues, keysAndValues.length, key);
  }

  @Override
  @Nullable Value lookup(Value key, KeyOrder order) {
    int at = indexOf(key);
    return at < 0 ? null : keysAndValues[at + 1];
  }

  @Override
  public EdnMap with(Value key, Value value, KeyOrder order) {
    int at = indexOf(key);
    if (at >= 0) {
      return keysAndValues[at + 1] == value ? this : replaced(at + 1, value);
    }
    Nesting.checkKey(key);
    if (size() == SMALL) {
      return TrieMap.ofSmall(keysAndValues).with(key, value);
    }
    Value[] longer = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
    longer[longer.length - 2] = key;
    longer[longer.length - 1] = value;
    int newDepth = Nesting.around(Nesting.around(depth(), key), value);
    return new ArrayMap(longer, Weight.plus(weightBytes(), Weight.entry(key, value)), newDepth);
  }

  private ArrayMap replaced(int at, Value value) {
    Value[] copy = keysAndValues.clone();
    int lighter = Weight.minus(weightBytes(), Weight.slot(copy[at]));
    copy[at] = value;
    return new ArrayMap(
        copy, Weight.plus(lighter, Weight.slot(value)), Nesting.around(depth(), value));
  }

  @Override
  public EdnMap without(Value key, KeyOrder order) {
    int at = indexOf(key);
    if (at < 0) {
      return this;
    }
    if (keysAndValues.length == 2) {
      return EMPTY;
    }
    Value[] shorter = Arrays.copyOf(keysAndValues, keysAndValues.length - 2);
    System.arraycopy(keysAndValues, at + 2, shorter, at, shorter.length - at);
    int gone = Weight.entry(keysAndValues[at], keysAndValues[at + 1]);
    return new ArrayMap(shorter, Weight.minus(weightBytes(), gone), depth());
  }

  @Override
  public int size() {
    return keysAndValues.length / 2;
  }

  @Override
  public void forEach(BiConsumer<? super Value, ? super Value> action) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      action.accept(keysAndValues[i], keysAndValues[i + 1]);
    }
  }

  @Override
  public boolean anyPart(Predicate<Value> is) {
    for (Value part : keysAndValues) {
      if (is.test(part)) {
        return true;
      }
    }
    return false;
  }

  @Override
  Iterator<Entry> entryIterator() {
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < keysAndValues.length;
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException("past the last entry");
        }
        at += 2;
        return new Entry(keysAndValues[at - 2], keysAndValues[at - 1]);
      }
    };
  }
}
