package jellybean.edn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries whose keys have the same hash, sorted canonically: so their order depends on content
 * only, and finding one among many made to collide stays cheap.
 */
final class CollisionNode extends TrieNode {
  private final Value[] keys;
  private final Value[] values;

  /** Takes the arrays, sorted canonically by key. */
  CollisionNode(Value[] keys, Value[] values) {
    this.keys = keys;
    this.values = values;
  }

  static CollisionNode of(Value key1, Value value1, Value key2, Value value2) {
    boolean inOrder = CanonicalOrder.compare(key1, key2) <= 0;
    Value[] keys = inOrder ? new Value[] {key1, key2} : new Value[] {key2, key1};
    Value[] values = inOrder ? new Value[] {value1, value2} : new Value[] {value2, value1};
    return new CollisionNode(keys, values);
  }

  /** The first place whose key is not before {@code key}. */
  private int lowerBound(Value key) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (CanonicalOrder.compare(keys[middle], key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Looks through the keys that have the same rank: several only for NaN and opaque values. */
  private int indexOf(Value key) {
    for (int i = lowerBound(key);
        i < keys.length && CanonicalOrder.compare(keys[i], key) == 0;
        i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  @Nullable Value lookup(int hash, int shift, Value key) {
    int at = indexOf(key);
    return at < 0 ? null : values[at];
  }

  @Override
  TrieNode with(int hash, int shift, Value key, Value value, Change change) {
    int at = indexOf(key);
    change.copied = 2 * keys.length;
    if (at < 0) {
      int place = lowerBound(key);
      return new CollisionNode(inserted(keys, place, key), inserted(values, place, value));
    }
    change.oldValue = values[at];
    if (values[at] == value) {
      return this;
    }
    Value[] copy = values.clone();
    copy[at] = value;
    return new CollisionNode(keys, copy);
  }

  @Override
  TrieNode without(int hash, int shift, Value key, Change change) {
    int at = indexOf(key);
    if (at < 0) {
      return this;
    }
    change.copied = 2 * keys.length;
    change.oldValue = values[at];
    change.oldWeight = Weight.entry(keys[at], values[at]);
    return new CollisionNode(removed(keys, at), removed(values, at));
  }

  private static Value[] inserted(Value[] source, int at, Value value) {
    Value[] longer = Arrays.copyOf(source, source.length + 1);
    System.arraycopy(source, at, longer, at + 1, source.length - at);
    longer[at] = value;
    return longer;
  }

  private static Value[] removed(Value[] source, int at) {
    Value[] shorter = Arrays.copyOf(source, source.length - 1);
    System.arraycopy(source, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  @Override
  int entries() {
    return keys.length;
  }

  @Override
  Value key(int entry) {
    return keys[entry];
  }

  @Override
  Value value(int entry) {
    return values[entry];
  }

  @Override
  int subtrees() {
    return 0;
  }

  @Override
  TrieNode subtree(int index) {
    throw new IndexOutOfBoundsException("no subtree %d: entries only".formatted(index));
  }
}
