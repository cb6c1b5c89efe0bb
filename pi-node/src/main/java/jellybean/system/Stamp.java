package jellybean.system;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * A counter, ties broken by the node that raised it; the larger wins. The version of a deployed
 * document, and the epoch of a home, which is the node that it names.
 */
record Stamp(long counter, NodeId node) implements Comparable<Stamp> {
  @Override
  public int compareTo(Stamp other) {
    int byCounter = Long.compare(counter, other.counter);
    return byCounter != 0 ? byCounter : node.compareTo(other.node);
  }

  Value toValue() {
    return EdnVector.of(Int.of(counter), new Text(node.value()));
  }

  static Stamp fromValue(Value value) {
    if (value instanceof EdnVector pair
        && pair.size() == 2
        && pair.get(0) instanceof Int counter
        && pair.get(1) instanceof Text node) {
      return new Stamp(counter.value(), new NodeId(node.value()));
    }
    throw new ProtocolException(
        "bad version or epoch: expected [counter \"node\"], found " + Fields.brief(value));
  }
}
