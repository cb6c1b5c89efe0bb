package jellybean.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The links to the other nodes: what this node wants of them, and what their connections tell.
 * Owned by the event loop thread.
 */
final class Peers {
  /** A connection that lasted that long ends a series of failures. */
  static final long STABLE_MS = 5_000;

  private final Here here;
  private final DatagramSeal seal;
  private final PeerTable table;
  private final Parcels parcels;
  private final Redial redial;
  private final MembershipFrames membership;

  Peers(
      Here here,
      DatagramSeal seal,
      PeerTable table,
      Parcels parcels,
      Redial redial,
      MembershipFrames membership) {
    this.here = here;
    this.seal = seal;
    this.table = table;
    this.parcels = parcels;
    this.redial = redial;
    this.membership = membership;
  }

  // What the node wants.

  /** Begins a series of offers. */
  void beginOffers() {
    parcels.measurePool();
  }

  /** Gives an encoded envelope to the link, or back as undeliverable. */
  void offer(NodeId to, byte[] envelope) {
    Optional<PeerState> peer = table.get(to);
    if (peer.isEmpty()) {
      parcels.refuse(to, envelope);
    } else if (here.admission().deniesNode(to)) {
      parcels.handBack(to, List.of(envelope), Reasons.DENIED);
    } else if (parcels.offer(peer.get(), envelope)) {
      redial.want(peer.get());
    }
  }

  /** Ends a series of offers: transmits what there is room for. */
  void endOffers(Set<NodeId> offered) {
    offered.forEach(this::pump);
  }

  /** Connects, and connects again, until the peer is given up. */
  void connect(NodeId id) {
    table.get(id).ifPresent(redial::want);
  }

  /** A life of the peer is over, says the membership: everything for it is handed back. */
  void lost(NodeId id, long incarnation) {
    table
        .find(id)
        // Whoever met the next life already has handed back what was for the one before.
        .filter(peer -> peer.link.peerIncarnation().orElse(incarnation) == incarnation)
        .ifPresent(peer -> end(peer, Reasons.MEMBER_LOST));
  }

  /** These are put out for good: what was for them is handed back. */
  void expel(Predicate<NodeId> denied) {
    table.all().stream()
        .filter(peer -> denied.test(peer.id))
        .forEach(peer -> end(peer, Reasons.DENIED));
  }

  /**
   * A life of the peer is there, says the membership: what waits for an earlier one is handed back,
   * so that what is offered from now on is for this one, though it has not been met yet.
   */
  void alive(NodeId id, long incarnation) {
    table
        .find(id)
        .filter(peer -> peer.link.peerIncarnation().orElse(incarnation) < incarnation)
        .ifPresent(peer -> end(peer, Reasons.MEMBER_LOST));
  }

  private void end(PeerState peer, Keyword reason) {
    Redial.forget(peer);
    parcels.handBack(peer.id, peer.link.over(), reason);
    parcels.relieve(peer);
    // The other side must not take for lost what was received.
    parcels.confirmNow(peer);
    Optional<Connection> connection = peer.connection;
    disconnect(peer);
    connection.ifPresent(c -> c.bye(reason));
  }

  /** A payload of the membership protocol for whoever is at that address, if it is known. */
  boolean sendPayload(InetSocketAddress to, byte[] payload) {
    for (PeerState peer : table.all()) {
      if (peer.connection.isPresent() && peer.address.filter(to::equals).isPresent()) {
        membership.write(peer, payload);
        return true;
      }
    }
    return false;
  }

  /** Closes every connection; what is unconfirmed is handed back. */
  void close() {
    redial.close();
    table.all().forEach(peer -> end(peer, Reasons.CLOSED));
  }

  /** Peers with a connection. */
  List<NodeId> connected() {
    return table.all().stream()
        .filter(peer -> peer.connection.isPresent())
        .map(peer -> peer.id)
        .toList();
  }

  // What connections tell.

  private void pump(NodeId id) {
    table.find(id).ifPresent(parcels::pump);
  }

  /** There is room for more to say. */
  void writable(NodeId id) {
    table.find(id).ifPresent(membership::flush);
    confirm(id);
  }

  /** Everything that arrived at once was handed over. */
  void confirm(NodeId id) {
    table.find(id).ifPresent(parcels::confirm);
  }

  /** The peer heard nothing for a while. */
  void keepAlive(NodeId id) {
    table.find(id).ifPresent(parcels::keepAlive);
  }

  /** A frame on an established connection. */
  void frame(Connection connection, NodeId id, Frame frame) {
    @Nullable PeerState peer = table.find(id).orElse(null);
    if (peer == null || peer.connection.filter(c -> c == connection).isEmpty()) {
      return;
    }
    switch (frame) {
      case Frame.Numbered numbered -> parcels.numbered(connection, peer, numbered);
      case Frame.Ack ack -> parcels.confirmed(connection, peer, ack.received());
      case Frame.MembershipBytes bytes -> membership.received(peer.id, bytes.payload());
      case Frame.Bye _ -> connection.close();
      case Frame.Hello _,
          Frame.OperatorHello _,
          Frame.Welcome _,
          Frame.Plain _,
          Frame.Holding _,
          Frame.Denied _,
          Frame.Ring _ ->
          connection.refuse(
              FrameFault.UNEXPECTED,
              "expected an envelope, a confirmation or membership, found "
                  + frame.getClass().getSimpleName());
    }
  }

  /** A connection or dial of this peer ended. */
  void closed(Connection connection, NodeId id) {
    @Nullable PeerState peer = table.find(id).orElse(null);
    if (peer == null) {
      return;
    }
    if (peer.connection.filter(c -> c == connection).isPresent()) {
      boolean stable = here.clock().monotonicMs() - peer.connectedAtMs >= STABLE_MS;
      peer.failures = stable ? 0 : peer.failures + 1;
      disconnect(peer);
      redial.redial(peer);
    } else if (peer.dial.filter(d -> d == connection).isPresent()) {
      peer.dial = Optional.empty();
      peer.failures++;
      membership.drop(peer);
      redial.redial(peer);
    }
  }

  private void disconnect(PeerState peer) {
    if (peer.connection.isEmpty()) {
      return;
    }
    peer.connection = Optional.empty();
    peer.link.closed();
    peer.apartSinceMs = here.clock().monotonicMs();
    seal.unpin(peer.id);
    here.listener().disconnected(peer.id);
  }
}
