package jellybean.system;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** {@code [[life elector] …]}. */
  static EdnVector toValue(SortedMap<NodeId, Voter> voters) {
    return EdnVector.of(voters.values().stream().map(Voter::toValue).toList());
  }

  static SortedMap<NodeId, Voter> fromValue(Value value) {
    if (!(value instanceof Sequential list)) {
      throw new ProtocolException("bad voters: expected a vector, found " + Fields.brief(value));
    }
    SortedMap<NodeId, Voter> voters = new TreeMap<>();
    for (Value each : list) {
      Voter voter = Voter.fromValue(each);
      voters.put(voter.elector().node(), voter);
    }
    return voters;
  }

  /** Those of the live members. */
  static SortedMap<NodeId, Voter> live(
      SortedMap<NodeId, Long> members, SortedMap<NodeId, Voter> voters) {
    SortedMap<NodeId, Voter> live = new TreeMap<>(voters);
    live.keySet().removeIf(node -> !hasSaid(node, members, voters));
    return live;
  }

  /** Live members that have not said in this life of theirs who votes on them. */
  static List<NodeId> silent(SortedMap<NodeId, Long> members, SortedMap<NodeId, Voter> voters) {
    return members.keySet().stream().filter(n -> !hasSaid(n, members, voters)).toList();
  }

  private static boolean hasSaid(
      NodeId node, SortedMap<NodeId, Long> members, SortedMap<NodeId, Voter> voters) {
    Voter voter = voters.get(node);
    return voter != null && Long.valueOf(voter.life()).equals(members.get(node));
  }

  static List<Elector> electors(SortedMap<NodeId, Voter> voters) {
    return voters.values().stream().map(Voter::elector).toList();
  }

  /**
   * All these electors decide; the node that rendezvous hashing names among them should be the
   * first home.
   *
   * @param counter of the epoch before the first home's: larger than that of any home that a system
   *     of this name had before
   * @param electors one at least
   */
  static Genesis genesis(String system, Stamp version, long counter, List<Elector> electors) {
    List<NodeId> nodes = electors.stream().map(Elector::node).toList();
    NodeId first = Homes.choose(system, nodes).orElseThrow();
    return new Genesis(
        version, new Configuration(new Epoch(counter, first), 0, Electorate.of(electors)));
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
