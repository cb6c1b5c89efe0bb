package jellybean.edn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of up to 32 places, each empty, an entry, or a subtree of at least two entries.
 *
 * <pre>
 * parts:  key value key value …      … subtree subtree
 *         in the order of dataMap    in the reverse order of nodeMap
 * </pre>
 */
final class BitmapNode extends TrieNode {
  static final BitmapNode EMPTY = new BitmapNode(0, 0, new Object[0]);

  /** Past this many bits the hash is used up. */
  private static final int HASH_BITS = Integer.SIZE;

  /** Which places hold entries. */
  private final int dataMap;

  /** Which places hold subtrees. */
  private final int nodeMap;

  private final Object[] parts;

  private BitmapNode(int dataMap, int nodeMap, Object[] parts) {
    this.dataMap = dataMap;
    this.nodeMap = nodeMap;
    this.parts = parts;
  }

  /** Takes as many entries and subtrees from the front of the arrays as the maps have bits. */
  static BitmapNode of(int dataMap, int nodeMap, Object[] entries, TrieNode[] subtrees) {
    int data = 2 * Integer.bitCount(dataMap);
    int nodes = Integer.bitCount(nodeMap);
    Object[] parts = Arrays.copyOf(entries, data + nodes);
    for (int i = 0; i < nodes; i++) {
      parts[parts.length - 1 - i] = subtrees[i];
    }
    return new BitmapNode(dataMap, nodeMap, parts);
  }

  /** Bits of the places that hold entries. */
  int dataMap() {
    return dataMap;
  }

  /** Bits of the places that hold subtrees. */
  int nodeMap() {
    return nodeMap;
  }

  Value keyAt(int bit) {
    return (Value) parts[dataIndex(bit)];
  }

  Value valueAt(int bit) {
    return (Value) parts[dataIndex(bit) + 1];
  }

