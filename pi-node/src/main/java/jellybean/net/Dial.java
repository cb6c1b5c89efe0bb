package jellybean.net;

import java.util.Optional;
import jellybean.message.NodeId;

/** Which side dialled. */
sealed interface Dial {
  /**
   * The other did.
   *
   * @param guest how the lobby knows it until it has greeted
   */
  record Theirs(Lobby.Guest guest) implements Dial {}

  /**
   * This one did.
   *
   * @param number from 1, in this life of the node
   * @param expected who should be there; empty: whoever of the fleet it is
   */
  record Ours(long number, Optional<NodeId> expected) implements Dial {}
}
