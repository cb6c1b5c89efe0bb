package jellybean.edn;

/** Approximate sizes on the heap of a 64-bit JVM with compressed references, in bytes. */
final class Weight {
  static final int SHARED = 4;
  static final int NUMBER = 24;
  static final int BIG_INTEGER = 64;
  static final double DECIMAL_DIGITS_PER_BYTE = 2.4;
  static final int TEXT = 56;
  static final int NAME = 16;
  static final int INST = 40;
  static final int UUID = 48;
  static final int BYTES = 32;
  static final int TAGGED = 16;
  static final int OPAQUE = 64;
  static final int VECTOR = 64;
  static final int LIST = 24;
  static final int MAP = 56;

  /** A cell of a list: the object with its cached hash, weight and depth. */
  static final int CELL = 40;

  /** A reference held by an array, with its share of spare room and inner nodes. */
  static final int SLOT = 8;

  /** A node of a tree without what it refers to as key and value. */
  static final int TREE_NODE = 32;

  private Weight() {}

  /** Adds; once the sum got to {@link Integer#MAX_VALUE} it stays there. */
  static int plus(int left, int right) {
    int sum = left + right;
    return sum < 0 ? Integer.MAX_VALUE : sum;
  }

  /** Takes away again what was added, unless the sum is no longer known. */
  static int minus(int left, int right) {
    return left == Integer.MAX_VALUE ? left : Math.max(0, left - right);
  }

  static int slot(Value value) {
    return plus(SLOT, value.weightBytes());
  }

  static int entry(Value key, Value value) {
    return plus(slot(key), slot(value));
  }
}
