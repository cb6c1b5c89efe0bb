package jellybean.lang;

import java.util.Arrays;
import jellybean.edn.EdnList;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;

/** Collects the elements of a result and charges for each. */
final class Out {
  private static final int FIRST_CAPACITY = 8;

  private final Machine machine;
  private Value[] elements = new Value[FIRST_CAPACITY];
  private int size;

  Out(Machine machine) {
    this.machine = machine;
  }

  void add(Value element) {
    machine.charge(1);
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    elements[size++] = element;
  }

  void addAll(Value from) {
    for (Value element : Seqs.each(from)) {
      add(element);
    }
  }

  int size() {
    return size;
  }

  Value get(int index) {
    return elements[index];
  }

  /** What was collected, in place; the array is this object's own. */
  Value[] array() {
    return Arrays.copyOf(elements, size);
  }

  EdnList list() {
    return list(EdnList.EMPTY);
  }

  /** What was collected, in front of another list. */
  EdnList list(EdnList end) {
    EdnList list = end;
    for (int i = size - 1; i >= 0; i--) {
      list = list.prepend(elements[i]);
    }
    return machine.bounded(list);
  }

  EdnVector vector() {
    return machine.bounded(EdnVector.of(Arrays.copyOf(elements, size)));
  }
}
