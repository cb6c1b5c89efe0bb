package jellybean.cluster.majority;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * One claim to be the home of a system; the larger wins. A counter, ties broken by the claimant, so
 * that no two nodes ever claim the same one.
 */
public record Epoch(long counter, NodeId node) implements Comparable<Epoch> {
  /** What an integer of any system of the fleet holds exactly; a thousand a second last forever. */
  static final long MAX_COUNTER = 1L << 53;

  public Epoch {
    if (counter < 0 || counter > MAX_COUNTER) {
      throw new IllegalArgumentException(
          "bad epoch: expected a counter of 0 to 2^53, found " + counter);
    }
  }

  /** The smallest epoch of {@code claimant} that is larger, whoever claimed this one. */
  Epoch next(NodeId claimant) {
    return new Epoch(counter + 1, claimant);
  }

  boolean isAbove(Epoch other) {
    return compareTo(other) > 0;
  }

  static Epoch larger(Epoch a, Epoch b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public int compareTo(Epoch other) {
    int byCounter = Long.compare(counter, other.counter);
    return byCounter != 0 ? byCounter : node.compareTo(other.node);
  }

  /** {@code [7 "kiwi"]}. */
  public EdnVector toValue() {
    return EdnVector.of(Int.of(counter), new Text(node.value()));
  }

  public static Epoch fromValue(Value value) {
    EdnVector pair = Parts.pair(value, "epoch", "[counter \"node\"]");
    long counter = Parts.number(pair.get(0), "counter of an epoch");
    return Parts.checked(() -> new Epoch(counter, Parts.node(pair.get(1))));
  }

  @Override
  public String toString() {
    return toValue().toString();
  }
}
