package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.cluster.majority.Configuration;
import jellybean.cluster.majority.Elector;
import jellybean.cluster.majority.Electorate;
import jellybean.cluster.majority.Epoch;
import jellybean.edn.EdnVector;
import jellybean.edn.Sequential;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** Who decides about the first home of a system that runs only in the majority: pure functions. */
final class Voters {
  private Voters() {}

  static EdnVector toValue(List<Elector> electors) {
    return EdnVector.of(electors.stream().map(e -> (Value) e.toValue()).toList());
  }

  static List<Elector> electors(Value value) {
    if (!(value instanceof Sequential list)) {
      throw new ProtocolException("bad electors: expected a vector, found " + Fields.brief(value));
    }
    List<Elector> electors = new ArrayList<>();
    list.forEach(each -> electors.add(Elector.fromValue(each)));
    return electors;
  }

  /**
   * All electors that are known decide; the node that rendezvous hashing names among them should be
   * the first home.
   *
   * @param counter of the epoch before the first home's: larger than that of any home that a system
   *     of this name had before
   */
  static Genesis genesis(String system, Stamp version, long counter, List<Elector> electors) {
    List<NodeId> nodes = electors.stream().map(Elector::node).toList();
    Optional<NodeId> first = Homes.choose(system, nodes);
    if (first.isEmpty()) {
      throw new ProtocolException(
          "cannot deploy "
              + system
              + ": it runs only where the majority is, and this node does not know yet who votes:"
              + " expected that it has been up for a moment");
    }
    return new Genesis(
        version, new Configuration(new Epoch(counter, first.get()), 0, Electorate.of(electors)));
  }

  /** Nobody has run it yet. */
  static Tenure named(Genesis genesis) {
    Configuration configuration = genesis.configuration();
    return Tenure.named(
        new Stamp(configuration.epoch().counter(), configuration.home()),
        configuration.electorate().electors().size());
  }

  /** What a system does when the fleet is split is settled when it is deployed from nothing. */
  static void requireSame(Deployment known, OnPartition onPartition) {
    OnPartition before = known.isMajority() ? OnPartition.MAJORITY : OnPartition.AVAILABLE;
    if (before != onPartition) {
      throw new ProtocolException(
          "cannot deploy "
              + known.name()
              + ": expected :on-partition "
              + before.keyword()
              + " as long as the system is deployed, found "
              + onPartition.keyword()
              + "; undeploy it first");
    }
  }
}
