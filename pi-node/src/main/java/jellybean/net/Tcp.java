package jellybean.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Makes connections, accepted and dialled, for one owner. Owned by the event loop thread. */
final class Tcp implements Redial.Dialler {
  private final Here here;
  private TlsContexts tls;
  private final EventLoop loop;
  private final Handshakes handshakes;
  private final Lobby lobby;
  private final ChunkPool chunks = new ChunkPool();
  private Optional<Connection.Owner> owner = Optional.empty();

  /**
   * @param handshakes computes signatures and keys, which takes a small board the better part of a
   *     second: meanwhile the loop goes on answering probes
   */
  Tcp(Here here, TlsContexts tls, EventLoop loop, Handshakes handshakes, Lobby lobby) {
    this.here = here;
    this.tls = tls;
    this.loop = loop;
    this.handshakes = handshakes;
    this.lobby = lobby;
  }

  /** To be called before anything else. */
  void ownedBy(Connection.Owner decider) {
    owner = Optional.of(decider);
  }

  /** From now on connections begin with another certificate; those there are go on. */
  void use(TlsContexts changed) {
    tls = changed;
  }

  /** Somebody dialled. */
  void accept(Channel channel) {
    FrameDecoder decoder = new FrameDecoder(chunks);
    InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
    Visitor visitor = new Visitor(lobby, new Turn(here.clock()), remote.getAddress());
    Connection connection = connection(decoder, remote, new Dial.Theirs(visitor));
    visitor.leadsTo(
        connection,
        turn -> {
          SslHandler handler = handler(channel, tls.server(), turn);
          Wiring.secure(channel, handler, here.timings(), decoder, connection);
        });
    Wiring.receive(channel, visitor, here.timings(), connection);
  }

  @Override
  public Connection dial(InetSocketAddress to, Dial.Ours dial) {
    FrameDecoder decoder = new FrameDecoder(chunks);
    Connection connection = connection(decoder, to, dial);
    Wiring.client(
            loop,
            here.timings().connectMs(),
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                SslHandler handler = handler(channel, tls.client(), new Turn(here.clock()));
                Wiring.install(channel, handler, here.timings(), decoder, connection);
              }
            })
        .connect(to, source())
        .addListener(done -> Optional.ofNullable(done.cause()).ifPresent(connection::unreachable));
    return connection;
  }

  /**
   * A connection comes from where this node is reached: the address of an interface goes when a
   * board roams, and its connections with it.
   */
  private InetSocketAddress source() {
    return new InetSocketAddress(here.address().getAddress(), 0);
  }

  private SslHandler handler(Channel channel, SslContext context, Turn turn) {
    return context.newHandler(channel.alloc(), handshakes.of(channel, turn));
  }

  private Connection connection(FrameDecoder decoder, InetSocketAddress remote, Dial dial) {
    return new Connection(
        owner.orElseThrow(),
        here.counters(),
        here.noise(),
        decoder,
        here.admission(),
        remote,
        dial);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return loop.schedule(task, delay, unit);
  }
}
