package jellybean.edn;

import java.util.Arrays;

/**
 * The full leaves of a vector, 32 elements each, under 32-way nodes. Immutable; changes copy the
 * path to a leaf.
 *
 * @param root {@code Object[]} nodes above {@code Value[]} leaves
 * @param height nodes from the root to a leaf; 0 while there is no leaf
 * @param leaves how many leaves there are
 */
record VectorTrie(Object[] root, int height, int leaves) {
  static final int BITS = 5;
  static final int WIDTH = 1 << BITS;
  static final int MASK = WIDTH - 1;
  static final VectorTrie EMPTY = new VectorTrie(new Object[0], 0, 0);

  /** The index of the first element of the tail of a vector of {@code size} > 0 elements. */
  static int tailStart(int size) {
    return size == 0 ? 0 : (size - 1) & ~MASK;
  }

  Value get(int index) {
    return leaf(index)[index & MASK];
  }

  Value[] leaf(int index) {
    Object[] node = root;
    for (int level = height; level > 1; level--) {
      node = (Object[]) node[(index >>> (level * BITS)) & MASK];
    }
    return (Value[]) node[(index >>> BITS) & MASK];
  }

  VectorTrie append(Value[] leaf) {
    if (height == 0) {
      return new VectorTrie(new Object[] {leaf}, 1, 1);
    }
    if (leaves == 1 << (height * BITS)) {
      Object[] taller = {root, path(height, leaf)};
      return new VectorTrie(taller, height + 1, leaves + 1);
    }
    return new VectorTrie(put(root, height, leaves, leaf), height, leaves + 1);
  }

  VectorTrie with(int index, Value element) {
    Value[] changed = leaf(index).clone();
    changed[index & MASK] = element;
    return new VectorTrie(put(root, height, index >>> BITS, changed), height, leaves);
  }

  VectorTrie withoutLastLeaf() {
    if (leaves == 1) {
      return EMPTY;
    }
    Object[] shorter = drop(root, height, leaves - 1);
    return shorter.length == 1 && height > 1
        ? new VectorTrie((Object[]) shorter[0], height - 1, leaves - 1)
        : new VectorTrie(shorter, height, leaves - 1);
  }

  private static int slot(int leafIndex, int level) {
    return (leafIndex >>> ((level - 1) * BITS)) & MASK;
  }

  private static Object[] path(int height, Value[] leaf) {
    Object[] node = {leaf};
    for (int level = 1; level < height; level++) {
      node = new Object[] {node};
    }
    return node;
  }

  private static Object[] put(Object[] node, int level, int leafIndex, Value[] leaf) {
    int slot = slot(leafIndex, level);
    Object[] copy = Arrays.copyOf(node, Math.max(node.length, slot + 1));
    if (level == 1) {
      copy[slot] = leaf;
    } else if (slot < node.length) {
      copy[slot] = put((Object[]) node[slot], level - 1, leafIndex, leaf);
    } else {
      copy[slot] = path(level - 1, leaf);
    }
    return copy;
  }

  /** Without the last leaf; nodes left empty go with it. */
  private static Object[] drop(Object[] node, int level, int leafIndex) {
    int slot = slot(leafIndex, level);
    if (level > 1) {
      Object[] child = drop((Object[]) node[slot], level - 1, leafIndex);
      if (child.length > 0) {
        Object[] copy = node.clone();
        copy[slot] = child;
        return copy;
      }
    }
    return Arrays.copyOf(node, slot);
  }
}
