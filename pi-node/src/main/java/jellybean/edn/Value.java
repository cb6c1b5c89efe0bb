package jellybean.edn;

/**
 * An immutable EDN value: all that actors ever share.
 *
 * <p>{@code equals} is Clojure's {@code =}: {@code 1} equals {@code 1N} but not {@code 1.0}; a list
 * equals a vector with equal elements; {@code ##NaN} equals nothing, not even itself (a collection
 * holding it still equals itself, as in Clojure). {@code hashCode} agrees with it and depends on
 * content only, so that every node computes the same number ({@link Opaque} values excepted).
 *
 * <p>{@code toString} is the one-line EDN form.
 */
public sealed interface Value
    permits Nil, Bool, Num, Text, Char, Keyword, Symbol, Coll, Inst, Uuid, Bytes, Tagged, Opaque {

  /**
   * Approximate heap bytes of this value with all it holds, counting shared parts every time they
   * occur. O(1). Stays at {@link Integer#MAX_VALUE} once it got there.
   */
  int weightBytes();

  /**
   * How deep collections and tags nest: 0 for scalars, 1 for a collection of scalars. O(1). After
   * removals it may still count what was removed; it is never too small.
   */
  default int depth() {
    return 0;
  }
}
