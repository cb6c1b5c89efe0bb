package jellybean.net;

import java.util.List;
import java.util.Optional;
import jellybean.cluster.Link;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.Frame;

/** Moves envelopes between links, connections and the listener. Owned by the event loop thread. */
final class Parcels {
  /** Bytes that all links together may keep unconfirmed. */
  static final int POOL_BYTES = 8 << 20;

  private static final int HIGH_MARK_BYTES = Link.WINDOW_BYTES / 2;
  private static final int LOW_MARK_BYTES = Link.WINDOW_BYTES / 4;

  private final Here here;
  private final PeerTable table;
  private long poolBytes;

  Parcels(Here here, PeerTable table) {
    this.here = here;
    this.table = table;
  }

  /** Gives an encoded envelope to the link; {@link #pump} transmits it. */
  boolean offer(PeerState peer, byte[] envelope) {
    if (!fitsPool(envelope) || !peer.link.offer(envelope)) {
      refuse(peer.id, envelope);
      return false;
    }
    here.counters().add(Count.ENVELOPES_OUT);
    if (!peer.pressed && peer.link.unconfirmedBytes() > HIGH_MARK_BYTES) {
      peer.pressed = true;
      here.listener().pressure(peer.id, true);
    }
    return true;
  }

  /** To be called before a series of offers: sums up what the links hold. */
  void measurePool() {
    poolBytes = table.unconfirmedBytes();
  }

  private boolean fitsPool(byte[] envelope) {
    poolBytes += envelope.length + Link.PARCEL_OVERHEAD_BYTES;
    return poolBytes <= POOL_BYTES;
  }

  /** There is no room for it. */
  void refuse(NodeId to, byte[] envelope) {
    here.counters().add(Count.OVERFLOWS);
    handBack(to, List.of(envelope), Reasons.OVERFLOW);
  }

  /** Transmits what there is room for, and flushes. */
  void pump(PeerState peer) {
    Optional<Connection> open = peer.connection;
    if (open.isEmpty()) {
      return;
    }
    Connection connection = open.get();
    while (connection.isWritable()) {
      Optional<Link.Numbered> next = peer.link.next();
      if (next.isEmpty()) {
        break;
      }
      connection.writeNumbered(next.get().sequence(), next.get().parcel());
    }
    connection.flush();
  }

  void numbered(Connection connection, PeerState peer, Frame.Numbered numbered) {
    switch (peer.link.received(numbered.sequence())) {
      case DELIVER -> {
        here.counters().add(Count.ENVELOPES_IN);
        here.listener().received(peer.id, numbered.envelope());
      }
      case DUPLICATE -> here.counters().add(Count.DUPLICATES);
      case GAP ->
          connection.refuse(
              FrameFault.OUT_OF_SEQUENCE,
              "expected number "
                  + (peer.link.lastReceived() + 1)
                  + ", found "
                  + numbered.sequence());
    }
  }

  void confirmed(Connection connection, PeerState peer, long received) {
    if (!peer.link.confirmed(received)) {
      connection.refuse(
          FrameFault.OUT_OF_SEQUENCE, "confirms number " + received + ", which was never sent");
      return;
    }
    relieve(peer);
  }

  /** Tells when the window has emptied again. */
  void relieve(PeerState peer) {
    if (peer.pressed && peer.link.unconfirmedBytes() < LOW_MARK_BYTES) {
      peer.pressed = false;
      here.listener().pressure(peer.id, false);
    }
  }

  /** Confirms what arrived in one go. */
  void confirm(PeerState peer) {
    if (peer.connection.isEmpty()) {
      return;
    }
    Connection connection = peer.connection.get();
    // A peer that does not read must not make the node keep a confirmation for each of its frames;
    // once it reads again the last one says it all.
    if (connection.isWritable()) {
      peer.link.confirmation().ifPresent(last -> connection.write(new Frame.Ack(last)));
    }
    pump(peer);
  }

  /** Shows that this node lives. */
  void keepAlive(PeerState peer) {
    Optional<Connection> open = peer.connection.filter(Connection::isWritable);
    if (open.isPresent()) {
      open.get().write(new Frame.Ack(peer.link.lastReceived()));
      open.get().flush();
    }
  }

  /** Reports envelopes that will never arrive, or of which nobody can know. */
  void handBack(NodeId to, List<byte[]> envelopes, Keyword reason) {
    here.counters().add(Count.UNDELIVERABLE, envelopes.size());
    for (byte[] envelope : envelopes) {
      here.listener().undeliverable(to, EnvelopeCodec.decode(envelope), reason);
    }
  }
}
