package jellybean.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
import jellybean.wire.KeyRing;
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

  private final Here here;
  private final Ports ports;
  private final EventLoop loop;
  private final DatagramSeal seal;
  private final Handshakes handshakes = new Handshakes();
  private final Tcp tcp;
  private final MembershipFrames frames;
  private final Peers peers;
  private final Operators operators;
  private final Udp udp;
  private final Outbox outbox;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Transport(
      TransportConfig config,
      Here here,
      Ports ports,
      TlsContexts tls,
      Function<NodeId, Optional<InetSocketAddress>> directory) {
    this.here = here;
    this.ports = ports;
    loop = ports.tcp().eventLoop();
    seal = new DatagramSeal(here.self(), here.boot(), config.ring());
    frames = new MembershipFrames(here);
    Correspondence correspondence = new Correspondence(here, seal);
    PeerTable table = new PeerTable(here);
    Lobby lobby = lobby(here, table, loop);
    tcp = new Tcp(here, tls, loop, handshakes, lobby);
    Parcels parcels = new Parcels(here, table);
    Redial redial = new Redial(here, parcels, directory, tcp);
    Greeter greeter = new Greeter(here, table, parcels, redial, seal, correspondence, frames);
    peers = new Peers(here, seal, table, parcels, redial, frames);
    operators = new Operators(here);
    tcp.ownedBy(new Switchboard(here, lobby, peers, greeter, operators, frames));
    udp = new Udp(here, seal, correspondence, ports.udp());
    outbox = new Outbox(loop, peers);
  }

  private static Lobby lobby(Here here, PeerTable table, EventLoop loop) {
    return new Lobby(
        table::isAddressOfPeer,
        here.timings().handshakeMs(),
        task -> loop.schedule(task, LOBBY_MS, TimeUnit.MILLISECONDS));
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
    NodeId self = node(config.identity());
    Admission admission = new Admission(config.identity().principal().fleet(), clock::wallMs);
    TlsContexts tls = TlsContexts.of(config.identity(), admission);
    AtomicReference<Optional<Transport>> opened = new AtomicReference<>(Optional.empty());
    EventLoopGroup group = Wiring.oneThread(Wiring.THREAD_NAME);
    try {
      Ports ports =
          Ports.bind(
              Wiring.server(group, new Acceptor(opened)), Wiring.datagrams(group), config.bind());
      Here here = here(config, self, admission, ports, clock, randomness, listener, noise);
      Transport transport = new Transport(config, here, ports, tls, directory);
      opened.set(Optional.of(transport));
      transport.start();
      return transport;
    } catch (RuntimeException e) {
      group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  private static NodeId node(Identity identity) {
    if (identity.principal() instanceof Principal.Node node) {
      return node.id();
    }
    throw new BadIdentityException(
        "cannot use " + identity.directory() + ": expected a node, found " + identity.principal());
  }

  private static Here here(
      TransportConfig config,
      NodeId self,
      Admission admission,
      Ports ports,
      Clock clock,
      Randomness randomness,
      TransportListener listener,
      Noise noise) {
    SecureRandom secure = new SecureRandom();
    Counters counters = new Counters();
    InetSocketAddress bound = ports.address();
    return new Here(
        self,
        config.identity().principal().fleet(),
        admission,
        config.incarnation(),
        new Boot(secure.nextLong(), secure.nextLong()),
        config
            .advertise()
            .map(address -> new InetSocketAddress(address, bound.getPort()))
            .orElse(bound),
        config.timings(),
        clock,
        randomness,
        counters,
        noise,
        new SafeListener(listener, counters),
        new AtomicLong());
  }

  private void start() {
    ports.udp().pipeline().addLast(udp);
    ports.udp().config().setAutoRead(true);
    ports.tcp().config().setAutoRead(true);
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

  /** Opens and seals datagrams with these keys from now on. */
  public void rekey(KeyRing ring) {
    run(() -> seal.rekey(ring));
  }

  /** The nodes with a connection at the moment; for display. */
  public CompletableFuture<List<NodeId>> connected() {
    return CompletableFuture.supplyAsync(peers::connected, loop);
  }

  /** What happened so far, in numbers; see the names. */
  public EdnMap counters() {
    return here.counters().toMap();
  }

  Counters counts() {
    return here.counters();
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
    return new MembershipChannel() {
      @Override
      public InetSocketAddress localAddress() {
        return here.address();
      }

      @Override
      public void send(InetSocketAddress to, byte[] payload) {
        checkPayload(to, payload, MAX_PAYLOAD_BYTES);
        if (payload.length <= MAX_DATAGRAM_PAYLOAD_BYTES) {
          udp.send(Lane.MEMBERSHIP, to, payload);
        } else {
          byte[] copy = payload.clone();
          run(() -> sendLarge(to, copy));
        }
      }

      @Override
      public void onReceive(Receiver receiver) {
        run(
            () -> {
              frames.receiver(receiver);
              udp.receiver(Lane.MEMBERSHIP, receiver);
            });
      }
    };
  }

  private void sendLarge(InetSocketAddress to, byte[] payload) {
    if (!peers.sendPayload(to, payload)) {
      frames.dial(to, payload, tcp);
    }
  }

  /** For everything else that may be lost. */
  public Datagrams datagrams() {
    return new Datagrams() {
      @Override
      public void send(InetSocketAddress to, byte[] payload) {
        checkPayload(to, payload, MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES);
        udp.send(Lane.APPLICATION, to, payload);
      }

      @Override
      public void onReceive(MembershipChannel.Receiver receiver) {
        run(() -> udp.receiver(Lane.APPLICATION, receiver));
      }
    };
  }

  private static void checkPayload(InetSocketAddress to, byte[] payload, int maxBytes) {
    if (to.isUnresolved()) {
      throw new IllegalArgumentException(
          "cannot send to " + to.getHostString() + ": expected a literal address");
    }
    if (payload.length < 1 || payload.length > maxBytes) {
      throw new IllegalArgumentException(
          "cannot send to "
              + Addresses.print(to)
              + ": expected a payload of 1 to "
              + maxBytes
              + " bytes, found "
              + payload.length);
    }
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
    }
  }

  private void closeAll() {
    ports.tcp().close();
    outbox.close();
    peers.close();
    operators.close();
    ports.udp().close();
    handshakes.close();
  }
}
