package jellybean.edn;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map whose entries are in the order of their keys, and which finds keys by that order: {@code
 * #jelly/sorted-map {1 :a, 2 :b}}. Equal to any map of equal entries.
 *
 * <p>The order is the natural one, {@code compare} of the language, or that of a function. One
 * sorted by a function has no EDN form.
 *
 * <p>With a {@link KeyOrder} that throws, keys that cannot be compared are errors. The methods
 * without one never fail for the keys that there are: such a key is in no map, a map to which it is
 * added goes on as an ordinary one; and if the order is a function, keys are those that are equal.
 */
public final class SortedMap extends EdnMap {
  /** Levels of nesting that a sorted map is by itself: the tag's and the map's. */
  private static final int LEVELS = 2;

  private static final int INCOMPARABLE = KeyOrder.INCOMPARABLE;

  /** The natural order. */
  private static final Value NATURAL = Nil.NIL;

  /** Initialised after {@link EdnMap}, which does not refer to this class. */
  @SuppressWarnings("ClassInitializationDeadlock")
  public static final SortedMap EMPTY = by(NATURAL);

  private final Value comparator;
  private final TreeNode root;
  private final int size;

  private SortedMap(Value comparator, TreeNode root, int size, int weightBytes, int depth) {
    super(weightBytes, depth);
    this.comparator = comparator;
    this.root = root;
    this.size = size;
  }

  /** No entries yet; nil stands for the natural order. */
  public static SortedMap by(Value comparator) {
    return new SortedMap(comparator, TreeNode.EMPTY, 0, Weight.MAP, LEVELS);
  }

  /**
   * The same entries in natural order.
   *
   * @throws EdnException if two keys cannot be compared, or neither comes before the other
   */
  public static SortedMap copyOf(EdnMap map) {
    SortedMap sorted = EMPTY;
    for (Entry entry : map.entries()) {
      sorted = sorted.withNew(entry.key(), entry.value());
    }
    return sorted;
  }

  private SortedMap withNew(Value key, Value value) {
    if (with(key, value) instanceof SortedMap more && more.size() > size()) {
      return more;
    }
    Value other = ownKey(key, isEmpty() ? key : root.key, NaturalOrder.WITHOUT_CALLS);
    throw new EdnException(
        "cannot sort: "
            + (containsKey(key)
                ? NaturalOrder.expectedDistinct(key) + " beside " + Excerpts.of(other.toString())
                : NaturalOrder.expectedOrdered(key, other)));
  }

  /** Of keys in natural order, each {@code step} apart and followed by its value if that is 2. */
  static SortedMap ofAscending(Value[] parts, int from, int to, int step) {
    int weight = Weight.MAP;
    int depth = LEVELS;
    for (int i = from; i < to; i += step) {
      weight = Weight.plus(weight, weight(parts[i], parts[i + step - 1]));
      depth = around(around(depth, parts[i]), parts[i + step - 1]);
    }
    TreeNode root = TreeNode.ofAscending(parts, from, to, step);
    return new SortedMap(NATURAL, root, (to - from) / step, weight, depth);
  }

  /** What keeps the elements of a sorted map or set: of a set each is its own value. */
  public static Optional<SortedMap> behind(Value value) {
    return switch (value) {
      case SortedMap map -> Optional.of(map);
      case KeySet set when set.elements() instanceof SortedMap map -> Optional.of(map);
      default -> Optional.empty();
    };
  }

  private static int around(int depthSoFar, Value inner) {
    return Math.max(depthSoFar, inner.depth() + LEVELS);
  }

  private static int weight(Value key, Value value) {
    return Weight.plus(Weight.TREE_NODE, Weight.entry(key, value));
  }

  private boolean isNatural() {
    return comparator == NATURAL;
  }

  /** Nil for the natural order, else the function. */
  public Value comparator() {
    return comparator;
  }

  TreeNode root() {
    return root;
  }

  @Override
  public boolean isSorted() {
    return true;
  }

  @Override
  public boolean isSortedByFunction() {
    return !isNatural();
  }

  @Override
  public EdnMap cleared() {
    return isEmpty() ? this : by(comparator);
  }

  private EdnMap ordinary() {
    return EdnMap.builder().putAll(this).build();
  }

  private boolean needsCalls(KeyOrder order) {
    return order == NaturalOrder.WITHOUT_CALLS && !isNatural();
  }

  @Override
  @Nullable Value lookup(Value key, KeyOrder order) {
    TreeNode node = node(key, order);
    return node == TreeNode.EMPTY ? null : node.value;
  }

  /** The key as the map has it: {@code 1N} for {@code 1}; {@code ifAbsent} if there is none. */
  public Value ownKey(Value key, Value ifAbsent, KeyOrder order) {
    TreeNode node = node(key, order);
    return node == TreeNode.EMPTY ? ifAbsent : node.key;
  }

  private TreeNode node(Value key, KeyOrder order) {
    if (needsCalls(order)) {
      return equalNode(key);
    }
    TreeNode at = root;
    while (at != TreeNode.EMPTY) {
      int way = order.compare(comparator, key, at.key);
      if (way == 0 || way == INCOMPARABLE) {
        return way == 0 ? at : TreeNode.EMPTY;
      }
      at = way < 0 ? at.left : at.right;
    }
    return at;
  }

  private TreeNode equalNode(Value key) {
    for (Entry entry : entries()) {
      if (entry.key().equals(key)) {
        return TreeNode.leaf(entry.key(), entry.value());
      }
    }
    return TreeNode.EMPTY;
  }

  @Override
  public EdnMap with(Value key, Value value, KeyOrder order) {
    return with(key, value, true, order);
  }

  @Override
  EdnMap withIfAbsent(Value key, Value value, KeyOrder order) {
    return with(key, value, false, order);
  }

  private EdnMap with(Value key, Value value, boolean replaces, KeyOrder order) {
    if (needsCalls(order)) {
      return containsKey(key) && !replaces ? this : ordinary().with(key, value);
    }
    Nesting.checkKey(key);
    TreePath path = new TreePath(root, key, comparator, order);
    if (isNatural() && path.endsAtNil() && order.compare(comparator, key, key) == INCOMPARABLE) {
      return ordinary().with(key, value);
    }
    return switch (path.last()) {
      case 0 -> replaces ? replaced(path, value) : this;
      case INCOMPARABLE -> ordinary().with(key, value);
      default -> {
        int heavier = Weight.plus(weightBytes(), weight(key, value));
        int deeper = around(around(depth(), key), value);
        yield new SortedMap(comparator, path.adding(key, value), size + 1, heavier, deeper);
      }
    };
  }

  private SortedMap replaced(TreePath path, Value value) {
    Value old = path.found().value;
    if (old == value) {
      return this;
    }
    int lighter = Weight.minus(weightBytes(), Weight.slot(old));
    int weight = Weight.plus(lighter, Weight.slot(value));
    return new SortedMap(comparator, path.replacing(value), size, weight, around(depth(), value));
  }

  @Override
  public EdnMap without(Value key, KeyOrder order) {
    if (needsCalls(order)) {
      return containsKey(key) ? ordinary().without(key) : this;
    }
    TreePath path = new TreePath(root, key, comparator, order);
    if (path.last() != 0) {
      return this;
    }
    if (size == 1) {
      return by(comparator);
    }
    order.copying(Integer.SIZE - Integer.numberOfLeadingZeros(size));
    checkNeighbours(path, order);
    TreeNode gone = path.found();
    int lighter = Weight.minus(weightBytes(), weight(gone.key, gone.value));
    return new SortedMap(comparator, path.removing(), size - 1, lighter, depth());
  }

  /**
   * Invariant: in a natural order each key comes before the next, so that what is printed can be
   * read again. Adding sees to it by itself, since it compares a key with both its neighbours.
   */
  private void checkNeighbours(TreePath path, KeyOrder order) {
    TreeNode before = path.before();
    TreeNode after = path.after();
    if (isNatural()
        && before != TreeNode.EMPTY
        && after != TreeNode.EMPTY
        && order.compare(comparator, before.key, after.key) >= 0) {
      throw order.contradiction();
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  Iterator<Entry> entryIterator() {
    return TreeEntries.all(root, true);
  }

  /** The entries, the last one first. */
  public Iterator<Entry> descending() {
    return TreeEntries.all(root, false);
  }

  /** The entries from a key on, or from where it would be, up or down. */
  public Iterator<Entry> from(Value key, boolean ascending, KeyOrder order) {
    return TreeEntries.from(root, key, ascending, comparator, order);
  }
}
