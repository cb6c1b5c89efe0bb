package jellybean.edn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A vector: {@code [a b c]}. Up to 32 elements it is one array (the tail); larger ones keep the
 * rest in a trie of 32-way nodes, so that get, append, replace and pop touch a few small arrays.
 */
public final class EdnVector implements Sequential {
  private static final Value[] NO_TAIL = {};

  public static final EdnVector EMPTY =
      new EdnVector(VectorTrie.EMPTY, NO_TAIL, 0, Weight.VECTOR, 1);

  /** Full leaves before the tail. */
  private final VectorTrie trie;

  private final Value[] tail;
  private final int size;
  private final int weightBytes;
  private final int depth;
  private int hash;

  private EdnVector(VectorTrie trie, Value[] tail, int size, int weightBytes, int depth) {
    this.trie = trie;
    this.tail = tail;
    this.size = size;
    this.weightBytes = weightBytes;
    this.depth = depth;
  }

  VectorTrie trie() {
    return trie;
  }

  /** The elements after the trie; not to be changed. */
  Value[] tail() {
    return tail;
  }

  public static EdnVector of(Value... elements) {
    return of(elements, 0, elements.length);
  }

  public static EdnVector of(List<? extends Value> elements) {
    return of(elements.toArray(new Value[0]));
  }

