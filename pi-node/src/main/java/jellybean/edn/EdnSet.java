package jellybean.edn;

import java.util.Collection;

/**
 * A set: {@code #{1 2 3}}. Ordered as the keys of an {@link EdnMap}: up to 8 elements as they were
 * added, larger ones by content. A sorted set, {@code #jelly/sorted-set #{1 2 3}}, is to a {@link
 * SortedMap} what a set is to a map. Elements may nest at most 64 levels deep.
 */
public abstract sealed class EdnSet implements Coll permits KeySet {
  /** The subclass has no static state and is touched only by way of this class. */
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final EdnSet EMPTY = new KeySet(EdnMap.EMPTY);

  private int hash;

  EdnSet() {}

  /**
   * A set of the given elements.
   *
   * @throws IllegalArgumentException if an element comes twice
   */
  public static EdnSet of(Value... elements) {
    EdnSet set = EMPTY;
    for (Value element : elements) {
      EdnSet larger = set.with(element);
      if (larger.size() == set.size()) {
        throw new IllegalArgumentException(
            "bad set: expected distinct elements, found twice " + element);
      }
      set = larger;
    }
    return set;
  }

  /** A set of the elements of {@code elements}; equal ones count once. */
  public static EdnSet copyOf(Iterable<? extends Value> elements) {
    EdnSet set = EMPTY;
    for (Value element : elements) {
      set = set.with(element);
    }
    return set;
  }

  public static EdnSet copyOf(Collection<? extends Value> elements) {
    return copyOf((Iterable<? extends Value>) elements);
  }

  /** No elements yet, in the order that a function gives; nil stands for the natural order. */
  public static EdnSet sortedBy(Value comparator) {
    return new KeySet(SortedMap.by(comparator));
  }

  /**
   * The same elements in natural order.
   *
   * @throws EdnException if two cannot be compared, or neither comes before the other
   */
  public static EdnSet sortedCopyOf(EdnSet set) {
    EdnMap.Builder elements = EdnMap.builder();
    set.forEach(element -> elements.put(element, element));
    return new KeySet(SortedMap.copyOf(elements.build()));
  }

  /** The set of the keys of a map in which each key is its own value. */
  static EdnSet ofKeys(EdnMap elements) {
    return elements.isEmpty() && !elements.isSorted() ? EMPTY : new KeySet(elements);
  }

  public abstract boolean contains(Value element, KeyOrder order);

  /** The same for those who can call no functions: {@link SortedMap} says what that means. */
  public final boolean contains(Value element) {
    return contains(element, NaturalOrder.WITHOUT_CALLS);
  }

  /** The element of the set that {@code element} stands for; {@code ifAbsent} if none is. */
  public abstract Value get(Value element, Value ifAbsent, KeyOrder order);

  public final Value get(Value element, Value ifAbsent) {
    return get(element, ifAbsent, NaturalOrder.WITHOUT_CALLS);
  }

  /** Clojure's {@code conj}. */
  public abstract EdnSet with(Value element, KeyOrder order);

  public final EdnSet with(Value element) {
    return with(element, NaturalOrder.WITHOUT_CALLS);
  }

  /** Clojure's {@code disj}. */
  public abstract EdnSet without(Value element, KeyOrder order);

  public final EdnSet without(Value element) {
    return without(element, NaturalOrder.WITHOUT_CALLS);
  }

  /** Clojure's {@code empty}. */
  public abstract EdnSet cleared();

  @Override
  public final boolean equals(Object other) {
    return other instanceof EdnSet that && Equality.equal(this, that);
  }

  @Override
  public final int hashCode() {
    if (hash == Hashing.UNKNOWN) {
      if (depth() > Nesting.RECURSION) {
        Hashing.prepare(this);
      }
      computeHash();
    }
    return hash;
  }

  final void computeHash() {
    int sum = Hashing.SET;
    for (Value element : this) {
      sum += Hashing.mix(element.hashCode());
    }
    hash = Hashing.known(sum);
  }

  @Override
  public final String toString() {
    return EdnPrinter.toString(this);
  }
}
