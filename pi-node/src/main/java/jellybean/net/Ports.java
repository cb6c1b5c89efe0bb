package jellybean.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/** Listens by TCP and UDP on the same port number. */
record Ports(Channel tcp, Channel udp) {
  /** A free TCP port may be taken for UDP: how often to try another. */
  private static final int ATTEMPTS = 16;

  InetSocketAddress address() {
    return (InetSocketAddress) tcp.localAddress();
  }

  /**
   * @param bind port 0: any port that is free for both
   * @throws TransportException that says which of the two failed, where and why
   */
  static Ports bind(ServerBootstrap tcp, Bootstrap udp, InetSocketAddress bind) {
    int attempts = bind.getPort() == 0 ? ATTEMPTS : 1;
    TransportException last = failure(bind, "TCP", new IllegalStateException("not tried"));
    for (int attempt = 0; attempt < attempts; attempt++) {
      Channel listening = await(tcp.bind(bind), bind, "TCP");
      InetSocketAddress bound = (InetSocketAddress) listening.localAddress();
      try {
        return new Ports(listening, await(udp.bind(bound), bound, "UDP"));
      } catch (TransportException e) {
        listening.close().syncUninterruptibly();
        last = e;
      }
    }
    throw last;
  }

  private static Channel await(ChannelFuture future, InetSocketAddress where, String protocol) {
    future.awaitUninterruptibly();
    Optional<Throwable> cause = Optional.ofNullable(future.cause());
    if (cause.isPresent()) {
      throw failure(where, protocol, cause.get());
    }
    return future.channel();
  }

  private static TransportException failure(
      InetSocketAddress where, String protocol, Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String why = text;
    if (text.contains("already in use")) {
      why = "address already in use; another program listens there, choose another port";
    } else if (text.contains("cannot assign requested address")) {
      why = "no network interface of this machine has that address";
    } else if (text.contains("permission denied")) {
      why = "permission denied; choose a port above 1023";
    }
    return new TransportException(
        "cannot listen on " + Addresses.print(where) + " by " + protocol + ": " + why, cause);
  }
}
