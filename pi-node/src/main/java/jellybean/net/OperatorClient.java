package jellybean.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import jellybean.cluster.FleetTime.Bounds;
import jellybean.cluster.FleetTime.Reading;
import jellybean.cluster.FleetTime.Source;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Connection.Stage;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.Frame;

/**
 * An operator's connection to one node of the fleet, over the nodes' own protocol. What it sends
 * comes, for the fleet, from {@link #address}; what the fleet sends there arrives at the {@link
 * Handler}. It is not dialled again when it ends: what it was about may be out of date.
 *
 * <p>Any thread may call; only {@link #connect} and {@link #close} wait.
 */
public final class OperatorClient implements AutoCloseable {
  private static final String THREAD_NAME = "jellybean-operator";
  private static final long CLOSE_MS = 1_000;
  private static final Noise IN_THE_EXCEPTION = (name, text) -> {};
  // A sign of life carries no meaning between an operator and a node.
  private static final Frame ALIVE = new Frame.Ack(0);

  /** Hears what comes back. Called on the client's own thread, which must not be blocked. */
  public interface Handler {
    /** An envelope for this operator. */
    void received(Envelope envelope);

    /** The connection ended, for whatever reason; nothing follows. */
    void closed(String why);
  }

  private final InetSocketAddress remote;
  private final String fleet;
  private final String name;
  private final Handler handler;
  private final EventLoop loop;
  private final Connection connection;
  private final CompletableFuture<Frame.Welcome> welcome = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private OperatorClient(
      InetSocketAddress remote, Identity identity, Timings timings, Handler handler) {
    this.remote = remote;
    this.fleet = identity.principal().fleet();
    this.name = operator(identity).name();
    this.handler = handler;
    Admission admission = new Admission(fleet, OperatorClient::now);
    TlsContexts tls = TlsContexts.of(identity, admission);
    loop = Wiring.oneThread(THREAD_NAME).next();
    FrameDecoder decoder = new FrameDecoder();
    connection =
        new Connection(
            new Dialogue(),
            new Counters(),
            IN_THE_EXCEPTION,
            decoder,
            admission,
            remote,
            new Dial.Ours(1, Optional.empty()));
    Wiring.client(
            loop,
            timings.connectMs(),
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                SslHandler handler = tls.client().newHandler(channel.alloc());
                Wiring.install(channel, handler, timings, decoder, connection);
              }
            })
        .connect(remote)
        .addListener(done -> Optional.ofNullable(done.cause()).ifPresent(connection::unreachable));
  }

  /**
   * Connects and waits until the node has answered.
   *
   * @param host address in figures
   * @throws TransportException if nobody answers there, or either side refuses the other: where and
   *     why
   * @throws BadIdentityException if the identity is not an operator's
   */
  public static OperatorClient connect(
      String host, int port, Identity identity, Timings timings, Handler handler) {
    InetSocketAddress remote =
        Addresses.literal(host, port)
            .orElseThrow(
                () ->
                    new TransportException(
                        "cannot connect to "
                            + host
                            + ":"
                            + port
                            + ": expected an address in figures, found a name"));
    OperatorClient client = new OperatorClient(remote, identity, timings, handler);
    client.awaitWelcome(timings.connectMs() + 2 * timings.handshakeMs());
    return client;
  }

  private static Principal.Operator operator(Identity identity) {
    if (identity.principal() instanceof Principal.Operator operator) {
      return operator;
    }
    throw new BadIdentityException(
        "cannot use "
            + identity.directory()
            + ": expected an operator, found "
            + identity.principal());
  }

  /** A person's machine knows what time it is. */
  private static Reading now() {
    return new Reading(
        System.currentTimeMillis(), Source.SYSTEM, new Bounds(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private void awaitWelcome(long timeoutMs) {
    try {
      welcome.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      end();
      throw new TransportException(
          "cannot connect to " + Addresses.print(remote) + ": " + reason(e), e);
    } catch (TimeoutException e) {
      end();
      throw new TransportException(
          "cannot connect to " + Addresses.print(remote) + ": no answer in " + timeoutMs + " ms",
          e);
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted while connecting to " + Addresses.print(remote), e);
    }
  }

  private static String reason(ExecutionException e) {
    return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
  }

  /** The node at the other end. */
  public NodeId node() {
    return welcome.join().node();
  }

  /** Where the fleet reaches this operator while it is connected. */
  public Address address() {
    return welcome.join().you();
  }

  /**
   * Sends an envelope; the node puts {@link #address} in the place of its sender.
   *
   * @return why it was not sent, if it was not: {@code :closed}, {@code :overflow}, {@code
   *     :too-large}, {@code :not-data}
   */
  public Optional<Keyword> send(Envelope envelope) {
    if (connection.stage() != Stage.ESTABLISHED) {
      return Optional.of(Reasons.CLOSED);
    }
    return connection.say(envelope);
  }

  /** Ends the connection and the thread. May be called twice, and by the handler. */
  @Override
  public void close() {
    end();
    if (!loop.inEventLoop()) {
      loop.parent().terminationFuture().awaitUninterruptibly(CLOSE_MS);
    }
  }

  private void end() {
    if (closed.compareAndSet(false, true)) {
      loop.execute(() -> connection.bye(Reasons.CLOSED));
      loop.parent().shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** What the operator's side of the protocol does. */
  private final class Dialogue implements Connection.Owner {
    private String why = "the connection was lost";

    @Override
    public void secured(Connection secured) {
      secured.greeting();
      secured.write(new Frame.OperatorHello(Frame.PROTOCOL, fleet, name));
      secured.flush();
    }

    @Override
    public void frame(Connection from, Frame frame) {
      switch (frame) {
        case Frame.Welcome answer -> {
          from.established();
          welcome.complete(answer);
        }
        case Frame.Plain plain -> handler.received(plain.envelope());
        case Frame.Ack _ -> {}
        case Frame.Bye bye -> {
          why = "the node closed it with " + bye.reason();
          from.note(HandshakeFault.REFUSED_BY_PEER, why);
          from.close();
        }
        case Frame.Hello _,
            Frame.OperatorHello _,
            Frame.Numbered _,
            Frame.MembershipBytes _,
            Frame.Holding _,
            Frame.Denied _,
            Frame.Ring _ ->
            from.refuse(
                FrameFault.UNEXPECTED,
                "expected an envelope, found " + frame.getClass().getSimpleName());
      }
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void writable(Connection to) {}

    @Override
    public void quiet(Connection to) {
      if (to.stage() == Stage.ESTABLISHED && to.isWritable()) {
        to.write(ALIVE);
        to.flush();
      }
    }

    @Override
    public void closed(Connection ended, Stage reached) {
      String detail = ended.fault().map(Connection.Fault::detail).orElse(why);
      if (!welcome.completeExceptionally(new TransportException(detail))) {
        handler.closed(detail);
      }
    }
  }
}
