package jellybean.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.net.Counters.Count;
import jellybean.wire.Opening;
import org.junit.jupiter.api.Test;

/** Whoever floods a node costs it neither memory nor the talk with its peers. */
class FloodTest extends Attacked {
  private static final int DATAGRAMS = 20_000;
  private static final int CONNECTIONS = 1_500;
  private static final int STANDING = 300;
  private static final long MAX_GROWTH_BYTES = 8 << 20;
  private static final long SEED = 0xf100d;

  private static long usedBytes() {
    Runtime machine = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, machine.totalMemory() - machine.freeMemory());
    }
    return used;
  }

  private static void assertGrewLittle(long beforeBytes) {
    long grownBytes = usedBytes() - beforeBytes;
    assertTrue(
        grownBytes < MAX_GROWTH_BYTES,
        "expected a growth below " + MAX_GROWTH_BYTES + " bytes, found " + grownBytes);
  }

  /** With a good header: each names another life of another node, and a key of the ring. */
  private byte[] forged(SplittableRandom random) {
    byte[] id = ("n" + random.nextInt(1_000_000)).getBytes(US_ASCII);
    ByteBuffer datagram = ByteBuffer.allocate(48 + id.length + 200);
    datagram.putShort((short) 0x4a42).put((byte) 2).put((byte) id.length);
    datagram.putInt(b.transport.keys().getFirst().id());
    datagram.putLong(random.nextLong()).putLong(random.nextLong());
    datagram.put(b.transport.boot().bytes()).putLong(1 + random.nextInt(1_000)).put(id);
    return datagram.array();
  }

  @Test
  void aFloodOfForgedDatagrams() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    long before = usedBytes();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < DATAGRAMS; i++) {
        byte[] datagram = forged(random);
        socket.send(new DatagramPacket(datagram, datagram.length, b.address()));
      }
    }
    assertCounted(Opening.Reason.NOT_AUTHENTIC);
    TestNode.eventually(
        "most are not even opened",
        () -> counted(b, "datagrams-over-rate") > counted(Opening.Reason.NOT_AUTHENTIC));
    assertGrewLittle(before);
    assertTrue(b.warnings.size() <= DATAGRAMS, "one warning each at most");
  }

  private long counted(Opening.Reason reason) {
    return b.transport.counts().get(reason);
  }

  @Test
  void aFloodOfConnectionsThatBeginHandshakes() {
    byte[] begun = {22, 3, 1, 1, 0, 1, 0};
    long before = usedBytes();
    Deque<Intruder> crowd = new ArrayDeque<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      crowd.addLast(Intruder.plain(b.address()).write(begun));
      if (crowd.size() > STANDING) {
        crowd.removeFirst().close();
      }
    }
    TestNode.eventually(
        "the lobby is no larger than it may be", () -> b.transport.lobbySize() <= 288);
    assertGrewLittle(before);
    crowd.forEach(Intruder::close);
    TestNode.eventually("all have gone", () -> b.transport.lobbySize() == 0);
  }

  @Test
  void aFloodOfWholeHandshakesWithoutACertificate() {
    long before = usedBytes();
    for (int i = 0; i < 100; i++) {
      try (Intruder stranger = Intruder.tls(b.address(), Optional.empty())) {
        stranger.untilClosed();
      } catch (UncheckedIOException e) {
        // Turned away before it had finished.
        continue;
      }
    }
    assertCounted(HandshakeFault.CERTIFICATE_MISSING);
    assertGrewLittle(before);
    assertTrue(b.transport.counts().get(Count.OPERATORS) == 0);
  }
}
