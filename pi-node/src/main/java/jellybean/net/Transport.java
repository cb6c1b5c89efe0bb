package jellybean.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.port.Randomness;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.FrameException;
import jellybean.wire.RingKey;
import jellybean.wire.SharedRing;
import org.tinylog.Logger;

/**
 * A node's place on the network: one port for TCP and UDP, a link to every other node it has to do
 * with, connections of operators, datagrams.
 *
 * <p>All methods may be called by any thread and none waits for the network, but {@link #open} and
 * {@link #close}, which wait for the operating system and for at most {@value #CLOSE_MS} ms.
 */
public final class Transport implements AutoCloseable {
  private static final long CLOSE_MS = 2_000;

  /** How often those who wait are looked after. */
  private static final long LOBBY_MS = 100;

  /** How often connections are judged again: dates pass, and clocks are set. */
  private static final long JUDGE_MS = 1_000;

  /** How often some member is told what this one holds. */
  private static final long HINT_MS = 2_000;

  private final Here here;
  private final Ports ports;
  private final EventLoop loop;
  private final Handshakes handshakes = new Handshakes();
  private final Tcp tcp;
  private final MembershipFrames frames;
  private final Peers peers;
  private final Operators operators;
  private final Udp udp;
  private final EnvelopeDatagrams telemetry;
  private final Outbox outbox;
  private final Gauges gauges;
  private final Function<NodeId, Optional<InetSocketAddress>> directory;
  private final Guard guard;
  private final Changes changes;
  private final Payloads payloads;
  private final Lobby lobby;
  private final Security security;
  private final SecurityFiles files;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Transport(
      TransportConfig config,
      Here here,
      Ports ports,
      TlsContexts tls,
      Function<NodeId, Optional<InetSocketAddress>> directory) {
    this.here = here;
    this.ports = ports;
    this.directory = directory;
    loop = ports.tcp().eventLoop();
    DatagramSeal seal = new DatagramSeal(here.self(), here.boot(), config.ring().ring());
    frames = new MembershipFrames(here);
    Correspondence correspondence = new Correspondence(here, seal);
    PeerTable table = new PeerTable(here);
    lobby = lobby(here, table, loop);
    tcp = new Tcp(here, tls, loop, handshakes, lobby);
    Parcels parcels = new Parcels(here, table, loop::schedule);
    Redial redial = new Redial(here, parcels, directory, tcp);
    Greeter greeter = new Greeter(here, table, parcels, redial, seal, correspondence, frames);
    peers = new Peers(here, seal, table, parcels, redial, frames);
    operators = new Operators(here);
    files = new SecurityFiles(config.kept());
    guard = new Guard(here, here.clock(), seal, peers, files, config.identity(), config.ring());
    changes = new Changes(here, guard, loop::schedule);
    tcp.ownedBy(new Switchboard(here, lobby, peers, greeter, operators, frames, guard));
    udp = new Udp(here, seal, correspondence, guard, ports.udp());
    telemetry = new EnvelopeDatagrams(here, udp, directory);
    outbox = new Outbox(loop, peers);
    payloads = new Payloads(here, udp, frames, peers, tcp, this::run);
    security = new Security(here, guard, changes, tcp, loop, config.identity());
    gauges = new Gauges(table, lobby, operators, outbox, correspondence, udp, frames);
  }

  private static Lobby lobby(Here here, PeerTable table, EventLoop loop) {
    return new Lobby(
        table::isAddressOfPeer,
        here.timings().handshakeMs(),
        task -> loop.schedule(task, LOBBY_MS, TimeUnit.MILLISECONDS),
        new Pace(here.clock(), table::isAddressOfPeer),
        () -> here.counters().add(Counters.Count.HANDSHAKES_DELAYED));
  }

  /**
   * Opens the port; from then on peers may connect and the listener is called.
   *
   * @param directory where a node is reached, as far as the membership knows; called on the event
   *     loop thread before each dial, must not block
   * @throws TransportException if the port cannot be had: where and why
   * @throws BadIdentityException if the identity is not that of a node, or unusable for TLS
   */
  public static Transport open(
      TransportConfig config,
      Clock clock,
      Randomness randomness,
      Function<NodeId, Optional<InetSocketAddress>> directory,
      TransportListener listener) {
    return open(config, clock, randomness, directory, listener, LimitedLog.toTheLog(clock));
  }

