package jellybean.edn;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A list: {@code (a b c)}. Cells linked from the front: first, rest and prepend are O(1). */
public final class EdnList implements Sequential {
  public static final EdnList EMPTY = new EdnList();

  private final Value first;
  private final EdnList rest;
  private final int size;
  private final int weightBytes;
  private final int depth;
  private int hash;

  @SuppressWarnings("NullAway") // the fields of EMPTY are never read
  private EdnList() {
    this.first = Nil.NIL;
    this.rest = this;
    this.size = 0;
    this.weightBytes = Weight.LIST;
    this.depth = 1;
  }

  private EdnList(Value first, EdnList rest) {
    this.first = first;
    this.rest = rest;
    this.size = rest.size + 1;
    this.weightBytes = Weight.plus(rest.weightBytes, Weight.plus(Weight.CELL, first.weightBytes()));
    this.depth = Nesting.around(rest.depth, first);
  }

  public static EdnList of(Value... elements) {
    return of(elements, 0, elements.length);
  }

  public static EdnList of(List<? extends Value> elements) {
    return of(elements.toArray(new Value[0]));
  }

  static EdnList of(Value[] elements, int from, int to) {
    EdnList list = EMPTY;
    for (int i = to - 1; i >= from; i--) {
      list = new EdnList(elements[i], list);
    }
    return list;
  }

  /** Clojure's {@code cons} and {@code conj}. */
  public EdnList prepend(Value element) {
    return new EdnList(element, this);
  }

  @Override
  public Value first() {
    if (size == 0) {
      throw new NoSuchElementException("no first element: expected a non-empty list, found ()");
    }
    return first;
  }

  /** All but the first element; empty for the empty list. */
  public EdnList rest() {
    return rest;
  }

  @Override
  public Value get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "no element %d: expected 0 to %d".formatted(index, size - 1));
    }
    EdnList at = this;
    for (int i = 0; i < index; i++) {
      at = at.rest;
    }
    return at.first;
  }

  @Override
  public EdnVector toVector() {
    EdnVector.Builder builder = EdnVector.builder();
    forEach(builder::add);
    return builder.build();
  }

  @Override
  public EdnList toList() {
    return this;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<Value> iterator() {
    return new Cells(this);
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
    for (EdnList at = this; at.size > 0; at = at.rest) {
      sum = Hashing.next(sum, at.first.hashCode());
    }
    hash = Hashing.known(sum);
  }

  @Override
  public String toString() {
    return EdnPrinter.toString(this);
  }

  private static final class Cells implements Iterator<Value> {
    private EdnList at;

    Cells(EdnList start) {
      this.at = start;
    }

    @Override
    public boolean hasNext() {
      return at.size > 0;
    }

    @Override
    public Value next() {
      Value element = at.first();
      at = at.rest;
      return element;
    }
  }
}
