package jellybean.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jellybean.cluster.Encounter;
import jellybean.cluster.Link;
import jellybean.cluster.Link.Greeted;
import jellybean.cluster.Link.Role;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Connection.Dial;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.DatagramSeal;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.Frame;

/**
 * The other nodes: one link each, and the connection it has at the moment. Owned by the event loop
 * thread.
 */
final class Peers {
  /** Twice the members of a fleet: those that left are remembered while there is room. */
  static final int MAX_PEERS = 512;

  /** Bytes that all links together may keep unconfirmed. */
  static final int POOL_BYTES = 8 << 20;

  /** A connection that lasted that long ends a series of failures. */
  static final long STABLE_MS = 5_000;

  private static final int HIGH_MARK_BYTES = Link.WINDOW_BYTES / 2;
  private static final int LOW_MARK_BYTES = Link.WINDOW_BYTES / 4;

  /** Begins a connection; its owner hears what becomes of it. */
  interface Dialler {
    Connection dial(InetSocketAddress to, Dial.Ours dial);

    ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit);
  }

  private final Here here;
  private final DatagramSeal seal;
  private final Function<NodeId, Optional<InetSocketAddress>> directory;
  private final Dialler dialler;
  private final MembershipFrames membership;
  // Least recently used first.
  private final Map<NodeId, PeerState> peers = new LinkedHashMap<>(16, 0.75f, true);
  private long poolBytes;
  private boolean closing;

  Peers(
      Here here,
      DatagramSeal seal,
      Function<NodeId, Optional<InetSocketAddress>> directory,
      Dialler dialler,
      MembershipFrames membership) {
    this.here = here;
    this.seal = seal;
    this.directory = directory;
    this.dialler = dialler;
    this.membership = membership;
  }

  // What the node wants.

  /** Gives an encoded envelope to the link; {@link #pump} transmits it. */
  void offer(NodeId to, byte[] envelope) {
    Optional<PeerState> found = peer(to);
    if (found.isEmpty() || !fitsPool(envelope) || !found.get().link.offer(envelope)) {
      here.counters().add(Count.OVERFLOWS);
      handBack(to, List.of(envelope), Reasons.OVERFLOW);
      return;
    }
    PeerState peer = found.get();
    here.counters().add(Count.ENVELOPES_OUT);
    if (!peer.pressed && peer.link.unconfirmedBytes() > HIGH_MARK_BYTES) {
      peer.pressed = true;
      here.listener().pressure(to, true);
    }
    want(peer);
  }

  /** To be called before a series of offers: sums up what the links hold. */
  void measurePool() {
    poolBytes = 0;
    for (PeerState peer : peers.values()) {
      poolBytes += peer.link.unconfirmedBytes();
    }
  }

  private boolean fitsPool(byte[] envelope) {
    poolBytes += envelope.length + Link.PARCEL_OVERHEAD_BYTES;
    return poolBytes <= POOL_BYTES;
  }

  /** Connects, and connects again, until the peer is given up. */
  void connect(NodeId id) {
    peer(id).ifPresent(this::want);
  }

  private void want(PeerState peer) {
    if (!peer.wanted) {
      peer.wanted = true;
      peer.apartSinceMs = here.clock().monotonicMs();
    }
    if (peer.connection.isEmpty() && peer.dial.isEmpty() && peer.retry.isEmpty()) {
      dial(peer);
    }
  }

  /** The peer's life is over, says the membership: everything for it is handed back. */
  void lost(NodeId id) {
    PeerState peer = peers.get(id);
    if (peer == null) {
      return;
    }
    peer.wanted = false;
    cancelRetry(peer);
    dropDial(peer);
    handBack(id, peer.link.abandon(), Reasons.MEMBER_LOST);
    relieve(peer);
    Optional<Connection> connection = peer.connection;
    disconnect(peer);
    connection.ifPresent(c -> c.bye(Reasons.MEMBER_LOST));
  }

  /** Transmits what there is room for, and flushes. */
  void pump(NodeId id) {
    PeerState peer = peers.get(id);
    if (peer != null) {
      pump(peer);
    }
  }

  private void pump(PeerState peer) {
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

  /** A payload of the membership protocol for whoever is at that address, if it is known. */
  boolean sendPayload(InetSocketAddress to, byte[] payload) {
    for (PeerState peer : peers.values()) {
      if (peer.connection.isPresent() && peer.address.filter(to::equals).isPresent()) {
        membership.write(peer.connection.get(), payload);
        return true;
      }
    }
    return false;
  }

  // What connections tell.

  /** A dial of this side reached a node: says the greeting, unless there is a connection by now. */
  void dialSecured(Connection connection, NodeId id) {
    Optional<PeerState> found = peer(id);
    if (found.isEmpty()) {
      connection.refuse(HandshakeFault.TOO_MANY, "more than " + MAX_PEERS + " nodes");
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
    Optional<PeerState> found = peer(hello.node());
    if (found.isEmpty()) {
      connection.refuse(HandshakeFault.TOO_MANY, "more than " + MAX_PEERS + " nodes");
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
        handBack(peer.id, again.lost(), Reasons.MEMBER_LOST);
        dropDial(peer);
        connection.bye(Reasons.SUPERSEDED);
        dial(peer);
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
    here.counters().add(peer.wasConnected ? Count.RECONNECTS : Count.CONNECTIONS);
    peer.wasConnected = true;
    handBack(peer.id, lost, Reasons.MEMBER_LOST);
    relieve(peer);
    here.listener().connected(peer.id, hello.incarnation());
    membership.flushWaiting(connection, peer);
    pump(peer);
  }

  /** Ends what there was before; the link goes on with the new connection. */
  private void replace(PeerState peer, Connection by) {
    cancelRetry(peer);
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

  /** A frame on an established connection. */
  void frame(Connection connection, NodeId id, Frame frame) {
    PeerState peer = peers.get(id);
    if (peer == null || peer.connection.filter(c -> c == connection).isEmpty()) {
      return;
    }
    switch (frame) {
      case Frame.Numbered numbered -> numbered(connection, peer, numbered);
      case Frame.Ack ack -> confirmed(connection, peer, ack.received());
      case Frame.MembershipBytes bytes -> membership.received(peer.id, bytes.payload());
      case Frame.Bye _ -> connection.close();
      case Frame.Hello _, Frame.OperatorHello _, Frame.Welcome _, Frame.Plain _ ->
          connection.refuse(
              FrameFault.UNEXPECTED,
              "expected an envelope, a confirmation or membership, found "
                  + frame.getClass().getSimpleName());
    }
  }

  private void numbered(Connection connection, PeerState peer, Frame.Numbered numbered) {
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

  private void confirmed(Connection connection, PeerState peer, long received) {
    if (!peer.link.confirmed(received)) {
      connection.refuse(
          FrameFault.OUT_OF_SEQUENCE, "confirms number " + received + ", which was never sent");
      return;
    }
    relieve(peer);
  }

  private void relieve(PeerState peer) {
    if (peer.pressed && peer.link.unconfirmedBytes() < LOW_MARK_BYTES) {
      peer.pressed = false;
      here.listener().pressure(peer.id, false);
    }
  }

  /** Confirms what arrived in one go. */
  void confirm(NodeId id) {
    PeerState peer = peers.get(id);
    if (peer == null || peer.connection.isEmpty()) {
      return;
    }
    Connection connection = peer.connection.get();
    peer.link.confirmation().ifPresent(last -> connection.write(new Frame.Ack(last)));
    pump(peer);
  }

  /** Shows that this node lives. */
  void keepAlive(NodeId id) {
    PeerState peer = peers.get(id);
    if (peer != null && peer.connection.isPresent()) {
      peer.connection.get().write(new Frame.Ack(peer.link.lastReceived()));
      peer.connection.get().flush();
    }
  }

  /** A connection or dial of this peer ended; tells whether it was one that counts. */
  void closed(Connection connection, NodeId id) {
    PeerState peer = peers.get(id);
    if (peer == null) {
      return;
    }
    if (peer.connection.filter(c -> c == connection).isPresent()) {
      boolean stable = here.clock().monotonicMs() - peer.connectedAtMs >= STABLE_MS;
      peer.failures = stable ? 0 : peer.failures + 1;
      disconnect(peer);
      redial(peer);
    } else if (peer.dial.filter(d -> d == connection).isPresent()) {
      peer.dial = Optional.empty();
      peer.failures++;
      redial(peer);
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

  // Dialling.

  private void dial(PeerState peer) {
    if (closing || !peer.wanted) {
      return;
    }
    Optional<InetSocketAddress> to = directory.apply(peer.id).or(() -> peer.address);
    if (to.isEmpty()) {
      peer.failures++;
      redial(peer);
      return;
    }
    Dial.Ours dial = new Dial.Ours(here.nextNumber(), Optional.of(peer.id));
    peer.dial = Optional.of(dialler.dial(to.get(), dial));
  }

  private void redial(PeerState peer) {
    if (closing || !peer.wanted || peer.retry.isPresent()) {
      return;
    }
    giveUpIfApartTooLong(peer);
    long delayMs = here.timings().redial().delayMs(peer.failures, here.randomness().nextLong());
    peer.retry =
        Optional.of(
            dialler.schedule(
                () -> {
                  peer.retry = Optional.empty();
                  if (peer.connection.isEmpty() && peer.dial.isEmpty()) {
                    dial(peer);
                  }
                },
                delayMs,
                TimeUnit.MILLISECONDS));
  }

  private void giveUpIfApartTooLong(PeerState peer) {
    long apartMs = here.clock().monotonicMs() - peer.apartSinceMs;
    if (apartMs < here.timings().giveUpMs() || peer.link.unconfirmed() == 0) {
      return;
    }
    here.noise()
        .warn(
            HandshakeFault.UNREACHABLE,
            () ->
                "no connection with node "
                    + peer.id
                    + " for "
                    + apartMs
                    + " ms: "
                    + peer.link.unconfirmed()
                    + " envelopes are undeliverable");
    handBack(peer.id, peer.link.abandon(), Reasons.UNREACHABLE);
    relieve(peer);
  }

  private static void cancelRetry(PeerState peer) {
    peer.retry.ifPresent(retry -> retry.cancel(false));
    peer.retry = Optional.empty();
  }

  private static void dropDial(PeerState peer) {
    Optional<Connection> dial = peer.dial;
    peer.dial = Optional.empty();
    dial.ifPresent(Connection::close);
  }

  private void handBack(NodeId to, List<byte[]> envelopes, Keyword reason) {
    here.counters().add(Count.UNDELIVERABLE, envelopes.size());
    for (byte[] envelope : envelopes) {
      here.listener().undeliverable(to, EnvelopeCodec.decode(envelope), reason);
    }
  }

  // The table.

  private Optional<PeerState> peer(NodeId id) {
    PeerState known = peers.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    if (peers.size() >= MAX_PEERS && !forgetOne()) {
      return Optional.empty();
    }
    Link link = new Link(here.incarnation(), Link.WINDOW_BYTES, here::nextNumber);
    PeerState fresh = new PeerState(id, link, here.incarnation(), here.clock().monotonicMs());
    peers.put(id, fresh);
    return Optional.of(fresh);
  }

  private boolean forgetOne() {
    for (PeerState peer : peers.values()) {
      if (peer.isIdle()) {
        peers.remove(peer.id);
        return true;
      }
    }
    return false;
  }

  /** Closes every connection; what is unconfirmed is handed back. */
  void close() {
    closing = true;
    Collection<PeerState> all = new ArrayList<>(peers.values());
    for (PeerState peer : all) {
      cancelRetry(peer);
      dropDial(peer);
      Optional<Connection> connection = peer.connection;
      disconnect(peer);
      connection.ifPresent(c -> c.bye(Reasons.CLOSED));
      handBack(peer.id, peer.link.abandon(), Reasons.CLOSED);
    }
  }

  /** Peers with a connection. */
  List<NodeId> connected() {
    return peers.values().stream()
        .filter(peer -> peer.connection.isPresent())
        .map(peer -> peer.id)
        .toList();
  }
}
