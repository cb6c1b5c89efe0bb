package jellybean.sim.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.cluster.Link;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Timings;
import jellybean.port.Network;
import jellybean.sim.Flaw;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.sim.air.Air;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.FrameException;

/** All links of one life of a node. */
public final class Links implements Network, Session.Owner {
  static final Keyword OVERFLOW = Keyword.of("overflow");
  static final Keyword MEMBER_LOST = Keyword.of("member-lost");
  static final Keyword UNREACHABLE = Keyword.of("unreachable");

  /** A connection that lasted that long ends a series of failures. */
  private static final long STABLE_MS = 5_000;

  private static final int FLAW_ODDS = 50;
  private static final long FLAW_DELAY_MS = 100;

  final SimNode node;
  final Air air;
  final Timings timings;
  final Set<Flaw> flaws;
  private final Simulation simulation;
  private final SplittableRandom random;
  private final Predicate<NodeId> isMember;
  private final Meeting meeting;
  private final SortedMap<NodeId, PeerLink> peers = new TreeMap<>();
  private final Deque<Outgoing> outbox = new ArrayDeque<>();
  private final Greeting greeting;
  private long numbers;
  private long duplicates;
  private long reconnects;

  /** Hears which life of a node a link speaks with, before anything that this life says. */
  public interface Meeting {
    void met(NodeId peer, long incarnation);
  }

  private record Outgoing(NodeId to, byte[] envelope) {}

  /**
   * @param isMember whether membership knows where that node is reached
   */
  public Links(
      Simulation simulation,
      SimNode node,
      Air air,
      Timings timings,
      Predicate<NodeId> isMember,
      Meeting meeting,
      Set<Flaw> flaws) {
    this.simulation = simulation;
    this.random = simulation.splitRandom();
    this.node = node;
    this.air = air;
    this.timings = timings;
    this.isMember = isMember;
    this.meeting = meeting;
    this.flaws = Set.copyOf(flaws);
    this.greeting = new Greeting(this);
    air.listen(node.id(), end -> new Session(node, timings, this, end.peer(), 0).begin(end));
    node.sendThrough(this);
  }

  long nextNumber() {
    return ++numbers;
  }

  // ---- what the node wants

  @Override
  public void send(NodeId to, Envelope envelope) {
    try {
      if (outbox.isEmpty()) {
        simulation.after(0, () -> node.admit(this::drain));
      }
      outbox.addLast(new Outgoing(to, EnvelopeCodec.encode(envelope)));
    } catch (FrameException e) {
      node.actors().deadLetter(envelope, Keyword.of("too-large"), new Text("to " + to));
    }
  }

  private void drain() {
    Set<NodeId> touched = new TreeSet<>();
    while (!outbox.isEmpty()) {
      Outgoing next = outbox.removeFirst();
      PeerLink peer = peer(next.to);
      if (peer.link.offer(next.envelope)) {
        touched.add(next.to);
      } else {
        handBack(next.to, List.of(next.envelope), OVERFLOW);
      }
    }
    for (NodeId id : touched) {
      want(peer(id));
      pump(peer(id));
    }
  }

  PeerLink peer(NodeId id) {
    return peers.computeIfAbsent(
        id,
        _ ->
            new PeerLink(
                id,
                new Link(node.incarnation(), Link.WINDOW_BYTES, this::nextNumber),
                node.incarnation(),
                node.monotonicMs()));
  }

  /** Membership says that a life of the peer is over. */
  public void lost(NodeId id, long incarnation) {
    Optional.ofNullable(peers.get(id))
        .filter(peer -> peer.link.peerIncarnation().orElse(incarnation) == incarnation)
        .ifPresent(peer -> end(peer, MEMBER_LOST));
  }

  /** Membership says that a life of the peer is there. */
  public void alive(NodeId id, long incarnation) {
    Optional.ofNullable(peers.get(id))
        .filter(peer -> peer.link.peerIncarnation().orElse(incarnation) < incarnation)
        .ifPresent(peer -> end(peer, MEMBER_LOST));
  }

  private void end(PeerLink peer, Keyword reason) {
    peer.wanted = false;
    cancelRetry(peer);
    dropDial(peer);
    handBack(peer.id, peer.link.over(), reason);
    Optional<Session> session = peer.session;
    disconnect(peer);
    session.ifPresent(s -> s.bye(reason));
  }

  void met(NodeId id, long incarnation) {
    meeting.met(id, incarnation);
    node.actors().nodeUp(id, incarnation);
  }

  void handBack(NodeId to, List<byte[]> envelopes, Keyword reason) {
    if (flaws.contains(Flaw.NOTHING_HANDED_BACK)) {
      return;
    }
    for (byte[] envelope : envelopes) {
      node.actors().deadLetter(EnvelopeCodec.decode(envelope), reason, new Text("to " + to));
    }
  }

  // ---- dialling

  private void want(PeerLink peer) {
    if (!peer.wanted) {
      peer.wanted = true;
      peer.apartSinceMs = node.monotonicMs();
    }
    if (peer.session.isEmpty() && peer.dial.isEmpty() && peer.retry.isEmpty()) {
      dial(peer);
    }
  }

