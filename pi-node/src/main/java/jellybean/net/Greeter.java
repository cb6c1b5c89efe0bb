package jellybean.net;

import java.util.List;
import java.util.Optional;
import jellybean.cluster.Encounter;
import jellybean.cluster.Link.Greeted;
import jellybean.cluster.Link.Role;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Frame;

/**
 * Turns a secured connection with another node into the one established connection of their link.
 * Owned by the event loop thread.
 */
final class Greeter {
  private final Here here;
  private final PeerTable table;
  private final Parcels parcels;
  private final Redial redial;
  private final DatagramSeal seal;
  private final Correspondence correspondence;
  private final MembershipFrames membership;

  Greeter(
      Here here,
      PeerTable table,
      Parcels parcels,
      Redial redial,
      DatagramSeal seal,
      Correspondence correspondence,
      MembershipFrames membership) {
    this.here = here;
    this.table = table;
    this.parcels = parcels;
    this.redial = redial;
    this.seal = seal;
    this.correspondence = correspondence;
    this.membership = membership;
  }

  /** A dial of this side reached a node: says the greeting, unless there is a connection by now. */
  void dialSecured(Connection connection, NodeId id) {
    Optional<PeerState> found = table.get(id);
    if (found.isEmpty()) {
      connection.refuse(HandshakeFault.TOO_MANY, "more than " + PeerTable.MAX_PEERS + " nodes");
      return;
    }
    PeerState peer = found.get();
    boolean other = peer.dial.filter(d -> d != connection).isPresent();
    if (peer.connection.isPresent() || other) {
      here.counters().add(Count.TIES);
      membership.handOver(connection, peer);
      connection.bye(Reasons.TIE);
      return;
    }
    peer.dial = Optional.of(connection);
    connection.greeting();
    connection.write(hello(peer, ((Dial.Ours) connection.dial()).number()));
    connection.flush();
  }

  private Frame.Hello hello(PeerState peer, long dial) {
    return new Frame.Hello(
        Frame.PROTOCOL,
        here.fleet(),
        here.self(),
        here.incarnation(),
        here.boot(),
        Addresses.host(here.address()),
        here.address().getPort(),
        dial,
        peer.link.greeting().stream(),
        peer.resume());
  }

  /** The peer's greeting came, and agrees with its certificate. */
  void greeted(Connection connection, Frame.Hello hello) {
    Optional<PeerState> found = table.get(hello.node());
    if (found.isEmpty()) {
      connection.refuse(HandshakeFault.TOO_MANY, "more than " + PeerTable.MAX_PEERS + " nodes");
      return;
    }
    switch (connection.dial()) {
      case Dial.Ours ours -> answered(connection, found.get(), hello, ours);
      case Dial.Theirs _ -> answer(connection, found.get(), hello);
    }
  }

  private void answer(Connection connection, PeerState peer, Frame.Hello hello) {
    if (!Encounter.answers(here.self(), peer.id, peer.present(), peer.caller(hello))) {
      here.counters().add(Count.TIES);
      connection.bye(Reasons.TIE);
      return;
    }
    switch (peer.link.greeted(PeerState.greeting(hello), Role.ACCEPTOR)) {
      case Greeted.Stale stale -> connection.refuse(HandshakeFault.STALE, stale.detail());
      // An acceptor has not greeted yet, so its greeting cannot be out of date.
      case Greeted.Again again -> establish(connection, peer, hello, again.lost());
      case Greeted.Ready ready -> establish(connection, peer, hello, ready.lost());
    }
  }

  private void answered(Connection connection, PeerState peer, Frame.Hello hello, Dial.Ours ours) {
    if (peer.dial.filter(d -> d == connection).isEmpty() || hello.dial() != ours.number()) {
      connection.refuse(HandshakeFault.STALE, "an answer to dial " + hello.dial());
      return;
    }
    switch (peer.link.greeted(PeerState.greeting(hello), Role.DIALLER)) {
      case Greeted.Stale stale -> connection.refuse(HandshakeFault.STALE, stale.detail());
      case Greeted.Again again -> {
        peer.meet(hello, false);
        parcels.handBack(peer.id, again.lost(), Reasons.MEMBER_LOST);
        Redial.dropDial(peer);
        connection.bye(Reasons.SUPERSEDED);
        redial.dial(peer);
      }
      case Greeted.Ready ready -> establish(connection, peer, hello, ready.lost());
    }
  }

  private void establish(
      Connection connection, PeerState peer, Frame.Hello hello, List<byte[]> lost) {
    boolean theyDialled = connection.dial() instanceof Dial.Theirs;
    replace(peer, connection);
    peer.meet(hello, theyDialled);
    if (theyDialled) {
      connection.write(hello(peer, hello.dial()));
    }
    connection.established();
    peer.connection = Optional.of(connection);
    peer.connectedAtMs = here.clock().monotonicMs();
    peer.address = Addresses.literal(hello.host(), hello.port());
    seal.pin(peer.id, hello.boot());
    peer.address.ifPresent(at -> correspondence.met(at, peer.id, hello.boot()));
    here.counters().add(peer.wasConnected ? Count.RECONNECTS : Count.CONNECTIONS);
    peer.wasConnected = true;
    parcels.handBack(peer.id, lost, Reasons.MEMBER_LOST);
    parcels.relieve(peer);
    here.listener().connected(peer.id, hello.incarnation());
    membership.flushWaiting(connection, peer);
    parcels.pump(peer);
  }

  /** Ends what there was before; the link goes on with the new connection. */
  private void replace(PeerState peer, Connection by) {
    Redial.cancelRetry(peer);
    Optional<Connection> oldDial = peer.dial.filter(d -> d != by);
    Optional<Connection> old = peer.connection;
    peer.dial = Optional.empty();
    peer.connection = Optional.empty();
    oldDial.ifPresent(d -> d.bye(Reasons.TIE));
    if (old.isPresent()) {
      here.listener().disconnected(peer.id);
      old.get().bye(Reasons.SUPERSEDED);
    }
  }
}
