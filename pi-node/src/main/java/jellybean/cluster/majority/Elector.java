package jellybean.cluster.majority;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * A memory of promises: a node, and a number that was drawn at random when the memory began. A node
 * with a disk keeps both; one without begins a new memory with each of its lives, and one that lost
 * its disk, too: it is another elector then, as it has forgotten what it promised.
 */
public record Elector(NodeId node, long memory) implements Comparable<Elector> {
  @Override
  public int compareTo(Elector other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Long.compare(memory, other.memory);
  }

  /** {@code ["kiwi" 4711]}. */
  public EdnVector toValue() {
    return EdnVector.of(new Text(node.value()), Int.of(memory));
  }

  public static Elector fromValue(Value value) {
    EdnVector pair = Parts.pair(value, "elector", "[\"node\" memory]");
    return new Elector(Parts.node(pair.get(0)), Parts.number(pair.get(1), "memory of an elector"));
  }

  @Override
  public String toString() {
    return toValue().toString();
  }
}
