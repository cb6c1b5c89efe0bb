package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.fixture.TestFleet;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Opening;
import org.junit.jupiter.api.Test;

/** Datagrams that nobody of the fleet sealed, or sealed for this moment. */
class HostileDatagramsTest extends Attacked {
  private void assertDatagramRefused(Opening.Reason reason, byte[] datagram) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress to = b.address();
      socket.send(new DatagramPacket(datagram, datagram.length, to));
    }
    TestNode.eventually(reason + " is counted", () -> b.transport.counts().get(reason) >= 1);
    assertWarned("(" + Counters.keyword(reason) + ")");
  }

  private DatagramSeal mallory() {
    return new DatagramSeal(MALLORY, new Boot(1, 2), RingFile.load(fleet.node("mallory")));
  }

  @Test
  void aReplayedDatagram() throws IOException, InterruptedException {
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    b.transport.datagrams().onReceive((from, payload) -> arrived.add(payload));
    byte[] datagram = mallory().seal(new byte[] {Lane.APPLICATION.code(), 42});
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(datagram, datagram.length, b.address()));
    }
    assertEquals(42, arrived.poll(20, TimeUnit.SECONDS)[0]);
    assertDatagramRefused(Opening.Reason.REPLAYED, datagram);
    assertTrue(arrived.isEmpty());
  }

  @Test
  void datagramsOfStrangers() throws IOException {
    byte[] sealed = mallory().seal(new byte[100]);
    byte[] forged = sealed.clone();
    forged[forged.length - 1]++;
    assertDatagramRefused(Opening.Reason.NOT_AUTHENTIC, forged);
    assertDatagramRefused(Opening.Reason.TRUNCATED, new byte[] {'J', 'B', 1});
    assertDatagramRefused(Opening.Reason.BAD_HEADER, new byte[200]);
    assertDatagramRefused(Opening.Reason.TOO_LARGE, new byte[1_400]);
    Path other = TestFleet.create(directory, "other").node("mallory");
    DatagramSeal stranger = new DatagramSeal(MALLORY, new Boot(3, 4), RingFile.load(other));
    assertDatagramRefused(Opening.Reason.UNKNOWN_KEY, stranger.seal(new byte[1]));
  }
}
