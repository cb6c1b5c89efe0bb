package jellybean.edn;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The entries of a tree in order, up or down. Keeps those nodes whose turn is still to come. */
final class TreeEntries implements Iterator<EdnMap.Entry> {
  private final ArrayDeque<TreeNode> open = new ArrayDeque<>();
  private final boolean ascending;

  private TreeEntries(boolean ascending) {
    this.ascending = ascending;
  }

  static TreeEntries all(TreeNode root, boolean ascending) {
    TreeEntries entries = new TreeEntries(ascending);
    entries.descend(root);
    return entries;
  }

  /** From a key on, or from the next one in that direction if it is not there. */
  static TreeEntries from(
      TreeNode root, Value key, boolean ascending, Value comparator, KeyOrder order) {
    TreeEntries entries = new TreeEntries(ascending);
    TreeNode at = root;
    while (at != TreeNode.EMPTY) {
      int way = order.compare(comparator, key, at.key);
      if (way == 0 || way < 0 == ascending) {
        entries.open.push(at);
      }
      at = way == 0 ? TreeNode.EMPTY : way < 0 ? at.left : at.right;
    }
    return entries;
  }

  private void descend(TreeNode from) {
    for (TreeNode at = from; at != TreeNode.EMPTY; at = ascending ? at.left : at.right) {
      open.push(at);
    }
  }

  @Override
  public boolean hasNext() {
    return !open.isEmpty();
  }

  @Override
  public EdnMap.Entry next() {
    if (open.isEmpty()) {
      throw new NoSuchElementException("past the last entry");
    }
    TreeNode node = open.pop();
    descend(ascending ? node.right : node.left);
    return new EdnMap.Entry(node.key, node.value);
  }
}
