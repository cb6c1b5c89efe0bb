package jellybean.campaign;

import java.util.SortedSet;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.air.Weather;

/** Something that is done to a cluster; faults last for a while and are mended then. */
sealed interface Act {
  /** Nothing gets from one to the other; the way back works. */
  record OneWay(NodeId from, NodeId to) implements Act {}

  /** Nothing gets through between the two, while others see both. */
  record Cut(NodeId a, NodeId b) implements Act {}

  /** Nothing gets out of this group, or in. */
  record Split(SortedSet<NodeId> group) implements Act {}

  /** Cut and mended again and again. */
  record Flap(NodeId a, NodeId b, long periodMs) implements Act {}

  /** The weather changes everywhere. */
  record Everywhere(Weather weather) implements Act {}

  /** The weather changes in one direction. */
  record Between(NodeId from, NodeId to, Weather weather) implements Act {}

  /** Whatever goes to or comes from it takes longer. */
  record Slow(NodeId node, long ms) implements Act {}

  /** All connections between the two break, again and again. */
  record Break(NodeId a, NodeId b, long periodMs) implements Act {}

  /** The power goes, and comes again at the end. */
  record Crash(NodeId node, boolean losesDisk) implements Act {}

  /** It says that it goes, and comes again at the end. */
  record Leave(NodeId node) implements Act {}

  /** It stands still until the end. */
  record Pause(NodeId node) implements Act {}

  /** Somebody sets its clock. */
  record Clock(NodeId node, long shiftMs) implements Act {}

  /** Its clocks run fast or slow. */
  record Rate(NodeId node, int perMille) implements Act {}

  /** Writing takes longer. */
  record SlowDisk(NodeId node, long ms) implements Act {}

  /** A document is deployed by way of a node. */
  record Deploy(NodeId at, Design design) implements Act {}

  /** It is deployed again, without a change that matters. */
  record DeployAgain(NodeId at, Design design) implements Act {}

  /** It is taken away, by way of a node that lives on. */
  record Undeploy(NodeId at, Design design) implements Act {}

  /** An instance of its template is started. */
  record Spawn(Design design, String instance) implements Act {}

  /** An operator has one of its actors live elsewhere. */
  record Move(Design design, Address actor, NodeId to) implements Act {}

  /** Replicas whose number follows the load have more to do than they can. */
  record Strain() implements Act {}

  /** Whether it is a fault, which may be left out without changing what has to be true. */
  default boolean isFault() {
    return !(this instanceof Deploy || this instanceof Spawn);
  }
}
