package jellybean.edn;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map: {@code {:a 1, :b 2}}.
 *
 * <p>Up to 8 entries keep the order in which their keys were first put. The order of larger maps
 * follows from their content alone and is the same on every node. A map that shrinks back to 8
 * keeps the order it has and goes on as a small one: so a map that was printed and read again
 * behaves like the original for ever after. A {@link SortedMap} keeps the order of its keys.
 *
 * <p>Keys may nest at most 64 levels deep; deeper ones throw {@link EdnException}.
 */
public abstract sealed class EdnMap implements Coll permits ArrayMap, TrieMap, SortedMap {
  /** Up to this size maps are arrays in the order of insertion. */
  public static final int SMALL = 8;

  /**
   * The subclasses have no static state and are touched only by way of this class and by {@link
   * EdnSet}, so they are never initialised before it.
   */
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final EdnMap EMPTY = new ArrayMap(new Value[0], Weight.MAP, 1);

  private final int weightBytes;
  private final int depth;
  private int hash;

  EdnMap(int weightBytes, int depth) {
    this.weightBytes = weightBytes;
    this.depth = depth;
  }

  /** One key with its value. */
  public record Entry(Value key, Value value) {
    /** The vector {@code [key value]}. */
    public EdnVector toVector() {
      return EdnVector.of(key, value);
    }
  }