  static Transport open(
      TransportConfig config,
      Clock clock,
      Randomness randomness,
      Function<NodeId, Optional<InetSocketAddress>> directory,
      TransportListener listener,
      Noise noise) {
    Interfaces.check(config.bind().getAddress());
    config.advertise().ifPresent(Interfaces::check);
    NodeId self = Whereabouts.node(config.identity());
    SaneClock sane = SaneClock.of(clock, config.identity());
    Admission admission = new Admission(config.identity().principal().fleet(), sane::read);
    TlsContexts tls = TlsContexts.of(config.identity(), admission);
    AtomicReference<Optional<Transport>> opened = new AtomicReference<>(Optional.empty());
    EventLoopGroup group = Wiring.oneThread(Wiring.THREAD_NAME);
    try {
      Ports ports =
          Ports.bind(
              Wiring.server(group, new Acceptor(opened)), Wiring.datagrams(group), config.bind());
      Here here =
          Whereabouts.here(config, self, admission, ports, sane, randomness, listener, noise);
      Transport transport = new Transport(config, here, ports, tls, directory);
      opened.set(Optional.of(transport));
      transport.start();
      return transport;
    } catch (RuntimeException e) {
      group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  private void start() {
    ports.udp().pipeline().addLast(udp);
    ports.udp().config().setAutoRead(true);
    loop.scheduleWithFixedDelay(guard::judge, JUDGE_MS, JUDGE_MS, TimeUnit.MILLISECONDS);
    loop.scheduleWithFixedDelay(this::hint, HINT_MS, HINT_MS, TimeUnit.MILLISECONDS);
    ports.tcp().config().setAutoRead(true);
    var unused =
        loop.scheduleWithFixedDelay(gauges::look, 0, Gauges.LOOK_MS, TimeUnit.MILLISECONDS);
  }

  private void hint() {
    guard.anyOther().flatMap(directory).ifPresent(to -> udp.send(Lane.HELD, to, guard.hint()));
  }

  /** Makes the handlers of a connection that somebody opened. */
  private static final class Acceptor extends ChannelInitializer<Channel> {
    private final AtomicReference<Optional<Transport>> transport;

    Acceptor(AtomicReference<Optional<Transport>> transport) {
      this.transport = transport;
    }

    @Override
    protected void initChannel(Channel channel) {
      Objects.requireNonNull(transport.get())
          .ifPresentOrElse(open -> open.tcp.accept(channel), channel::close);
    }
  }

  /** This node, as its certificate names it. */
  public NodeId self() {
    return here.self();
  }

  /** Where others reach this node by TCP and UDP. */
  public InetSocketAddress address() {
    return here.address();
  }

  /**
   * Sends an envelope, once and in order per sending thread and receiver, over whatever connections
   * there will be.
   *
   * @return why it was not accepted, if it was not: {@code :overflow}, {@code :too-large}, {@code
   *     :not-data} (it holds something without an EDN form), {@code :closed}. What was accepted and
   *     proves undeliverable later is reported to the listener.
   * @throws IllegalArgumentException if {@code to} is this node
   */
  public Optional<Keyword> send(NodeId to, Envelope envelope) {
    if (to.equals(here.self())) {
      throw new IllegalArgumentException("cannot send to " + to + ": that is this node itself");
    }
    if (closed.get()) {
      return Optional.of(Reasons.CLOSED);
    }
    try {
      return outbox.put(to, EnvelopeCodec.encode(envelope));
    } catch (FrameException e) {
      return Optional.of(Reasons.of(e.fault()));
    }
  }

  /**
   * Sends an envelope in a datagram: at most once, perhaps overtaken.
   *
   * @return why it was not sent, if it was not: {@code :too-large}, {@code :not-data}, {@code
   *     :unreachable}
   */
  public Optional<Keyword> sendDatagram(NodeId to, Envelope envelope) {
    return telemetry.send(to, envelope);
  }

  /**
   * Sends to the operator whose address is {@code envelope.to()}; its connection must be one to
   * this node.
   *
   * @return why it was not sent, if it was not: {@code :operator-gone}, {@code :overflow} (it reads
   *     too slowly), {@code :too-large}, {@code :not-data}
   */
  public Optional<Keyword> sendToOperator(Envelope envelope) {
    return operators.send(envelope);
  }

  /** Connects to a node and stays connected until it is {@link #lost}. */
  public void connect(NodeId node) {
    run(() -> peers.connect(node));
  }

  /**
   * The membership says this life of a node is over: what is unconfirmed is handed back with {@code
   * :member-lost}, the connection closed, and not dialled again until there is something to send.
   * Nothing happens if the link has met another life of the node already.
   */
  public void lost(NodeId node, long incarnation) {
    run(() -> peers.lost(node, incarnation));
  }

  /**
   * The membership says this life of a node is there: what is unconfirmed by an earlier one is
   * handed back with {@code :member-lost}, and what is sent from now on is for this one.
   */
  public void alive(NodeId node, long incarnation) {
    run(() -> peers.alive(node, incarnation));
  }

  /** Who lives, as the membership sees it, this node included. */
  public void members(Set<NodeId> live) {
    run(() -> guard.members(live));
  }

  /**
   * Connections begin with this certificate from now on; those there are go on until that of either
   * side ends, and then begin again without losing anything.
   *
   * @param ring taken if it is newer than that of the fleet
   * @throws BadIdentityException if the identity is another's, or unusable for TLS
   */
  public void reload(Identity identity, SharedRing ring) {
    security.reload(identity, ring);
  }

  /** The nodes with a connection at the moment; for display. */
  public CompletableFuture<List<NodeId>> connected() {
    return CompletableFuture.supplyAsync(peers::connected, loop);
  }

  /** What happened so far, in numbers; see the names. */
  public EdnMap counters() {
    return here.counters().toMap();
  }

  /** How full what has a bound is, at most a second old. */
  public EdnMap gauges() {
    return gauges.toMap();
  }

  /** What there may be at most of what {@link #gauges} tells. */
  public static EdnMap limits() {
    return Gauges.limits();
  }

  /** All counters, also of faults that never happened. */
  public EdnMap metrics() {
    return here.counters().all();
  }

  Counters counts() {
    return here.counters();
  }

  /** The keys that open datagrams; they show no secret. */
  List<RingKey> keys() {
    return guard.ring().ring().keys();
  }

  /** Connections that have not greeted; for display. */
  int lobbySize() {
    return CompletableFuture.supplyAsync(lobby::size, loop).join();
  }

  SaneClock clock() {
    return here.clock();
  }

  Boot boot() {
    return here.boot();
  }

  private void run(Runnable task) {
    if (!closed.get()) {
      loop.execute(task);
    }
  }

  /** For the membership protocol. */
  public MembershipChannel membership() {
    return payloads.membership();
  }

  /** For what members tell each other of themselves. */
  public Datagrams gossip() {
    return payloads.datagrams(Lane.GOSSIP);
  }

  /** For everything else that may be lost. */
  public Datagrams datagrams() {
    return payloads.datagrams(Lane.APPLICATION);
  }

  /** What keeps the fleet closed, for operators. */
  public FleetSecurity security() {
    return security;
  }

  /**
   * Says good-bye, closes everything, hands back what is unconfirmed, ends the thread. May be
   * called twice, also by the event loop thread, which then does not wait.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          closeAll();
          done.countDown();
        });
    if (loop.inEventLoop()) {
      loop.parent().shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      boolean inTime = done.await(CLOSE_MS, TimeUnit.MILLISECONDS);
      loop.parent().shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
      if (!inTime || !loop.parent().awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        Logger.warn("the network of {} took longer than {} ms to close", here.self(), CLOSE_MS);
      }
    } catch (InterruptedException e) {
      loop.parent().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
      Thread.currentThread().interrupt();
    } finally {
      // Nobody gives it anything to keep any more.
      files.close();
    }
  }

  private void closeAll() {
    ports.tcp().close();
    outbox.close();
    changes.close();
    peers.close();
    operators.close();
    ports.udp().close();
    handshakes.close();
  }
}
