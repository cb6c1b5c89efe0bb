package jellybean.edn;

/**
 * How much of a value is no part of another one. A changed collection shares nearly all of itself
 * with what it was made from; this tells what keeping both costs.
 *
 * <p>Parts are shared if they are the very same objects. What cannot be matched quickly counts in
 * full, so the answer may be too large, never too small.
 */
public final class Sharing {
  /** References compared for the price of one step. */
  private static final int REFERENCES_PER_STEP = 8;

  /** So far from its place in the other tree a subtree is looked for. */
  private static final int LEVELS = 3;

  private int stepsLeft;

  private Sharing(int maxSteps) {
    this.stepsLeft = maxSteps;
  }

  /**
   * Estimated heap bytes that {@code value} holds and {@code other} does not; at most {@link
   * Value#weightBytes}.
   *
   * @param maxSteps after about so many parts have been looked at, the whole value counts
   */
  public static int weightBeyond(Value value, Value other, int maxSteps) {
    if (value == other) {
      return 0;
    }
    return value.depth() == 0 ? value.weightBytes() : new Sharing(maxSteps).beyond(value, other);
  }

  private int beyond(Value value, Value other) {
    if (value == other) {
      return 0;
    }
    stepsLeft--;
    long bytes =
        switch (value) {
          case ArrayMap map when other instanceof ArrayMap old ->
              Weight.MAP + parts(map.parts(), old.parts());
          case TrieMap map when other instanceof TrieMap old ->
              Weight.MAP + node(map.root(), old.root());
          case SortedMap map when other instanceof SortedMap old ->
              Weight.MAP + tree(map.root(), old.root(), old.root());
          case KeySet set when other instanceof KeySet old ->
              beyond(set.elements(), old.elements());
          case EdnVector vector when other instanceof EdnVector old -> vector(vector, old);
          case EdnList list when other instanceof EdnList old -> list(list, old);
          case Tagged tagged when other instanceof Tagged old ->
              Weight.TAGGED + beyond(tagged.value(), old.value());
          default -> value.weightBytes();
        };
    return stepsLeft < 0 ? value.weightBytes() : (int) Math.min(bytes, value.weightBytes());
  }

  private long node(TrieNode node, TrieNode other) {
    if (node == other) {
      return 0;
    }
    return node instanceof BitmapNode mine && other instanceof BitmapNode old
        ? node(mine, old)
        : all(node);
  }

  /** Place by place, since what stands at a place depends on nothing but hashes. */
  private long node(BitmapNode mine, BitmapNode old) {
    stepsLeft -= 1 + (mine.entries() + mine.subtrees()) / REFERENCES_PER_STEP;
    long bytes = 0;
    for (int rest = mine.dataMap(); rest != 0 && stepsLeft >= 0; rest &= rest - 1) {
      int bit = Integer.lowestOneBit(rest);
      bytes += entry(mine.keyAt(bit), mine.valueAt(bit), old, bit);
    }
    for (int rest = mine.nodeMap(); rest != 0 && stepsLeft >= 0; rest &= rest - 1) {
      int bit = Integer.lowestOneBit(rest);
      TrieNode subtree = mine.subtreeAt(bit);
      boolean inBoth = (old.nodeMap() & bit) != 0;
      bytes += Weight.SLOT + (inBoth ? node(subtree, old.subtreeAt(bit)) : all(subtree));
    }
    return bytes;
  }

  private long entry(Value key, Value value, BitmapNode old, int bit) {
    if ((old.dataMap() & bit) != 0) {
      return entry(key, value, old.keyAt(bit), old.valueAt(bit));
    }
    // Where another key came to the same place, both have moved one level down.
    TrieNode below = (old.nodeMap() & bit) == 0 ? BitmapNode.EMPTY : old.subtreeAt(bit);
    for (int i = 0; i < below.entries(); i++) {
      if (below.key(i) == key) {
        return entry(key, value, key, below.value(i));
      }
    }
    return Weight.entry(key, value);
  }

  private long entry(Value key, Value value, Value oldKey, Value oldValue) {
    return 2L * Weight.SLOT + beyond(key, oldKey) + beyond(value, oldValue);
  }

