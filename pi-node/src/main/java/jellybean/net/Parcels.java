package jellybean.net;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
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

  /** Arrivals that are confirmed at once; fewer wait for something to go with. */
  static final int CONFIRM_AT = 32;

  /** But no longer than this: a record of its own costs as much as a message. */
  static final long CONFIRM_WITHIN_MS = 10;

  private static final int HIGH_MARK_BYTES = Link.WINDOW_BYTES / 2;
  private static final int LOW_MARK_BYTES = Link.WINDOW_BYTES / 4;

  private final Here here;
  private final PeerTable table;
  private final Later later;
  private long poolBytes;

  /** Has the event loop thread do something after a while. */
  interface Later {
    void schedule(Runnable task, long delay, TimeUnit unit);
  }

  Parcels(Here here, PeerTable table, Later later) {
    this.here = here;
    this.table = table;
    this.later = later;
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

  /** Transmits what there is room for, and with it what is to be confirmed. */
  void pump(PeerState peer) {
    Optional<Connection> open = peer.connection;
    if (open.isEmpty()) {
      return;
    }
    Connection connection = open.get();
    boolean isAny = false;
    while (connection.isFree()) {
      Optional<Link.Numbered> next = peer.link.next();
      if (next.isEmpty()) {
        break;
      }
      connection.writeNumbered(next.get().sequence(), next.get().parcel());
      isAny = true;
    }
    if (isAny) {
      writeConfirmation(connection, peer);
      connection.flush();
    }
  }

  void numbered(Connection connection, PeerState peer, Frame.Numbered numbered) {
    switch (peer.link.received(numbered.sequence())) {
      case DELIVER -> {
        here.counters().add(Count.ENVELOPES_IN);
        peer.toConfirm++;
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

  /** Confirms what arrived in one go, at once if that is much. */
  void confirm(PeerState peer) {
    pump(peer);
    if (peer.toConfirm >= CONFIRM_AT) {
      confirmNow(peer);
    } else if (peer.toConfirm > 0 && !peer.confirmsLater) {
      peer.confirmsLater = true;
      later.schedule(
          () -> {
            peer.confirmsLater = false;
            confirmNow(peer);
          },
          CONFIRM_WITHIN_MS,
          TimeUnit.MILLISECONDS);
    }
  }

  /** Confirms what arrived and was not confirmed. */
  void confirmNow(PeerState peer) {
    if (peer.connection.isPresent() && writeConfirmation(peer.connection.get(), peer)) {
      peer.connection.get().flush();
    }
  }

  /** Whether there was something to confirm, and room for it. */
  private static boolean writeConfirmation(Connection connection, PeerState peer) {
    // A peer that does not read must not make the node keep a confirmation for each of its frames;
    // once it reads again the last one says it all.
    if (!connection.isWritable()) {
      return false;
    }
    peer.toConfirm = 0;
    OptionalLong last = peer.link.confirmation();
    if (last.isPresent()) {
      connection.write(new Frame.Ack(last.getAsLong()));
    }
    return last.isPresent();
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
