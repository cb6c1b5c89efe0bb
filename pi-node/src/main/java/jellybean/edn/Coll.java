package jellybean.edn;

/**
 * An immutable collection. "Changing" it gives a new one that shares what stayed the same.
 * Iterating over a map gives its entries as vectors {@code [key value]}; {@link EdnMap#entries} is
 * cheaper.
 */
public sealed interface Coll extends Value, Iterable<Value> permits Sequential, EdnMap, EdnSet {

  /** The number of elements, or of entries of a map. O(1). */
  int size();

  /** Whether it is a {@link SortedMap} or a sorted set. */
  default boolean isSorted() {
    return false;
  }

  /** Whether a function gives its order, for which there is no EDN form. */
  default boolean isSortedByFunction() {
    return false;
  }

  default boolean isEmpty() {
    return size() == 0;
  }
}
