package jellybean.edn;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A map of more than {@link EdnMap#SMALL} entries: a compressed hash-array-mapped prefix tree
 * (Steindorfer and Vinju, "Optimizing hash-array mapped tries", 2015).
 *
 * <p>Invariant: equal content gives the same tree whatever the history, and so the same order.
 */
final class TrieMap extends EdnMap {
  /** So many references cost as much to copy as a node of a tree. */
  private static final int REFERENCES_PER_NODE = 8;

  private final TrieNode root;
  private final int size;

  TrieMap(TrieNode root, int size, int weightBytes, int depth) {
    super(weightBytes, depth);
    this.root = root;
    this.size = size;
  }

  TrieNode root() {
    return root;
  }

  /** A tree of distinct keys and their values in turn. Smaller than allowed until one is added. */
  static TrieMap ofSmall(Value[] keysAndValues) {
    TrieMap map = new TrieMap(BitmapNode.EMPTY, 0, Weight.MAP, 1);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map = map.with(keysAndValues[i], keysAndValues[i + 1], NaturalOrder.WITHOUT_CALLS);
    }
    return map;
  }

  @Override
  @Nullable Value lookup(Value key, KeyOrder order) {
    return root.lookup(TrieNode.hash(key), 0, key);
  }

  @Override
  public TrieMap with(Value key, Value value, KeyOrder order) {
    Nesting.checkKey(key);
    TrieNode.Change change = new TrieNode.Change();
    TrieNode newRoot = root.with(TrieNode.hash(key), 0, key, value, change);
    order.copying(change.copied / REFERENCES_PER_NODE);
    Value old = change.oldValue;
    if (old == value) {
      return this;
    }
    int newDepth = Nesting.around(Nesting.around(depth(), key), value);
    if (old == null) {
      int heavier = Weight.plus(weightBytes(), Weight.entry(key, value));
      return new TrieMap(newRoot, size + 1, heavier, newDepth);
    }
    int lighter = Weight.minus(weightBytes(), Weight.slot(old));
    return new TrieMap(newRoot, size, Weight.plus(lighter, Weight.slot(value)), newDepth);
  }

  @Override
  public EdnMap without(Value key, KeyOrder order) {
    TrieNode.Change change = new TrieNode.Change();
    TrieNode newRoot = root.without(TrieNode.hash(key), 0, key, change);
    order.copying(change.copied / REFERENCES_PER_NODE);
    if (change.oldValue == null) {
      return this;
    }
    int lighter = Weight.minus(weightBytes(), change.oldWeight);
    TrieMap smaller = new TrieMap(newRoot, size - 1, lighter, depth());
    return smaller.size > SMALL ? smaller : smaller.toArrayMap();
  }

  private EdnMap toArrayMap() {
    Value[] keysAndValues = new Value[2 * size];
    int at = 0;
    for (Entry entry : entries()) {
      keysAndValues[at++] = entry.key();
      keysAndValues[at++] = entry.value();
    }
    return ofFew(keysAndValues, 0, at);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  Iterator<Entry> entryIterator() {
    return new Entries(root);
  }

  /** Walks the tree: of each node first its own entries, then its subtrees. */
  private static final class Entries implements Iterator<Entry> {
    private final ArrayDeque<TrieNode> open = new ArrayDeque<>();
    private TrieNode node;
    private int at;

    Entries(TrieNode root) {
      this.node = root;
      openSubtrees();
      skipToEntry();
    }

    private void openSubtrees() {
      for (int i = node.subtrees() - 1; i >= 0; i--) {
        open.push(node.subtree(i));
      }
    }

    private void skipToEntry() {
      while (at == node.entries() && !open.isEmpty()) {
        node = open.pop();
        at = 0;
        openSubtrees();
      }
    }

    @Override
    public boolean hasNext() {
      return at < node.entries();
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException("past the last entry");
      }
      Entry entry = new Entry(node.key(at), node.value(at));
      at++;
      skipToEntry();
      return entry;
    }
  }
}