  void dial(PeerLink peer) {
    if (!peer.wanted) {
      return;
    }
    if (!isMember.test(peer.id) && !peer.wasMet) {
      peer.failures++;
      redial(peer);
      return;
    }
    Session session = new Session(node, timings, this, peer.id, nextNumber());
    peer.dial = Optional.of(session);
    air.dial(
        node,
        peer.id,
        timings.connectMs(),
        end ->
            end.ifPresentOrElse(
                opened -> {
                  session.begin(opened);
                  greeting.dialled(session, peer);
                },
                () -> closed(session)));
  }

  private void redial(PeerLink peer) {
    if (!peer.wanted || peer.retry.isPresent()) {
      return;
    }
    long apartMs = node.monotonicMs() - peer.apartSinceMs;
    if (apartMs >= timings.giveUpMs() && peer.link.unconfirmed() > 0) {
      handBack(peer.id, peer.link.abandon(), UNREACHABLE);
    }
    long delayMs = timings.redial().delayMs(peer.failures, random.nextLong());
    peer.retry =
        Optional.of(
            node.after(
                delayMs,
                () -> {
                  peer.retry = Optional.empty();
                  if (peer.session.isEmpty() && peer.dial.isEmpty()) {
                    dial(peer);
                  }
                }));
  }

  static void cancelRetry(PeerLink peer) {
    peer.retry.ifPresent(timer -> timer.cancel());
    peer.retry = Optional.empty();
  }

  static void dropDial(PeerLink peer) {
    Optional<Session> dial = peer.dial;
    peer.dial = Optional.empty();
    dial.ifPresent(Session::close);
  }

  // ---- what connections tell

  @Override
  public void said(Session session, Said said) {
    if (said instanceof Said.Hello hello) {
      greeting.greeted(session, peer(hello.node()), hello);
      return;
    }
    PeerLink peer = peer(session.peer());
    if (said instanceof Said.Bye) {
      session.fail();
    } else if (peer.session.filter(s -> s == session).isPresent()) {
      switch (said) {
        case Said.Numbered numbered -> numbered(session, peer, numbered);
        case Said.Ack ack -> confirmed(session, peer, ack.received());
        case Said.Hello _, Said.Bye _ -> throw new AssertionError("was handled before");
      }
    }
  }

  private void numbered(Session session, PeerLink peer, Said.Numbered numbered) {
    switch (peer.link.received(numbered.sequence())) {
      case DELIVER -> deliver(numbered);
      case DUPLICATE -> {
        duplicates++;
        if (flaws.contains(Flaw.NO_DUPLICATE_TABLE)) {
          deliver(numbered);
        }
      }
      case GAP ->
          throw new AssertionError(
              node.id() + ": a gap before " + numbered.sequence() + " from " + session.peer());
    }
  }

  private void deliver(Said.Numbered numbered) {
    if (flaws.contains(Flaw.LOSES) && random.nextInt(FLAW_ODDS) == 0) {
      return;
    }
    Envelope envelope = EnvelopeCodec.decode(numbered.envelope());
    if (flaws.contains(Flaw.REORDERS) && random.nextInt(FLAW_ODDS) == 0) {
      simulation.after(FLAW_DELAY_MS, () -> node.admit(() -> node.actors().deliver(envelope)));
    } else {
      node.actors().deliver(envelope);
    }
  }

  private void confirmed(Session session, PeerLink peer, long received) {
    if (!peer.link.confirmed(received)) {
      throw new AssertionError(
          node.id() + ": " + session.peer() + " confirms " + received + ", which was never sent");
    }
  }

  @Override
  public void drained(Session session) {
    PeerLink peer = peer(session.peer());
    if (peer.session.filter(s -> s == session).isEmpty()) {
      return;
    }
    if (session.isWritable()) {
      peer.link.confirmation().ifPresent(last -> session.write(new Said.Ack(last)));
    }
    pump(peer);
  }

  void pump(PeerLink peer) {
    if (peer.session.isEmpty()) {
      return;
    }
    Session session = peer.session.get();
    while (session.isWritable()) {
      Optional<Link.Numbered> next = peer.link.next();
      if (next.isEmpty()) {
        return;
      }
      byte[] parcel = next.get().parcel();
      session.write(
          new Said.Numbered(next.get().sequence(), parcel), parcel.length + Said.FRAME_BYTES);
    }
  }

  @Override
  public void quiet(Session session) {
    session.write(new Said.Ack(peer(session.peer()).link.lastReceived()));
  }

  @Override
  public void closed(Session session) {
    PeerLink peer = peer(session.peer());
    if (peer.session.filter(s -> s == session).isPresent()) {
      boolean stable = node.monotonicMs() - peer.connectedAtMs >= STABLE_MS;
      peer.failures = stable ? 0 : peer.failures + 1;
      disconnect(peer);
      redial(peer);
    } else if (peer.dial.filter(d -> d == session).isPresent()) {
      peer.dial = Optional.empty();
      peer.failures++;
      redial(peer);
    }
  }

  private void disconnect(PeerLink peer) {
    if (peer.session.isPresent()) {
      peer.session = Optional.empty();
      peer.link.closed();
      peer.apartSinceMs = node.monotonicMs();
    }
  }

  void reconnected() {
    reconnects++;
  }

  // ---- for tests

  /** Envelopes that no peer has confirmed. */
  public int unconfirmed() {
    return outbox.size() + peers.values().stream().mapToInt(p -> p.link.unconfirmed()).sum();
  }

  /** Envelopes that came again and were discarded. */
  public long duplicates() {
    return duplicates;
  }

  /** Connections that followed another one with the same peer. */
  public long reconnects() {
    return reconnects;
  }
}