  static EdnVector of(Value[] elements, int from, int to) {
    if (from == to) {
      return EMPTY;
    }
    int weight = Weight.VECTOR;
    int depth = 1;
    for (int i = from; i < to; i++) {
      weight = Weight.plus(weight, Weight.slot(elements[i]));
      depth = Nesting.around(depth, elements[i]);
    }
    int leavesEnd = from + VectorTrie.tailStart(to - from);
    VectorTrie trie = VectorTrie.EMPTY;
    for (int i = from; i < leavesEnd; i += VectorTrie.WIDTH) {
      trie = trie.append(Arrays.copyOfRange(elements, i, i + VectorTrie.WIDTH));
    }
    Value[] tail = Arrays.copyOfRange(elements, leavesEnd, to);
    return new EdnVector(trie, tail, to - from, weight, depth);
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Value get(int index) {
    if (index < 0 || index >= size) {
      throw outOfBounds(index, size - 1);
    }
    int tailStart = size - tail.length;
    return index >= tailStart ? tail[index - tailStart] : trie.get(index);
  }

  @Override
  public Value first() {
    if (size == 0) {
      throw new NoSuchElementException("no first element: expected a non-empty vector, found []");
    }
    return get(0);
  }

  /** The last element. */
  public Value last() {
    if (size == 0) {
      throw new NoSuchElementException("no last element: expected a non-empty vector, found []");
    }
    return tail[tail.length - 1];
  }

  /**
   * Clojure's {@code assoc}: the vector with another element at {@code index}; the index after the
   * last appends.
   *
   * @throws IndexOutOfBoundsException past that
   */
  public EdnVector with(int index, Value element) {
    if (index == size) {
      return append(element);
    }
    Value old = get(index);
    int newWeight = Weight.plus(Weight.minus(weightBytes, Weight.slot(old)), Weight.slot(element));
    int newDepth = Nesting.around(depth, element);
    int tailStart = size - tail.length;
    if (index < tailStart) {
      return new EdnVector(trie.with(index, element), tail, size, newWeight, newDepth);
    }
    Value[] newTail = tail.clone();
    newTail[index - tailStart] = element;
    return new EdnVector(trie, newTail, size, newWeight, newDepth);
  }

  /** Clojure's {@code conj}. */
  public EdnVector append(Value element) {
    int newWeight = Weight.plus(weightBytes, Weight.slot(element));
    int newDepth = Nesting.around(depth, element);
    if (tail.length == VectorTrie.WIDTH) {
      Value[] newTail = {element};
      return new EdnVector(trie.append(tail), newTail, size + 1, newWeight, newDepth);
    }
    Value[] newTail = Arrays.copyOf(tail, tail.length + 1);
    newTail[tail.length] = element;
    return new EdnVector(trie, newTail, size + 1, newWeight, newDepth);
  }

  /**
   * All but the last element.
   *
   * @throws NoSuchElementException if there is none
   */
  public EdnVector pop() {
    if (size <= 1) {
      last();
      return EMPTY;
    }
    int newWeight = Weight.minus(weightBytes, Weight.slot(last()));
    if (tail.length > 1) {
      Value[] newTail = Arrays.copyOf(tail, tail.length - 1);
      return new EdnVector(trie, newTail, size - 1, newWeight, depth);
    }
    Value[] newTail = trie.leaf(size - 2);
    return new EdnVector(trie.withoutLastLeaf(), newTail, size - 1, newWeight, depth);
  }

  /**
   * A copy of the elements from {@code from} up to, not including, {@code to}.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size}
   */
  public EdnVector slice(int from, int to) {
    if (from < 0 || to > size || from > to) {
      throw new IndexOutOfBoundsException(
          "no slice %d to %d: expected 0 <= from <= to <= %d".formatted(from, to, size));
    }
    return from == 0 && to == size ? this : of(copy(from, to));
  }

  private Value[] copy(int from, int to) {
    Value[] copy = new Value[to - from];
    int done = 0;
    while (done < copy.length) {
      int index = from + done;
      Value[] chunk = chunk(index);
      int offset = index & VectorTrie.MASK;
      int count = Math.min(chunk.length - offset, copy.length - done);
      System.arraycopy(chunk, offset, copy, done, count);
      done += count;
    }
    return copy;
  }

  private Value[] chunk(int index) {
    return index >= size - tail.length ? tail : trie.leaf(index);
  }

  @Override
  public EdnVector toVector() {
    return this;
  }

  @Override
  public EdnList toList() {
    EdnList list = EdnList.EMPTY;
    for (int i = size - 1; i >= 0; i--) {
      list = list.prepend(get(i));
    }
    return list;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<Value> iterator() {
    return new Elements(this);
  }

  @Override
  public int weightBytes() {
    return weightBytes;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential that && Equality.equal(this, that);
  }

  @Override
  public int hashCode() {
    if (hash == Hashing.UNKNOWN) {
      if (depth > Nesting.RECURSION) {
        Hashing.prepare(this);
      }
      computeHash();
    }
    return hash;
  }

  void computeHash() {
    int sum = Hashing.SEQUENTIAL;
    for (Value element : this) {
      sum = Hashing.next(sum, element.hashCode());
    }
    hash = Hashing.known(sum);
  }

  @Override
  public String toString() {
    return EdnPrinter.toString(this);
  }

  private static IndexOutOfBoundsException outOfBounds(int index, int last) {
    return new IndexOutOfBoundsException("no element %d: expected 0 to %d".formatted(index, last));
  }

  private static final class Elements implements Iterator<Value> {
    private final EdnVector vector;
    private Value[] chunk = NO_TAIL;
    private int index;

    Elements(EdnVector vector) {
      this.vector = vector;
    }

    @Override
    public boolean hasNext() {
      return index < vector.size;
    }

    @Override
    public Value next() {
      if (index >= vector.size) {
        throw new NoSuchElementException("past the last element");
      }
      int offset = index & VectorTrie.MASK;
      if (offset == 0) {
        chunk = vector.chunk(index);
      }
      index++;
      return chunk[offset];
    }
  }

  /** Collects elements; may be used again after {@link #build}. Belongs to one thread. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 8;

    private Value[] elements = new Value[FIRST_CAPACITY];
    private int size;

    private Builder() {}

    public Builder add(Value element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, size * 2);
      }
      elements[size++] = element;
      return this;
    }

    public Builder addAll(Iterable<? extends Value> all) {
      all.forEach(this::add);
      return this;
    }

    public int size() {
      return size;
    }

    public EdnVector build() {
      return EdnVector.of(elements, 0, size);
    }
  }
}
