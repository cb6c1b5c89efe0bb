package jellybean.net;

import java.net.InetSocketAddress;

/** Sealed datagrams of the fleet's own: telemetry and gossip that may be lost. */
public interface Datagrams {
  /**
   * Seals and sends; never blocks. Any thread. May be lost, repeated on no account, overtaken.
   *
   * @param to a resolved address
   * @throws IllegalArgumentException if the payload is longer than {@link
   *     MembershipChannel#MAX_DATAGRAM_PAYLOAD_BYTES} or the address is unresolved
   */
  void send(InetSocketAddress to, byte[] payload);

  /** Sets the one receiver; what arrives while there is none is counted and dropped. Any thread. */
  void onReceive(MembershipChannel.Receiver receiver);
}
