package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.fixture.TestFleet;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Opening;
import org.junit.jupiter.api.Test;

/** Datagrams that nobody of the fleet sealed, or sealed for this moment. */
class HostileDatagramsTest extends Attacked {
  private void assertDatagramRefused(Opening.Reason reason, byte[] datagram) throws IOException {
    send(b, datagram);
    assertCounted(reason);
    assertWarned("(" + Counters.keyword(reason) + ")");
  }

  private DatagramSeal mallory() {
    return new DatagramSeal(MALLORY, new Boot(1, 2), RingFile.load(fleet.node("mallory")).ring());
  }

  private static void send(TestNode to, byte[] datagram) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(datagram, datagram.length, to.address()));
    }
  }

  /** What {@code node} receives on the lane for applications. */
  private static BlockingQueue<byte[]> arriving(TestNode node) {
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    node.transport.datagrams().onReceive((from, payload) -> arrived.add(payload));
    return arrived;
  }

  private static byte[] sealed(DatagramSeal by, TestNode to, int content) {
    return by.seal(to.transport.boot(), new byte[] {Lane.APPLICATION.code(), (byte) content});
  }

  private static final int TRIES = 100;
  private static final long LOST_AFTER_MS = 200;

  /** The system may drop a datagram on its way; the one that has arrived. */
  private static byte[] delivered(
      DatagramSeal by, TestNode to, int content, BlockingQueue<byte[]> arrived)
      throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      byte[] datagram = sealed(by, to, content);
      send(to, datagram);
      byte[] payload = arrived.poll(LOST_AFTER_MS, TimeUnit.MILLISECONDS);
      if (payload != null) {
        assertEquals(content, payload[0]);
        return datagram;
      }
    }
    throw new AssertionError("none of " + TRIES + " datagrams has arrived");
  }

  @Test
  void aReplayedDatagram() throws IOException, InterruptedException {
    BlockingQueue<byte[]> arrived = arriving(b);
    byte[] datagram = delivered(mallory(), b, 42, arrived);
    assertDatagramRefused(Opening.Reason.REPLAYED, datagram);
    assertTrue(arrived.isEmpty());
  }

  @Test
  void aDatagramReplayedToAnotherMember() throws IOException, InterruptedException {
    BlockingQueue<byte[]> arrived = arriving(b);
    DatagramSeal mallory = mallory();
    send(b, sealed(mallory, a, 42));
    assertCounted(Opening.Reason.OTHER_RECEIVER);
    delivered(mallory, b, 43, arrived);
    assertTrue(arrived.isEmpty());
  }

  @Test
  void aDatagramReplayedToTheNextLifeOfItsReceiver() throws IOException, InterruptedException {
    DatagramSeal mallory = mallory();
    byte[] datagram;
    int port;
    try (TestNode c = new TestNode(fleet.node("c"), 3)) {
      BlockingQueue<byte[]> arrived = arriving(c);
      port = c.address().getPort();
      datagram = delivered(mallory, c, 42, arrived);
    }
    try (TestNode c = new TestNode(fleet.node("c"), 4, TestNode.QUICK, port)) {
      BlockingQueue<byte[]> arrived = arriving(c);
      send(c, datagram);
      delivered(mallory, c, 43, arrived);
      assertTrue(arrived.isEmpty());
      assertEquals(1, c.transport.counts().get(Opening.Reason.OTHER_RECEIVER));
    }
  }

  @Test
  void aKnockThatBringsMoreThanAQuestion() throws IOException, InterruptedException {
    BlockingQueue<byte[]> arrived = arriving(b);
    DatagramSeal mallory = mallory();
    long before = b.transport.counts().get(Count.DATAGRAMS_DROPPED);
    send(b, mallory.knock(new byte[] {Lane.APPLICATION.code(), 42}));
    send(b, mallory.knock(Lane.KNOCK.payload(new byte[100])));
    TestNode.eventually(
        "dropped", () -> b.transport.counts().get(Count.DATAGRAMS_DROPPED) == before + 2);
    delivered(mallory, b, 43, arrived);
    assertTrue(arrived.isEmpty());
  }

  @Test
  void repeatedKnocksAreAnsweredOnlySoOften() throws IOException {
    byte[] knock = mallory().knock(Lane.KNOCK.payload(new byte[Long.BYTES]));
    long before = b.transport.counts().get(Count.DATAGRAMS_DROPPED);
    TestNode.eventually(
        "some are not answered",
        () -> {
          sendAgain(knock);
          return b.transport.counts().get(Count.DATAGRAMS_DROPPED) > before;
        });
  }

  private void sendAgain(byte[] datagram) {
    try {
      for (int i = 0; i < Udp.MAX_ANSWERS_PER_SECOND; i++) {
        send(b, datagram);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void datagramsOfStrangers() throws IOException {
    Boot boot = b.transport.boot();
    byte[] sealed = mallory().seal(boot, new byte[100]);
    byte[] forged = sealed.clone();
    forged[forged.length - 1]++;
    assertDatagramRefused(Opening.Reason.NOT_AUTHENTIC, forged);
    assertDatagramRefused(Opening.Reason.TRUNCATED, new byte[] {'J', 'B', 2});
    assertDatagramRefused(Opening.Reason.BAD_HEADER, new byte[200]);
    assertDatagramRefused(Opening.Reason.TOO_LARGE, new byte[1_400]);
    Path other = TestFleet.create(directory, "other").node("mallory");
    DatagramSeal stranger = new DatagramSeal(MALLORY, new Boot(3, 4), RingFile.load(other).ring());
    assertDatagramRefused(Opening.Reason.UNKNOWN_KEY, stranger.seal(boot, new byte[1]));
  }
}
