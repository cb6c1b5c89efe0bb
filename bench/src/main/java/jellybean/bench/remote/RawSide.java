package jellybean.bench.remote;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jellybean.wire.Framing;

/**
 * The least that can be done: frames of one size over the same kind of socket, with the same TLS
 * and the same length before each, written in batches. Of what arrives only the first byte is
 * looked at. One event loop thread does everything.
 */
final class RawSide implements Side {
  private static final byte FLOOD = 'f';
  private static final byte ECHO = 'e';
  private static final byte CREDIT = 'c';
  private static final int PAGE_BYTES = 8_192;
  private static final int MAX_ORDER = 5;
  private static final int SMALL_CACHED = 64;
  private static final int NORMAL_CACHED = 8;
  // As the node's.
  private static final PooledByteBufAllocator ALLOCATOR =
      new PooledByteBufAllocator(
          false, 1, 1, PAGE_BYTES, MAX_ORDER, SMALL_CACHED, NORMAL_CACHED, true);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final int bodyBytes;
  private final Channel channel;
  private final CompletableFuture<Frames> frames = new CompletableFuture<>();

  private RawSide(int bodyBytes, Optional<SslContext> tls, Optional<Integer> to) {
    this.bodyBytes = bodyBytes;
    ChannelHandler handlers =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel opened) {
            tls.ifPresent(context -> opened.pipeline().addLast(context.newHandler(ALLOCATOR)));
            Frames made = new Frames(opened);
            opened.pipeline().addLast(made);
            frames.complete(made);
          }
        };
    channel = to.isPresent() ? dial(handlers, to.get()) : listen(handlers);
  }

  static RawSide receiver(int bodyBytes, Optional<SslContext> tls) {
    return new RawSide(bodyBytes, tls, Optional.empty());
  }

  static RawSide sender(int bodyBytes, Optional<SslContext> tls, int port) {
    RawSide side = new RawSide(bodyBytes, tls, Optional.of(port));
    Optional.ofNullable(side.channel.pipeline().get(SslHandler.class))
        .ifPresent(handler -> handler.handshakeFuture().syncUninterruptibly());
    return side;
  }

  private Channel listen(ChannelHandler handlers) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(handlers)
        .bind("127.0.0.1", 0)
        .syncUninterruptibly()
        .channel();
  }

  private Channel dial(ChannelHandler handlers, int port) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(handlers)
        .connect("127.0.0.1", port)
        .syncUninterruptibly()
        .channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void begin(Run run) {
    channel.eventLoop().execute(() -> frames.join().begin(run));
  }

  @Override
  public void close() {
    group.shutdownGracefully().syncUninterruptibly();
  }

  /** Cuts the stream into frames and answers them. Event loop thread. */
  private final class Frames extends ByteToMessageDecoder {
    private final Channel peer;
    private Optional<Run> run = Optional.empty();
    private int unconfirmed;

    Frames(Channel peer) {
      this.peer = peer;
    }

    void begin(Run begun) {
      run = Optional.of(begun);
      send(kind(begun), begun.begin(System.nanoTime()));
    }

    private static byte kind(Run begun) {
      return begun.kind == Run.Kind.FLOOD ? FLOOD : ECHO;
    }

    private void send(byte kind, int count) {
      if (count == 0) {
        return;
      }
      int bytes = Framing.LENGTH_BYTES + bodyBytes;
      ByteBuf batch = ALLOCATOR.buffer(count * bytes);
      for (int i = 0; i < count; i++) {
        batch.writeInt(bodyBytes).writeByte(kind).writeZero(bodyBytes - 1);
      }
      var unused = peer.writeAndFlush(batch);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      while (in.readableBytes() >= Framing.LENGTH_BYTES + bodyBytes) {
        int length = in.readInt();
        byte kind = in.getByte(in.readerIndex());
        in.skipBytes(length);
        arrived(kind);
      }
    }

    private void arrived(byte kind) {
      if (run.isPresent()) {
        send(kind(run.get()), run.get().answered(System.nanoTime()));
      } else if (kind == ECHO) {
        send(ECHO, 1);
      } else if (kind == FLOOD && ++unconfirmed == Run.CREDIT) {
        unconfirmed = 0;
        send(CREDIT, 1);
      }
    }
  }
}
