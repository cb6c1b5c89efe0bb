package jellybean.cluster.majority;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.cluster.majority.Majority.Send;
import jellybean.cluster.majority.MajorityMessage.Pull;
import jellybean.cluster.majority.MajorityMessage.Renewal;
import jellybean.message.NodeId;

/** Collects what one input makes a node send: all renewals to a peer are one message, all pulls. */
final class Batch {
  private final List<Send> sends = new ArrayList<>();
  private final SortedMap<NodeId, SortedMap<String, Epoch>> renewals = new TreeMap<>();
  private final SortedMap<NodeId, SortedMap<String, Epoch>> pulls = new TreeMap<>();

  void send(NodeId to, MajorityMessage message) {
    sends.add(new Send(to, message));
  }

  void renew(NodeId to, String system, Epoch epoch) {
    renewals.computeIfAbsent(to, _ -> new TreeMap<>()).put(system, epoch);
  }

  void pull(NodeId to, String system, Epoch known) {
    pulls.computeIfAbsent(to, _ -> new TreeMap<>()).put(system, known);
  }

  List<Send> close(long life, long nowMs) {
    renewals.forEach((to, epochs) -> send(to, new Renewal(life, nowMs, epochs)));
    pulls.forEach((to, epochs) -> send(to, new Pull(life, nowMs, epochs)));
    return sends;
  }
}
