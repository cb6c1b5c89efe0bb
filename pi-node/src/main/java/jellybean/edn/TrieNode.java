package jellybean.edn;

import org.jspecify.annotations.Nullable;

/** A node of a {@link TrieMap}. Immutable. */
abstract sealed class TrieNode permits BitmapNode, CollisionNode {
  static final int BITS = 5;
  static final int MASK = (1 << BITS) - 1;

  /** Reports what a change found. One per change, used up by it. */
  static final class Change {
    /** The value that was replaced or removed; null if the key was not there. */
    @Nullable Value oldValue;

    /** References that were copied because keys have the same hash. */
    int copied;

    /** The weight of the entry that was removed. */
    int oldWeight;
  }

  static int hash(Value key) {
    return Hashing.mix(key.hashCode());
  }

  /**
   * @param shift how many low bits of the hash led to this node
   */
  abstract @Nullable Value lookup(int hash, int shift, Value key);

  abstract TrieNode with(int hash, int shift, Value key, Value value, Change change);

  /** A node left with a single entry is put into its parent by the caller. */
  abstract TrieNode without(int hash, int shift, Value key, Change change);

  abstract int entries();

  abstract Value key(int entry);

  abstract Value value(int entry);

  abstract int subtrees();

  abstract TrieNode subtree(int index);

  final boolean isSingleEntry() {
    return entries() == 1 && subtrees() == 0;
  }
}
