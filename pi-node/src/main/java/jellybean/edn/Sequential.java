package jellybean.edn;

import java.util.AbstractList;
import java.util.List;

/** A list or vector. Equal elements in the same order make two of them equal, as in Clojure. */
public sealed interface Sequential extends Coll permits EdnList, EdnVector {

  /**
   * The element at an index counted from 0. O(1) for vectors (nearly), O(index) for lists.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  Value get(int index);

  /**
   * The first element.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  Value first();

  /** The same elements as a vector. */
  EdnVector toVector();

  /** The same elements as a list. */
  EdnList toList();

  /** A read-only {@link List} of the same elements; takes no copy of a vector. */
  default List<Value> asJavaList() {
    EdnVector vector = toVector();
    return new AbstractList<>() {
      @Override
      public Value get(int index) {
        return vector.get(index);
      }

      @Override
      public int size() {
        return vector.size();
      }
    };
  }
}
