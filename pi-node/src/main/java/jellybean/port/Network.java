package jellybean.port;

import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** Carries envelopes to other nodes. */
public interface Network {
  /**
   * Sends an envelope; never blocks; may be called by any thread. Envelopes from one thread to one
   * node arrive in the order of the calls, once. What cannot be delivered is reported to the node's
   * dead letters with a reason, never dropped in silence.
   */
  void send(NodeId to, Envelope envelope);

  /**
   * Sends what may be lost, in a datagram: never waits for anything and is never sent again. What
   * is too large for one is reported to the node's dead letters.
   */
  default void sendDatagram(NodeId to, Envelope envelope) {
    send(to, envelope);
  }
}
