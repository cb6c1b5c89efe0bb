package jellybean.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The ways in and out for payloads that may be lost: the membership's, and everybody else's. */
final class Payloads {
  private final Here here;
  private final Udp udp;
  private final MembershipFrames frames;
  private final Peers peers;
  private final Redial.Dialler dialler;
  private final Consumer<Runnable> loop;

  /**
   * @param loop runs on the event loop thread, unless the transport is closed
   */
  Payloads(
      Here here,
      Udp udp,
      MembershipFrames frames,
      Peers peers,
      Redial.Dialler dialler,
      Consumer<Runnable> loop) {
    this.here = here;
    this.udp = udp;
    this.frames = frames;
    this.peers = peers;
    this.dialler = dialler;
    this.loop = loop;
  }

  MembershipChannel membership() {
    return new MembershipChannel() {
      @Override
      public InetSocketAddress localAddress() {
        return here.address();
      }

      @Override
      public void send(InetSocketAddress to, byte[] payload) {
        Addresses.checkPayload(to, payload, MAX_PAYLOAD_BYTES);
        if (payload.length <= MAX_DATAGRAM_PAYLOAD_BYTES) {
          udp.send(Lane.MEMBERSHIP, to, payload);
        } else {
          sendByTcp(to, payload);
        }
      }

      @Override
      public void sendByTcp(InetSocketAddress to, byte[] payload) {
        Addresses.checkPayload(to, payload, MAX_PAYLOAD_BYTES);
        byte[] copy = payload.clone();
        loop.accept(() -> asFrame(to, copy));
      }

      @Override
      public void onReceive(Receiver receiver) {
        loop.accept(
            () -> {
              frames.receiver(receiver);
              udp.receiver(Lane.MEMBERSHIP, receiver);
            });
      }
    };
  }

  private void asFrame(InetSocketAddress to, byte[] payload) {
    if (!peers.sendPayload(to, payload)) {
      frames.dial(to, payload, dialler);
    }
  }

  Datagrams datagrams(Lane lane) {
    return new LaneDatagrams(lane, udp, loop);
  }
}
