package jellybean.edn;

import java.util.Arrays;

/**
 * The way from the root of a tree down to a key, or to where it would be. Keys are compared on the
 * way down, by iteration, so that a comparator never runs deep in the stack. Belongs to one call.
 */
final class TreePath {
  private static final int FIRST_CAPACITY = 24;

  private TreeNode[] nodes = new TreeNode[FIRST_CAPACITY];
  private boolean[] right = new boolean[FIRST_CAPACITY];
  private int length;
  private int last = -1;

  /** What comparing the key with that of the last node gave: 0 if it is there. */
  int last() {
    return last;
  }

  /** Whether the key was compared with nothing, or last with nil, behind which anything comes. */
  boolean endsAtNil() {
    return length == 0 || last != 0 && nodes[length - 1].key == Nil.NIL;
  }

  /** The node with the key, if it is there. */
  TreeNode found() {
    return nodes[length - 1];
  }

  TreePath(TreeNode root, Value key, Value comparator, KeyOrder order) {
    TreeNode at = root;
    while (at != TreeNode.EMPTY && last != 0 && last != KeyOrder.INCOMPARABLE) {
      last = order.compare(comparator, key, at.key);
      push(at, last > 0);
      at = last > 0 ? at.right : at.left;
    }
  }

  private void push(TreeNode node, boolean turnsRight) {
    if (length == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * length);
      right = Arrays.copyOf(right, 2 * length);
    }
    nodes[length] = node;
    right[length++] = turnsRight;
  }

  /** The tree with a node where the key would be. */
  TreeNode adding(Value key, Value value) {
    TreeNode subtree = TreeNode.leaf(key, value);
    for (int i = length - 1; i >= 0; i--) {
      subtree = nodes[i].growing(subtree, right[i]);
    }
    return subtree.blackened();
  }

  /** The tree with another value for the key. */
  TreeNode replacing(Value value) {
    TreeNode subtree = found().withValue(value);
    for (int i = length - 2; i >= 0; i--) {
      subtree = nodes[i].replacing(subtree, right[i]);
    }
    return subtree;
  }

  /** The tree without the key. */
  TreeNode removing() {
    TreeNode subtree = found().withoutRoot();
    for (int i = length - 2; i >= 0; i--) {
      subtree = nodes[i].shrinking(subtree, right[i]);
    }
    return subtree.blackened();
  }

  /** The node with the next key below the one found; the empty tree if there is none. */
  TreeNode before() {
    TreeNode below = found().left;
    while (below.right != TreeNode.EMPTY) {
      below = below.right;
    }
    return below == TreeNode.EMPTY ? lastTurn(true) : below;
  }

  /** The node with the next key above the one found; the empty tree if there is none. */
  TreeNode after() {
    TreeNode above = found().right;
    while (above.left != TreeNode.EMPTY) {
      above = above.left;
    }
    return above == TreeNode.EMPTY ? lastTurn(false) : above;
  }

  private TreeNode lastTurn(boolean toTheRight) {
    for (int i = length - 2; i >= 0; i--) {
      if (right[i] == toTheRight) {
        return nodes[i];
      }
    }
    return TreeNode.EMPTY;
  }
}
