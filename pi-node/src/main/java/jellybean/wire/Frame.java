package jellybean.wire;

import java.util.Optional;
import java.util.OptionalLong;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/**
 * What is said on a connection. Each is one EDN vector: a keyword, then what it carries; see {@link
 * FrameCodec}.
 */
public sealed interface Frame {
  /** Version of the protocol; both sides must name the same. */
  int PROTOCOL = 1;

  /**
   * A node's first frame; the dialler says it first.
   *
   * @param fleet as in the certificate
   * @param node as in the certificate
   * @param incarnation this life of the node
   * @param boot what the node's datagrams of this life are sealed with
   * @param host literal address that the node is reached at, never a name
   * @param port of TCP and UDP
   * @param dial the dialler's number of this dial, from 1; the answer repeats it
   * @param stream what the node's parcels on this link are numbered in
   * @param resume what it remembers of the other side, if it met it
   */
  record Hello(
      int protocol,
      String fleet,
      NodeId node,
      long incarnation,
      Boot boot,
      String host,
      int port,
      long dial,
      long stream,
      Optional<Resume> resume)
      implements Frame {}

  /**
   * "In your life {@code incarnation} I received your stream {@code stream} up to {@code received},
   * and answered your dials up to {@code dial}."
   */
  record Resume(long incarnation, long stream, long received, long dial) {}

  /** An operator's first frame. */
  record OperatorHello(int protocol, String fleet, String name) implements Frame {}

  /**
   * The answer to an operator.
   *
   * @param node who answers
   * @param you the address under which this operator's connection is known in the fleet
   */
  record Welcome(NodeId node, Address you) implements Frame {}

  /** A parcel between nodes; numbered from 1 within its stream. */
  record Numbered(long sequence, Envelope envelope) implements Frame {}

  /** "I received everything up to {@code received}." Also says that one is alive. */
  record Ack(long received) implements Frame {}

  /** An envelope from or to an operator: not numbered, it ends with its connection. */
  record Plain(Envelope envelope) implements Frame {}

  /** A payload of the membership protocol that does not fit a datagram. */
  record MembershipBytes(byte[] payload) implements Frame {}

  /**
   * What a node holds of what keeps the fleet closed; the answer is what it lacks. Also says what
   * time it is.
   *
   * @param denied version of the deny-list; 0: none
   * @param ring version of the key ring
   * @param timeMs the time of day, if the node is sure of it
   */
  record Holding(long denied, RingVersion ring, OptionalLong timeMs) implements Frame {}

  /** A deny-list; who signed it is for the receiver to judge. */
  record Denied(SignedDenyList list) implements Frame {}

  /** The fleet's key ring, for a member that lacks it. */
  record Ring(SharedRing ring) implements Frame {}

  /** The last frame: why the sender closes. */
  record Bye(Keyword reason) implements Frame {}
}
