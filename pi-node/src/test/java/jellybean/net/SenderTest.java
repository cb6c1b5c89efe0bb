package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.edn.Int;
import jellybean.message.NodeId;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Frame;
import jellybean.wire.Opening;
import org.junit.jupiter.api.Test;

/** A member with a valid certificate is who that says, whatever else it claims. */
class SenderTest extends Attacked {
  private static final int PATIENCE_S = 20;

  private Intruder mallory(TestNode at) {
    Intruder mallory = Intruder.tls(at.address(), Optional.of(fleet.node("mallory")));
    mallory.say(
        new Frame.Hello(
            1, "f", MALLORY, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty()));
    assertTrue(mallory.next() instanceof Frame.Hello);
    return mallory;
  }

  @Test
  void aMembershipFrameIsOfWhomTheCertificateNames() throws InterruptedException {
    BlockingQueue<NodeId> senders = new LinkedBlockingQueue<>();
    b.transport.membership().onReceive((from, payload) -> senders.add(from));
    String claim =
        "{:swim :ping :data [[\"a~1\" \"127.0.0.1:7001\"] [\"b~2\" \"127.0.0.1:7002\"] nil nil]"
            + " :cid \"1\" :from \"127.0.0.1:7001\"}";
    try (Intruder mallory = mallory(b)) {
      mallory.say(new Frame.MembershipBytes(claim.getBytes(UTF_8)));
      assertEquals(MALLORY, senders.poll(PATIENCE_S, TimeUnit.SECONDS));
    }
    assertEquals("forged membership message: :ping from mallory names another", refusal(claim));
  }

  private static String refusal(String claim) {
    try {
      SwimCodec.decode(MALLORY, claim.getBytes(UTF_8), _ -> Optional.empty(), _ -> {});
      return "believed";
    } catch (SwimFormatException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void anEnvelopeIsOfWhomTheCertificateNames() {
    try (TestNode c = new TestNode(fleet.node("c"), 3);
        Intruder mallory = mallory(c)) {
      mallory.say(new Frame.Numbered(1, a.envelope(Int.of(-7))));
      assertEquals(MALLORY, c.await(Heard.Received.class).from());
    }
  }

  @Test
  void aDatagramUnderTheNameOfSomebodyWhoIsConnectedIsRefused() throws IOException {
    DatagramSeal posing =
        new DatagramSeal(a.id(), new Boot(1, 2), RingFile.load(fleet.node("mallory")).ring());
    byte[] datagram = posing.seal(b.transport.boot(), Lane.APPLICATION.payload(new byte[] {7}));
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(datagram, datagram.length, b.address()));
    }
    assertCounted(Opening.Reason.OTHER_BOOT);
    assertWarned("a is connected with another boot than");
  }

  /**
   * What the key ring does not protect against: a member that has it and reads what is on the air.
   */
  @Test
  void aMemberThatTakesAnothersBootFromTheAirCanPoseAsItInADatagram()
      throws IOException, InterruptedException {
    BlockingQueue<NodeId> senders = new LinkedBlockingQueue<>();
    b.transport.datagrams().onReceive((from, payload) -> senders.add(from));
    DatagramSeal posing =
        new DatagramSeal(a.id(), a.transport.boot(), RingFile.load(fleet.node("mallory")).ring());
    NodeId heard = null;
    for (int i = 0; i < 100 && heard == null; i++) {
      byte[] datagram = posing.seal(b.transport.boot(), Lane.APPLICATION.payload(new byte[] {7}));
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.send(new DatagramPacket(datagram, datagram.length, b.address()));
      }
      heard = senders.poll(200, TimeUnit.MILLISECONDS);
    }
    assertEquals(a.id(), heard);
  }
}