  TrieNode subtreeAt(int bit) {
    return (TrieNode) parts[nodeIndex(bit)];
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  private int dataIndex(int bit) {
    return 2 * Integer.bitCount(dataMap & (bit - 1));
  }

  private int nodeIndex(int bit) {
    return parts.length - 1 - Integer.bitCount(nodeMap & (bit - 1));
  }

  @Override
  @Nullable Value lookup(int hash, int shift, Value key) {
    int bit = bit(hash, shift);
    if ((dataMap & bit) != 0) {
      int at = dataIndex(bit);
      return parts[at].equals(key) ? (Value) parts[at + 1] : null;
    }
    return (nodeMap & bit) == 0
        ? null
        : ((TrieNode) parts[nodeIndex(bit)]).lookup(hash, shift + BITS, key);
  }

  @Override
  TrieNode with(int hash, int shift, Value key, Value value, Change change) {
    int bit = bit(hash, shift);
    if ((dataMap & bit) != 0) {
      return withNextToEntry(hash, shift, key, value, change);
    }
    if ((nodeMap & bit) == 0) {
      return inserted(bit, key, value);
    }
    int at = nodeIndex(bit);
    TrieNode child = (TrieNode) parts[at];
    TrieNode changed = child.with(hash, shift + BITS, key, value, change);
    return changed == child ? this : replaced(at, changed);
  }

  private TrieNode withNextToEntry(int hash, int shift, Value key, Value value, Change change) {
    int bit = bit(hash, shift);
    int at = dataIndex(bit);
    Value oldKey = (Value) parts[at];
    Value oldValue = (Value) parts[at + 1];
    if (!oldKey.equals(key)) {
      TrieNode both = pair(hash(oldKey), oldKey, oldValue, hash, key, value, shift + BITS);
      return entryToSubtree(bit, both);
    }
    change.oldValue = oldValue;
    return oldValue == value ? this : replaced(at + 1, value);
  }

  private static TrieNode pair(
      int hash1, Value key1, Value value1, int hash2, Value key2, Value value2, int shift) {
    if (shift >= HASH_BITS) {
      return CollisionNode.of(key1, value1, key2, value2);
    }
    int bit1 = bit(hash1, shift);
    int bit2 = bit(hash2, shift);
    if (bit1 == bit2) {
      TrieNode deeper = pair(hash1, key1, value1, hash2, key2, value2, shift + BITS);
      return new BitmapNode(0, bit1, new Object[] {deeper});
    }
    Object[] parts =
        Integer.compareUnsigned(bit1, bit2) < 0
            ? new Object[] {key1, value1, key2, value2}
            : new Object[] {key2, value2, key1, value1};
    return new BitmapNode(bit1 | bit2, 0, parts);
  }

  @Override
  TrieNode without(int hash, int shift, Value key, Change change) {
    int bit = bit(hash, shift);
    if ((dataMap & bit) != 0) {
      int at = dataIndex(bit);
      if (!parts[at].equals(key)) {
        return this;
      }
      Value oldValue = (Value) parts[at + 1];
      change.oldValue = oldValue;
      change.oldWeight = Weight.entry((Value) parts[at], oldValue);
      return removed(bit);
    }
    if ((nodeMap & bit) == 0) {
      return this;
    }
    int at = nodeIndex(bit);
    TrieNode child = (TrieNode) parts[at];
    TrieNode changed = child.without(hash, shift + BITS, key, change);
    if (changed == child) {
      return this;
    }
    return changed.isSingleEntry() ? subtreeToEntry(bit, changed) : replaced(at, changed);
  }

  private BitmapNode replaced(int at, Object part) {
    Object[] copy = parts.clone();
    copy[at] = part;
    return new BitmapNode(dataMap, nodeMap, copy);
  }

  private BitmapNode inserted(int bit, Value key, Value value) {
    int at = dataIndex(bit);
    Object[] copy = new Object[parts.length + 2];
    System.arraycopy(parts, 0, copy, 0, at);
    copy[at] = key;
    copy[at + 1] = value;
    System.arraycopy(parts, at, copy, at + 2, parts.length - at);
    return new BitmapNode(dataMap | bit, nodeMap, copy);
  }

  private BitmapNode removed(int bit) {
    int at = dataIndex(bit);
    Object[] copy = new Object[parts.length - 2];
    System.arraycopy(parts, 0, copy, 0, at);
    System.arraycopy(parts, at + 2, copy, at, copy.length - at);
    return new BitmapNode(dataMap ^ bit, nodeMap, copy);
  }

  private BitmapNode entryToSubtree(int bit, TrieNode subtree) {
    int from = dataIndex(bit);
    int to = nodeIndex(bit) - 1;
    Object[] copy = new Object[parts.length - 1];
    System.arraycopy(parts, 0, copy, 0, from);
    System.arraycopy(parts, from + 2, copy, from, to - from);
    copy[to] = subtree;
    System.arraycopy(parts, to + 2, copy, to + 1, copy.length - to - 1);
    return new BitmapNode(dataMap ^ bit, nodeMap | bit, copy);
  }

  private BitmapNode subtreeToEntry(int bit, TrieNode single) {
    int from = nodeIndex(bit);
    int to = dataIndex(bit);
    Object[] copy = new Object[parts.length + 1];
    System.arraycopy(parts, 0, copy, 0, to);
    copy[to] = single.key(0);
    copy[to + 1] = single.value(0);
    System.arraycopy(parts, to, copy, to + 2, from - to);
    System.arraycopy(parts, from + 1, copy, from + 2, parts.length - from - 1);
    return new BitmapNode(dataMap | bit, nodeMap ^ bit, copy);
  }

  @Override
  int entries() {
    return Integer.bitCount(dataMap);
  }

  @Override
  Value key(int entry) {
    return (Value) parts[2 * entry];
  }

  @Override
  Value value(int entry) {
    return (Value) parts[2 * entry + 1];
  }

  @Override
  int subtrees() {
    return Integer.bitCount(nodeMap);
  }

  @Override
  TrieNode subtree(int index) {
    return (TrieNode) parts[parts.length - 1 - index];
  }
}
