package jellybean.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The datagrams of one lane. */
final class LaneDatagrams implements Datagrams {
  private final Lane lane;
  private final Udp udp;
  private final Consumer<Runnable> eventLoop;

  LaneDatagrams(Lane lane, Udp udp, Consumer<Runnable> eventLoop) {
    this.lane = lane;
    this.udp = udp;
    this.eventLoop = eventLoop;
  }

  @Override
  public void send(InetSocketAddress to, byte[] payload) {
    Addresses.checkPayload(to, payload, MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES);
    udp.send(lane, to, payload);
  }

  @Override
  public void onReceive(MembershipChannel.Receiver receiver) {
    eventLoop.accept(() -> udp.receiver(lane, receiver));
  }
}
