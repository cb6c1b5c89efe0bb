package jellybean.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import jellybean.edn.Keyword;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.FrameException;

/** Envelopes that may be lost, each in a sealed datagram. Any thread. */
final class EnvelopeDatagrams {
  private final Here here;
  private final Udp udp;
  private final Function<NodeId, Optional<InetSocketAddress>> directory;

  EnvelopeDatagrams(Here here, Udp udp, Function<NodeId, Optional<InetSocketAddress>> directory) {
    this.here = here;
    this.udp = udp;
    this.directory = directory;
  }

  /**
   * @return why it was not sent, if it was not: {@code :too-large} for a datagram, {@code
   *     :not-data}, {@code :unreachable} (nobody knows where the node is)
   */
  Optional<Keyword> send(NodeId to, Envelope envelope) {
    byte[] bytes;
    try {
      bytes = EnvelopeCodec.encode(envelope);
    } catch (FrameException e) {
      return Optional.of(Reasons.of(e.fault()));
    }
    if (bytes.length > MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES) {
      return Optional.of(Reasons.TOO_LARGE);
    }
    Optional<InetSocketAddress> address = directory.apply(to);
    if (address.isEmpty()) {
      return Optional.of(Reasons.UNREACHABLE);
    }
    here.counters().add(Count.ENVELOPES_OUT);
    udp.send(Lane.ENVELOPE, address.get(), bytes);
    return Optional.empty();
  }
}
