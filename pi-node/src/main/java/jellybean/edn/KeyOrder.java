package jellybean.edn;

/**
 * Compares keys for sorted maps and sets, whose order may be a function that only the one who asks
 * can call. Other maps and sets need none.
 */
public interface KeyOrder {
  /** Stands for a comparison that has no answer: such a key is in no map. */
  int INCOMPARABLE = Integer.MIN_VALUE;

  /**
   * Negative, zero or positive as {@code left} comes before, with or after {@code right}, or {@link
   * #INCOMPARABLE}.
   *
   * @param comparator what the map is sorted by: nil for the natural order, else a function
   */
  int compare(Value comparator, Value left, Value right);

  /** Whether {@code compare} of the language knows an order for what is of its kind. */
  static boolean hasOrder(Value value) {
    return switch (value) {
      case Nil _, Num _, Text _, Keyword _, Symbol _, Char _, Bool _, EdnVector _, Uuid _, Inst _ ->
          true;
      default -> false;
    };
  }

  /** So many nodes of a tree, or what costs as much, are copied. */
  default void copying(int nodes) {}

  /** What to throw if a key that is removed leaves two that are not in the natural order. */
  default RuntimeException contradiction() {
    return new EdnException("cannot remove a key: the order of those left contradicts itself");
  }
}
