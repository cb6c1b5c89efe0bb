package jellybean.cluster.majority;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * An epoch with who claimed it and who decides about it.
 *
 * @param life of the claimant: a number drawn at random when its node started, so that what an
 *     earlier life of a node claimed is not taken for a claim of the present one
 * @param electorate whose majority keeps the lease, and must agree to the next epoch
 */
public record Configuration(Epoch epoch, long life, Electorate electorate) {
  private static final Keyword EPOCH = Keyword.of("epoch");
  private static final Keyword LIFE = Keyword.of("life");
  private static final Keyword ELECTORS = Keyword.of("electors");

  /**
   * Where a system begins: nobody was its home yet. It has to be the same on all nodes, so it
   * belongs into the document.
   *
   * @param first the node that should be the home first
   */
  public static Configuration genesis(NodeId first, Electorate electorate) {
    return new Configuration(new Epoch(0, first), 0, electorate);
  }

  /** The node that claimed it. */
  public NodeId home() {
    return epoch.node();
  }

  boolean isOf(NodeId node, long itsLife) {
    return epoch.node().equals(node) && life == itsLife;
  }

  boolean isAbove(Configuration other) {
    return epoch.isAbove(other.epoch);
  }

  static Configuration later(Configuration a, Configuration b) {
    return b.isAbove(a) ? b : a;
  }

  /** The later one, if there is one above {@code floor}. */
  static Optional<Configuration> latest(
      Optional<Configuration> a, Optional<Configuration> b, Configuration floor) {
    Optional<Configuration> highA = a.filter(c -> c.isAbove(floor));
    Optional<Configuration> highB = b.filter(c -> c.isAbove(floor));
    return highA.isPresent() && highB.isPresent()
        ? Optional.of(later(highA.get(), highB.get()))
        : highA.or(() -> highB);
  }

  /** {@code {:epoch [7 "kiwi"] :life 5 :electors [["fig" 1] ["kiwi" 2]]}}. */
  public EdnMap toValue() {
    return EdnMap.of(EPOCH, epoch.toValue(), LIFE, Int.of(life), ELECTORS, electorate.toValue());
  }

  public static Configuration fromValue(Value value) {
    EdnMap map = Parts.map(value, "configuration");
    return new Configuration(
        Epoch.fromValue(Parts.at(map, EPOCH)),
        Parts.number(Parts.at(map, LIFE), "life"),
        Electorate.fromValue(Parts.at(map, ELECTORS)));
  }
}
