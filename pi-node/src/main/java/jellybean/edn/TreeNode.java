package jellybean.edn;

/**
 * A node of a red-black tree that is never changed: Okasaki, "Red-black trees in a functional
 * setting" (1999), and Kahrs, "Red-black trees with types" (2001), for taking a node out.
 *
 * <p>It compares nothing: {@link TreePath} finds the way. The shape of a tree follows Clojure's, so
 * that a comparator which contradicts itself finds and misses the same keys as there.
 *
 * <p>Invariant: a red node has no red child, and each way down passes as many black nodes.
 */
final class TreeNode {
  /** The tree without nodes; counts as neither red nor black, and is its own subtree. */
  static final TreeNode EMPTY = new TreeNode();

  private final boolean red;
  final Value key;
  final Value value;
  final TreeNode left;
  final TreeNode right;

  private TreeNode() {
    this.red = false;
    this.key = Nil.NIL;
    this.value = Nil.NIL;
    this.left = this;
    this.right = this;
  }

  private TreeNode(boolean red, Value key, Value value, TreeNode left, TreeNode right) {
    this.red = red;
    this.key = key;
    this.value = value;
    this.left = left;
    this.right = right;
  }

  /** A new node, red, as it first hangs in a tree. */
  static TreeNode leaf(Value key, Value value) {
    return new TreeNode(true, key, value, EMPTY, EMPTY);
  }

  /**
   * A balanced tree of keys in order, {@code step} apart, each followed by its value if that is 2.
   */
  static TreeNode ofAscending(Value[] parts, int from, int to, int step) {
    int count = (to - from) / step;
    int fullLevels = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count + 1);
    return ofAscending(parts, from, to, step, fullLevels);
  }

  /** The nodes below the last level that is full are red, as there are too few for a black one. */
  private static TreeNode ofAscending(Value[] parts, int from, int to, int step, int fullLevels) {
    if (from == to) {
      return EMPTY;
    }
    int middle = from + (to - from) / step / 2 * step;
    return new TreeNode(
        fullLevels == 0,
        parts[middle],
        parts[middle + step - 1],
        ofAscending(parts, from, middle, step, fullLevels - 1),
        ofAscending(parts, middle + step, to, step, fullLevels - 1));
  }

  private TreeNode red(TreeNode newLeft, TreeNode newRight) {
    return new TreeNode(true, key, value, newLeft, newRight);
  }

  private TreeNode black(TreeNode newLeft, TreeNode newRight) {
    return new TreeNode(false, key, value, newLeft, newRight);
  }

  private boolean isBlack() {
    return !red && this != EMPTY;
  }

  boolean isRed() {
    return red;
  }

  TreeNode blackened() {
    return red ? black(left, right) : this;
  }

  private TreeNode reddened() {
    return red(left, right);
  }

  TreeNode withValue(Value newValue) {
    return new TreeNode(red, key, newValue, left, right);
  }

  /** In place of a subtree, one of the same height. */
  TreeNode replacing(TreeNode subtree, boolean isRight) {
    return isRight
        ? new TreeNode(red, key, value, left, subtree)
        : new TreeNode(red, key, value, subtree, right);
  }

  /** In place of a subtree, one to which a node was added. */
  TreeNode growing(TreeNode subtree, boolean isRight) {
    if (red) {
      return replacing(subtree, isRight);
    }
    return isRight ? growingRight(subtree) : growingLeft(subtree);
  }

  private TreeNode growingLeft(TreeNode grown) {
    if (grown.red && grown.left.red) {
      return grown.red(grown.left.blackened(), black(grown.right, right));
    }
    if (grown.red && grown.right.red) {
      TreeNode middle = grown.right;
      return middle.red(grown.black(grown.left, middle.left), black(middle.right, right));
    }
    return black(grown, right);
  }

  private TreeNode growingRight(TreeNode grown) {
    if (grown.red && grown.right.red) {
      return grown.red(black(left, grown.left), grown.right.blackened());
    }
    if (grown.red && grown.left.red) {
      TreeNode middle = grown.left;
      return middle.red(black(left, middle.left), grown.black(middle.right, grown.right));
    }
    return black(left, grown);
  }

  /** In place of a subtree, one from which a node was taken. */
  TreeNode shrinking(TreeNode subtree, boolean isRight) {
    if (isRight) {
      return right.isBlack() ? shrinkingRight(left, subtree) : red(left, subtree);
    }
    return left.isBlack() ? shrinkingLeft(subtree, right) : red(subtree, right);
  }

  /** This node between two trees, of which the left has one black node less on each way. */
  private TreeNode shrinkingLeft(TreeNode low, TreeNode high) {
    if (low.red) {
      return red(low.blackened(), high);
    }
    if (high.isBlack()) {
      return growingBlackRight(low, high.reddened());
    }
    TreeNode middle = high.left;
    return middle.red(
        black(low, middle.left), high.growingBlackRight(middle.right, high.right.reddened()));
  }

  private TreeNode shrinkingRight(TreeNode high, TreeNode low) {
    if (low.red) {
      return red(high, low.blackened());
    }
    if (high.isBlack()) {
      return growingBlackLeft(high.reddened(), low);
    }
    TreeNode middle = high.right;
    return middle.red(
        high.growingBlackLeft(high.left.reddened(), middle.left), black(middle.right, low));
  }

  private TreeNode growingBlackLeft(TreeNode newLeft, TreeNode newRight) {
    return black(EMPTY, newRight).growingLeft(newLeft);
  }

  private TreeNode growingBlackRight(TreeNode newLeft, TreeNode newRight) {
    return black(newLeft, EMPTY).growingRight(newRight);
  }

  /** What is left of this tree without its root. */
  TreeNode withoutRoot() {
    return joined(left, right);
  }

  /** All nodes of two trees of the same black height, those of the left one first. */
  private static TreeNode joined(TreeNode left, TreeNode right) {
    if (left == EMPTY || right == EMPTY) {
      return left == EMPTY ? right : left;
    }
    if (left.red != right.red) {
      return left.red
          ? left.red(left.left, joined(left.right, right))
          : right.red(joined(left, right.left), right.right);
    }
    TreeNode middle = joined(left.right, right.left);
    if (middle.red) {
      return left.red
          ? middle.red(left.red(left.left, middle.left), right.red(middle.right, right.right))
          : middle.red(left.black(left.left, middle.left), right.black(middle.right, right.right));
    }
    return left.red
        ? left.red(left.left, right.red(middle, right.right))
        : left.shrinkingLeft(left.left, right.black(middle, right.right));
  }
}
