package jellybean.edn;

/** Bounds that keep hashing, comparing and printing of deep values off the thread's stack. */
final class Nesting {
  /** Up to this depth values are walked by recursion, beyond it with a stack on the heap. */
  static final int RECURSION = 64;

  /** Keys of maps and elements of sets nest at most this deep; looking them up recurses. */
  static final int KEY = 64;

  /** At most this many tags directly on one another, as in {@code #a #b #c 1}. */
  static final int TAGS = 64;

  private Nesting() {}

  static int around(int depthSoFar, Value inner) {
    return Math.max(depthSoFar, inner.depth() + 1);
  }

  /** What the tags around a value enclose. */
  static Value strip(Value value) {
    Value inner = value;
    while (inner instanceof Tagged tagged) {
      inner = tagged.value();
    }
    return inner;
  }

  static void checkKey(Value key) {
    if (key.depth() > KEY) {
      throw new EdnException(
          "cannot use a value as key or set element: expected at most %d levels of nesting, found %d"
              .formatted(KEY, key.depth()));
    }
  }
}