  /**
   * Rotations move the parts that stayed by a level or two: so each subtree is looked for near its
   * place in the other tree, and near that of what is around it.
   */
  private long tree(TreeNode mine, TreeNode old, TreeNode around) {
    if (mine == TreeNode.EMPTY || isNear(mine, old, LEVELS) || isNear(mine, around, LEVELS)) {
      return 0;
    }
    if (--stepsLeft < 0) {
      return 0;
    }
    TreeNode same = sameKey(mine.key, old, LEVELS);
    TreeNode place = same == TreeNode.EMPTY ? sameKey(mine.key, around, LEVELS) : same;
    if (place == TreeNode.EMPTY) {
      return Weight.TREE_NODE
          + (long) Weight.entry(mine.key, mine.value)
          + tree(mine.left, old, around)
          + tree(mine.right, old, around);
    }
    return Weight.TREE_NODE
        + entry(mine.key, mine.value, place.key, place.value)
        + tree(mine.left, place.left, old)
        + tree(mine.right, place.right, old);
  }

  private boolean isNear(TreeNode node, TreeNode top, int levels) {
    return node == top
        || levels > 0
            && top != TreeNode.EMPTY
            && (isNear(node, top.left, levels - 1) || isNear(node, top.right, levels - 1));
  }

  private static TreeNode sameKey(Value key, TreeNode top, int levels) {
    if (top == TreeNode.EMPTY || top.key == key) {
      return top;
    }
    TreeNode left = levels == 0 ? TreeNode.EMPTY : sameKey(key, top.left, levels - 1);
    return left != TreeNode.EMPTY || levels == 0 ? left : sameKey(key, top.right, levels - 1);
  }

  private long vector(EdnVector vector, EdnVector other) {
    VectorTrie mine = vector.trie();
    VectorTrie old = other.trie();
    Object[] oldRoot = old.root();
    if (mine.height() == old.height() + 1) {
      oldRoot = new Object[] {oldRoot};
    } else if (mine.height() == old.height() - 1) {
      oldRoot = (Object[]) oldRoot[0];
    }
    long bytes = mine.root() == oldRoot ? 0 : parts(mine.root(), oldRoot);
    return Weight.VECTOR + bytes + parts(vector.tail(), other.tail());
  }

  private long list(EdnList list, EdnList other) {
    EdnList mine = list;
    EdnList old = other;
    long bytes = 0;
    while (stepsLeft >= 0 && mine != old && mine.size() + old.size() > 0) {
      stepsLeft--;
      if (mine.size() < old.size()) {
        old = old.rest();
      } else {
        bytes += Weight.CELL + (long) mine.first().weightBytes();
        mine = mine.rest();
      }
    }
    return bytes;
  }

  /**
   * What stands between the parts that both have at the front and at the end: if that is as long in
   * both, one was changed into the other in place; if not, something came or went.
   */
  private long parts(Object[] mine, Object[] old) {
    stepsLeft -= 1 + mine.length / REFERENCES_PER_STEP;
    int shorter = Math.min(mine.length, old.length);
    int front = 0;
    while (front < shorter && mine[front] == old[front]) {
      front++;
    }
    int end = 0;
    while (end < shorter - front && mine[mine.length - 1 - end] == old[old.length - 1 - end]) {
      end++;
    }
    long bytes = (long) Weight.SLOT * mine.length;
    for (int i = front; i < mine.length - end && stepsLeft >= 0; i++) {
      bytes += mine.length == old.length ? part(mine[i], old[i]) : all(mine[i]);
    }
    return bytes;
  }

  private long part(Object part, Object old) {
    if (part instanceof Value value && old instanceof Value oldValue) {
      return beyond(value, oldValue);
    }
    if (part instanceof Object[] array && old instanceof Object[] oldArray) {
      return part == old ? 0 : parts(array, oldArray);
    }
    return all(part);
  }

  private long all(Object part) {
    stepsLeft--;
    return switch (part) {
      case Value value -> value.weightBytes();
      case Object[] array -> allOf(array);
      case TrieNode node -> allOf(node);
      default -> throw new IllegalStateException("no part of a value: " + part.getClass());
    };
  }

  private long allOf(Object[] array) {
    long bytes = (long) Weight.SLOT * array.length;
    for (int i = 0; i < array.length && stepsLeft >= 0; i++) {
      bytes += all(array[i]);
    }
    return bytes;
  }

  private long allOf(TrieNode node) {
    long bytes = 0;
    for (int i = 0; i < node.entries() && stepsLeft >= 0; i++) {
      stepsLeft--;
      bytes += Weight.entry(node.key(i), node.value(i));
    }
    for (int i = 0; i < node.subtrees() && stepsLeft >= 0; i++) {
      bytes += Weight.SLOT + all(node.subtree(i));
    }
    return bytes;
  }
}
