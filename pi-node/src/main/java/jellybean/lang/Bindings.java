package jellybean.lang;

import java.util.ArrayList;
import java.util.List;

/** Slots and what goes into them, in order of evaluation. */
final class Bindings {
  private final List<Integer> slots = new ArrayList<>();
  private final List<Node> values = new ArrayList<>();

  void add(int slot, Node value) {
    slots.add(slot);
    values.add(value);
  }

  void addAll(Bindings others) {
    slots.addAll(others.slots);
    values.addAll(others.values);
  }

  /** The body with these bindings made before it. */
  Node around(Node body) {
    return slots.isEmpty()
        ? body
        : new Nodes.Let(
            slots.stream().mapToInt(Integer::intValue).toArray(),
            values.toArray(new Node[0]),
            body);
  }
}
