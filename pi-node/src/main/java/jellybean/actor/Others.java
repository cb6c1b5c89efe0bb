package jellybean.actor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jellybean.message.NodeId;

/** Which other nodes are known to be gone. Any thread. Bounded by the nodes of a fleet. */
final class Others {
  private static final Life UNKNOWN = new Life(0, true);

  private record Life(long incarnation, boolean isUp) {}

  private final Map<NodeId, Life> lives = new ConcurrentHashMap<>();

  /** Whether that is news. */
  boolean up(NodeId node, long incarnation) {
    Life before = lives.put(node, new Life(incarnation, true));
    return before == null || !before.isUp() || before.incarnation() != incarnation;
  }

  /** Whatever life of it was there is over. */
  void down(NodeId node) {
    lives.computeIfPresent(node, (_, life) -> new Life(life.incarnation(), false));
  }

  /**
   * That life is over. If it was never met, or a later one was, this says nothing about whether the
   * node is there: who waits for it must go on to try.
   */
  void down(NodeId node, long incarnation) {
    lives.computeIfPresent(
        node, (_, life) -> life.incarnation() == incarnation ? new Life(incarnation, false) : life);
  }

  /** Of a life that was not met this is not known: it may be the next one. */
  boolean isOver(NodeId node, long incarnation) {
    Life life = lives.getOrDefault(node, UNKNOWN);
    return !life.isUp() && life.incarnation() == incarnation;
  }

  boolean isDown(NodeId node) {
    return !lives.getOrDefault(node, UNKNOWN).isUp();
  }
}
