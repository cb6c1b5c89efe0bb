package jellybean.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jellybean.wire.DatagramSeal;

/** How Netty is set up: one thread, small pools, and the handlers of a TCP connection. */
final class Wiring {
  static final String THREAD_NAME = "jellybean-net";

  /**
   * Part of the names of channels in the log; a hardware address, and not every machine has one.
   */
  private static final String MACHINE_ID = "02:00:00:00:00:00";

  private static final String MACHINE_ID_PROPERTY = "io.netty.machineId";

  /** Unsent bytes of a connection at which it takes no more. */
  private static final int HIGH_WATER_BYTES = 128 * 1_024;

  private static final int LOW_WATER_BYTES = 64 * 1_024;
  private static final int ACCEPT_BACKLOG = 64;
  private static final long CLOSE_NOTIFY_MS = 500;

  // One arena of 256 KiB chunks on the heap: the default would reserve 4 MiB at the first frame.
  private static final int PAGE_BYTES = 8_192;
  private static final int MAX_ORDER = 5;
  private static final int SMALL_CACHED = 64;
  private static final int NORMAL_CACHED = 8;
  private static final ByteBufAllocator ALLOCATOR =
      new PooledByteBufAllocator(
          false, 1, 1, PAGE_BYTES, MAX_ORDER, SMALL_CACHED, NORMAL_CACHED, true);

  static {
    if (System.getProperty(MACHINE_ID_PROPERTY) == null) {
      System.setProperty(MACHINE_ID_PROPERTY, MACHINE_ID);
    }
  }

  private Wiring() {}

  static EventLoopGroup oneThread(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  static ServerBootstrap server(EventLoopGroup group, ChannelHandler initializer) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        // Nobody is let in before everything behind the door is there.
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
        .childHandler(initializer);
  }

  static Bootstrap client(EventLoop loop, long connectMs, ChannelHandler initializer) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMs)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
        .handler(initializer);
  }

  /** Its handler is added, and reading begins, when everything behind it is there. */
  static Bootstrap datagrams(EventLoopGroup group) {
    return new Bootstrap()
        .group(group)
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.ALLOCATOR, ALLOCATOR)
        // One byte more than is allowed, so that a longer datagram is seen to be longer.
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(DatagramSeal.MAX_DATAGRAM_BYTES + 1))
        .option(ChannelOption.AUTO_READ, false)
        .handler(new ChannelInboundHandlerAdapter());
  }

  /** Makes a channel's handlers. The greeting has to come before the handshake's time is over. */
  static void install(
      Channel channel,
      SslHandler tls,
      Timings timings,
      FrameDecoder decoder,
      Connection connection) {
    channel.pipeline().addLast(connection);
    secure(channel, tls, timings, decoder, connection);
    expire(channel, timings, connection);
  }

  /** The same for a connection that somebody opened, without what TLS needs. */
  static void receive(Channel channel, Visitor visitor, Timings timings, Connection connection) {
    channel.pipeline().addLast(visitor, connection);
    expire(channel, timings, connection);
  }

  /** Puts TLS and frames before the connection. */
  static void secure(
      Channel channel,
      SslHandler tls,
      Timings timings,
      FrameDecoder decoder,
      Connection connection) {
    tls.setHandshakeTimeoutMillis(timings.handshakeMs());
    tls.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MS);
    IdleStateHandler idle =
        new IdleStateHandler(timings.idleMs(), timings.keepAliveMs(), 0, TimeUnit.MILLISECONDS);
    String last = channel.pipeline().context(connection).name();
    for (ChannelHandler handler : List.of(tls, idle, decoder)) {
      channel.pipeline().addBefore(last, null, handler);
    }
  }

  private static void expire(Channel channel, Timings timings, Connection connection) {
    channel
        .eventLoop()
        .schedule(
            connection::expire, timings.connectMs() + timings.handshakeMs(), TimeUnit.MILLISECONDS);
  }
}
