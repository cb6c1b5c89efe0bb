package jellybean.cluster;

import jellybean.message.NodeId;

/**
 * Which connection of a pair survives when both dial at once: the one dialled by the lower node id.
 *
 * <p>Exact, without timing. A dialler says its greeting first; the acceptor answers with its own or
 * refuses; only the answer makes a connection. Both number their dials, and a greeting names the
 * last dial of the other side that was answered. So the acceptor knows whether the dialler lost the
 * connection it has ("you dial although you answered my dial 7") or had not heard of it yet.
 */
public final class Encounter {
  private Encounter() {}

  /** What a node has towards one peer when that peer's greeting arrives. */
  public sealed interface Present {
    /** Neither connection nor dial, or a dial whose greeting has not been said yet. */
    record Nothing() implements Present {}

    /** An own dial whose greeting was said and not answered yet. */
    record Greeting() implements Present {}

    /** A connection that the peer dialled. */
    record DialledByPeer() implements Present {}

    /** A connection from this node's dial {@code number} to the peer's life {@code incarnation}. */
    record DialledHere(long number, long incarnation) implements Present {}
  }

  /** What the peer that dialled says: its life, and this node's last dial it answered (0: none). */
  public record Caller(long incarnation, long lastAnswered) {}

  /** Whether to answer the peer's greeting; what is present is closed if so. */
  public static boolean answers(NodeId self, NodeId peer, Present present, Caller caller) {
    boolean ownDialWins = self.compareTo(peer) < 0;
    return switch (present) {
      case Present.Nothing _, Present.DialledByPeer _ -> true;
      case Present.Greeting _ -> !ownDialWins;
      case Present.DialledHere here -> !ownDialWins || lost(here, caller);
    };
  }

  private static boolean lost(Present.DialledHere here, Caller caller) {
    return caller.incarnation() != here.incarnation() || caller.lastAnswered() >= here.number();
  }
}
