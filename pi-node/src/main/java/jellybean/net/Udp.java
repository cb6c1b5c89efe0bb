package jellybean.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.MembershipChannel.Receiver;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Opening;

/** Sealed datagrams in and out. Owned by the event loop thread but for {@link #send}. */
final class Udp extends SimpleChannelInboundHandler<DatagramPacket> {
  /** Datagrams that may wait for the event loop thread; more are dropped, as any network may. */
  static final int MAX_WAITING = 256;

  private final Here here;
  private final DatagramSeal seal;
  private final Channel channel;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Lane, Receiver> receivers = new EnumMap<>(Lane.class);

  Udp(Here here, DatagramSeal seal, Channel channel) {
    this.here = here;
    this.seal = seal;
    this.channel = channel;
  }

  void receiver(Lane lane, Receiver receiver) {
    receivers.put(lane, receiver);
  }

  /** Any thread. The payload is copied before the call returns. */
  void send(Lane lane, InetSocketAddress to, byte[] payload) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      here.counters().add(Count.DATAGRAMS_DROPPED);
      return;
    }
    byte[] laned = new byte[payload.length + 1];
    laned[0] = lane.code();
    System.arraycopy(payload, 0, laned, 1, payload.length);
    channel
        .eventLoop()
        .execute(
            () -> {
              waiting.decrementAndGet();
              write(to, laned);
            });
  }

  private void write(InetSocketAddress to, byte[] payload) {
    here.counters().add(Count.DATAGRAMS_OUT);
    DatagramPacket packet = new DatagramPacket(Unpooled.wrappedBuffer(seal.seal(payload)), to);
    channel
        .writeAndFlush(packet)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                here.counters().add(Count.DATAGRAMS_DROPPED);
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    byte[] datagram = ByteBufUtil.getBytes(packet.content());
    switch (seal.open(datagram)) {
      case Opening.Opened opened -> opened(opened.from(), opened.payload());
      case Opening.Refused refused -> {
        here.counters().refused(refused.reason());
        here.noise()
            .warn(
                refused.reason(),
                () ->
                    "refused a datagram from "
                        + Addresses.print(packet.sender())
                        + " ("
                        + Counters.keyword(refused.reason())
                        + "): "
                        + refused.detail());
      }
    }
  }

  private void opened(NodeId from, byte[] payload) {
    here.counters().add(Count.DATAGRAMS_IN);
    Receiver receiver =
        payload.length == 0 ? null : Lane.of(payload[0]).map(receivers::get).orElse(null);
    if (receiver == null) {
      here.counters().add(Count.DATAGRAMS_DROPPED);
      return;
    }
    here.listener().payload(receiver, from, Arrays.copyOfRange(payload, 1, payload.length));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Such as "port unreachable" for what was sent before: a datagram that did not arrive.
    here.counters().add(Count.DATAGRAMS_DROPPED);
  }
}
