package jellybean.edn;

import java.util.Arrays;

/**
 * Builds a {@link TrieMap} of many entries at once, in O(n log n) whatever their hashes: sorted by
 * the path their hash takes through the tree, the entries of every node are neighbours. Entries of
 * the same hash are sorted canonically, so equal keys are neighbours too.
 */
final class TrieBuilder {
  private static final int LAST_SHIFT = 30;
  private static final int LAST_BITS = Integer.SIZE - LAST_SHIFT;
  private static final int NONE = -1;

  private final Value[] parts;
  private final int base;
  private final int step;

  /** Path of the hash in the upper half, number of the entry in the lower. */
  private final long[] order;

  private int first = NONE;
  private int second = NONE;

  /**
   * @param step 2 if each key in {@code parts} is followed by its value, 1 if keys are values
   */
  TrieBuilder(Value[] parts, int base, int end, int step) {
    this.parts = parts;
    this.base = base;
    this.step = step;
    this.order = new long[(end - base) / step];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) path(TrieNode.hash(key(i))) << Integer.SIZE | i;
    }
    Arrays.sort(order);
    sortCollisions();
  }

  /** Whether a key comes twice: then there is no map. */
  boolean hasDuplicate() {
    return second != NONE;
  }

  int firstOfDuplicates() {
    return first;
  }

  int secondOfDuplicates() {
    return second;
  }

  EdnMap map() {
    int weight = Weight.MAP;
    int depth = 1;
    for (int i = 0; i < order.length; i++) {
      weight = Weight.plus(weight, Weight.entry(key(i), value(i)));
      depth = Nesting.around(Nesting.around(depth, key(i)), value(i));
    }
    return new TrieMap(node(0, order.length, 0), order.length, weight, depth);
  }

  /** The pieces of a hash in the order of levels, the first uppermost, and signed order kept. */
  private static int path(int hash) {
    int path = 0;
    for (int shift = 0; shift < LAST_SHIFT; shift += TrieNode.BITS) {
      path = path << TrieNode.BITS | ((hash >>> shift) & TrieNode.MASK);
    }
    return (path << LAST_BITS | hash >>> LAST_SHIFT) ^ Integer.MIN_VALUE;
  }

  private static int pathOf(long ordered) {
    return (int) (ordered >> Integer.SIZE);
  }

  private Value key(int entry) {
    return parts[base + step * entry];
  }

  private Value value(int entry) {
    return parts[base + step * entry + step - 1];
  }

  private Value keyAt(int place) {
    return key((int) order[place]);
  }

  private Value valueAt(int place) {
    return value((int) order[place]);
  }

  private void sortCollisions() {
    int from = 0;
    for (int to = 1; to <= order.length; to++) {
      if (to == order.length || pathOf(order[to]) != pathOf(order[from])) {
        if (to - from > 1) {
          sortCollision(from, to);
        }
        from = to;
      }
    }
  }

  private void sortCollision(int from, int to) {
    Long[] entries = new Long[to - from];
    Arrays.setAll(entries, i -> order[from + i]);
    Arrays.sort(entries, (a, b) -> CanonicalOrder.compare(key(a.intValue()), key(b.intValue())));
    for (int i = 0; i < entries.length; i++) {
      order[from + i] = entries[i];
      if (i > 0 && keyAt(from + i).equals(keyAt(from + i - 1))) {
        noteDuplicate((int) order[from + i - 1], (int) order[from + i]);
      }
    }
  }

  /** Keeps the pair whose second comes first in the source. */
  private void noteDuplicate(int earlier, int later) {
    if (second == NONE || later < second) {
      first = earlier;
      second = later;
    }
  }

  private int place(int entryPlace, int shift) {
    int hash = TrieNode.hash(keyAt(entryPlace));
    return (hash >>> shift) & TrieNode.MASK;
  }

  private int endOfGroup(int from, int to, int shift) {
    int place = place(from, shift);
    int at = from + 1;
    while (at < to && place(at, shift) == place) {
      at++;
    }
    return at;
  }

  private TrieNode node(int from, int to, int shift) {
    if (shift > LAST_SHIFT) {
      return collision(from, to);
    }
    Object[] entries = new Object[2 * Math.min(to - from, Integer.SIZE)];
    TrieNode[] subtrees = new TrieNode[Integer.SIZE];
    int dataMap = 0;
    int nodeMap = 0;
    int at = from;
    while (at < to) {
      int next = endOfGroup(at, to, shift);
      int bit = 1 << place(at, shift);
      if (next - at == 1) {
        entries[2 * Integer.bitCount(dataMap)] = keyAt(at);
        entries[2 * Integer.bitCount(dataMap) + 1] = valueAt(at);
        dataMap |= bit;
      } else {
        subtrees[Integer.bitCount(nodeMap)] = node(at, next, shift + TrieNode.BITS);
        nodeMap |= bit;
      }
      at = next;
    }
    return BitmapNode.of(dataMap, nodeMap, entries, subtrees);
  }

  private CollisionNode collision(int from, int to) {
    Value[] keys = new Value[to - from];
    Value[] values = new Value[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = keyAt(from + i);
      values[i] = valueAt(from + i);
    }
    return new CollisionNode(keys, values);
  }
}