  /**
   * A map of the given keys and values in turn.
   *
   * @throws IllegalArgumentException if the last key has no value or a key comes twice
   */
  public static EdnMap of(Value... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "bad map: expected keys and values in turn, found no value for "
              + keysAndValues[keysAndValues.length - 1]);
    }
    EdnMap map = ofLast(keysAndValues);
    if (map.size() < keysAndValues.length / 2) {
      throw new IllegalArgumentException(
          "bad map: expected distinct keys, found twice " + firstAgain(keysAndValues));
    }
    return map;
  }

  /** Keys and values in turn; of a key that comes again the last value counts. */
  public static EdnMap ofLast(Value... keysAndValues) {
    if (keysAndValues.length <= 2 * SMALL && areDistinct(keysAndValues)) {
      return ofFew(keysAndValues, 0, keysAndValues.length);
    }
    Builder builder = builder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      builder.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return builder.build();
  }

  /** The first key that is there before; only if there is one. */
  public static Value firstAgain(Value... keysAndValues) {
    EdnMap before = EMPTY;
    int i = 0;
    while (!before.containsKey(keysAndValues[i])) {
      before = before.with(keysAndValues[i], keysAndValues[i + 1]);
      i += 2;
    }
    return keysAndValues[i];
  }

  private static boolean areDistinct(Value[] keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Nesting.checkKey(keysAndValues[i]);
      if (ArrayMap.indexOf(keysAndValues, i, keysAndValues[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** A map of the same entries, in the order of {@code entries} if they are few. */
  public static EdnMap copyOf(Map<? extends Value, ? extends Value> entries) {
    Builder builder = builder();
    entries.forEach(builder::put);
    return builder.build();
  }

  /** A map of a part of an array, which is copied. Keys have to be distinct and not too deep. */
  static EdnMap ofFew(Value[] source, int from, int to) {
    if (from == to) {
      return EMPTY;
    }
    int weight = Weight.MAP;
    int depth = 1;
    for (int i = from; i < to; i++) {
      weight = Weight.plus(weight, Weight.slot(source[i]));
      depth = Nesting.around(depth, source[i]);
    }
    boolean isAll = from == 0 && to == source.length;
    Value[] own = isAll ? source.clone() : Arrays.copyOfRange(source, from, to);
    return new ArrayMap(own, weight, depth);
  }

  /** Whether a key or a value is so. */
  public boolean anyPart(Predicate<Value> is) {
    for (Entry entry : entries()) {
      if (is.test(entry.key()) || is.test(entry.value())) {
        return true;
      }
    }
    return false;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The value of a key, null if there is none. */
  abstract @Nullable Value lookup(Value key, KeyOrder order);

  final @Nullable Value lookup(Value key) {
    return lookup(key, NaturalOrder.WITHOUT_CALLS);
  }

  /** Iterates in the order of the map. */
  abstract Iterator<Entry> entryIterator();

  /** Clojure's {@code assoc}. An equal key that is there already stays, with the new value. */
  public abstract EdnMap with(Value key, Value value, KeyOrder order);

  /** The same for those who can call no functions: {@link SortedMap} says what that means. */
  public final EdnMap with(Value key, Value value) {
    return with(key, value, NaturalOrder.WITHOUT_CALLS);
  }

  /** The same, but a key that is there already keeps its value. */
  EdnMap withIfAbsent(Value key, Value value, KeyOrder order) {
    return containsKey(key, order) ? this : with(key, value, order);
  }

  /** Clojure's {@code dissoc}. */
  public abstract EdnMap without(Value key, KeyOrder order);

  public final EdnMap without(Value key) {
    return without(key, NaturalOrder.WITHOUT_CALLS);
  }

  /** Clojure's {@code empty}. */
  public EdnMap cleared() {
    return EMPTY;
  }

  /** Calls {@code action} with every key and value, in order. */
  public void forEach(BiConsumer<? super Value, ? super Value> action) {
    for (Entry entry : entries()) {
      action.accept(entry.key(), entry.value());
    }
  }

  public Optional<Value> find(Value key) {
    return Optional.ofNullable(lookup(key));
  }

  public Value get(Value key, Value ifAbsent, KeyOrder order) {
    Value found = lookup(key, order);
    return found == null ? ifAbsent : found;
  }

  public Value get(Value key, Value ifAbsent) {
    return get(key, ifAbsent, NaturalOrder.WITHOUT_CALLS);
  }

  /** Clojure's {@code get}: {@code nil} if the key is absent. */
  public Value get(Value key) {
    return get(key, Nil.NIL);
  }

  public boolean containsKey(Value key, KeyOrder order) {
    return lookup(key, order) != null;
  }

  public boolean containsKey(Value key) {
    return lookup(key) != null;
  }

  /** This map with all entries of {@code other}, which win. */
  public EdnMap merge(EdnMap other) {
    if (isEmpty()) {
      return other;
    }
    EdnMap merged = this;
    for (Entry entry : other.entries()) {
      merged = merged.with(entry.key(), entry.value());
    }
    return merged;
  }

  /** A view of the entries, in order. */
  public Collection<Entry> entries() {
    return view(entry -> entry);
  }

  /** A view of the keys, in order. */
  public Collection<Value> keys() {
    return view(Entry::key);
  }

  /** A view of the values, in the order of their keys. */
  public Collection<Value> values() {
    return view(Entry::value);
  }

  /** The entries as vectors {@code [key value]}, in order. */
  @Override
  public Iterator<Value> iterator() {
    return new Mapped<>(entryIterator(), Entry::toVector);
  }

  private <T> Collection<T> view(Function<Entry, T> part) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<T> iterator() {
        return new Mapped<>(entryIterator(), part);
      }

      @Override
      public int size() {
        return EdnMap.this.size();
      }
    };
  }

  @Override
  public final int weightBytes() {
    return weightBytes;
  }

  @Override
  public final int depth() {
    return depth;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof EdnMap that && Equality.equal(this, that);
  }

  @Override
  public final int hashCode() {
    if (hash == Hashing.UNKNOWN) {
      if (depth > Nesting.RECURSION) {
        Hashing.prepare(this);
      }
      computeHash();
    }
    return hash;
  }

  final void computeHash() {
    int sum = Hashing.MAP;
    for (Entry entry : entries()) {
      sum += Hashing.entry(entry.key().hashCode(), entry.value().hashCode());
    }
    hash = Hashing.known(sum);
  }

  @Override
  public final String toString() {
    return EdnPrinter.toString(this);
  }

  private record Mapped<T>(Iterator<Entry> entries, Function<Entry, T> part)
      implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public T next() {
      return part.apply(entries.next());
    }
  }

  /** Collects entries; may be used again after {@link #build}. Belongs to one thread. */
  public static final class Builder {
    private final Value[] small = new Value[2 * SMALL];
    private int smallLength;
    private EdnMap large = EMPTY;

    private Builder() {}

    /** A value put again for the same key replaces the earlier one. */
    public Builder put(Value key, Value value) {
      if (!large.isEmpty()) {
        large = large.with(key, value);
        return this;
      }
      int at = ArrayMap.indexOf(small, smallLength, key);
      if (at >= 0) {
        small[at + 1] = value;
      } else if (smallLength == small.length) {
        large = build().with(key, value);
      } else {
        Nesting.checkKey(key);
        small[smallLength++] = key;
        small[smallLength++] = value;
      }
      return this;
    }

    public Builder putAll(EdnMap all) {
      all.forEach((key, value) -> put(key, value));
      return this;
    }

    public int size() {
      return large.isEmpty() ? smallLength / 2 : large.size();
    }

    public EdnMap build() {
      return large.isEmpty() ? ofFew(small, 0, smallLength) : large;
    }
  }
}
