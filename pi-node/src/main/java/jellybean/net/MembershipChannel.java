package jellybean.net;

import java.net.InetSocketAddress;
import jellybean.message.NodeId;

/**
 * Carries the membership protocol's payloads between nodes of one fleet.
 *
 * <p>A payload of at most {@link #MAX_DATAGRAM_PAYLOAD_BYTES} travels as one sealed UDP datagram:
 * it may be lost, repeated or overtaken. A larger one travels as an unnumbered frame over the TCP
 * connection to that address, which is dialled if there is none; it may be lost with its
 * connection. Nothing is ever retried here and nobody is told of a loss: it is only counted. Both
 * kinds arrive only from an authenticated member of the fleet.
 */
public interface MembershipChannel {
  /** Largest payload sent as a datagram: 1 200 bytes less header, longest node id and tag. */
  int MAX_DATAGRAM_PAYLOAD_BYTES = 1_024;

  /** Largest payload at all: a full synchronisation must fit one frame, in base64. */
  int MAX_PAYLOAD_BYTES = 48_000;

  /** The address other members reach this node at; TCP and UDP use the same port number. */
  InetSocketAddress localAddress();

  /**
   * Sends a payload; never blocks. Any thread. The bytes are read before the call returns.
   *
   * @param to a resolved address; no host name is ever looked up
   * @throws IllegalArgumentException if the payload is empty, longer than {@link
   *     #MAX_PAYLOAD_BYTES}, or the address is unresolved
   */
  void send(InetSocketAddress to, byte[] payload);

  /**
   * The same over TCP, whatever the size: it reaches whoever has other keys for datagrams.
   *
   * @throws IllegalArgumentException as {@link #send}
   */
  void sendByTcp(InetSocketAddress to, byte[] payload);

  /**
   * Sets the one receiver; payloads that arrive while there is none are counted and dropped. Any
   * thread.
   */
  void onReceive(Receiver receiver);

  /** Takes what arrives. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Called on the transport's event loop thread, which must not be blocked. The receiver owns the
     * bytes.
     *
     * @param from the sender: proven by its certificate for a frame, by the fleet's key ring for a
     *     datagram
     */
    void received(NodeId from, byte[] payload);
  }
}
