package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {
  @TempDir Path directory;
  private TestFleet fleet;
  private TestNode a;
  private TestNode b;

  @BeforeEach
  void twoNodes() {
    fleet = TestFleet.create(directory, "f");
    a = new TestNode(fleet.node("a"), 1);
    b = new TestNode(fleet.node("b"), 2);
    a.knows(b);
    b.knows(a);
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void envelopesArriveInOrder() {
    numbers(0, 500).forEach(n -> assertEquals(Optional.empty(), a.send(b.id(), n)));
    assertEquals(numbers(0, 500), b.receive(500));
    assertEquals(new Heard.Connected(b.id(), 2), a.await(Heard.Connected.class));
    assertEquals(new Heard.Connected(a.id(), 1), b.await(Heard.Connected.class));
  }

  @Test
  void bothDirectionsShareOneConnection() {
    for (long n = 0; n < 100; n++) {
      a.send(b.id(), n);
      b.send(a.id(), n);
    }
    assertEquals(numbers(0, 100), b.receive(100));
    assertEquals(numbers(0, 100), a.receive(100));
    assertEquals(1, a.transport.connected().join().size());
    assertEquals(1, b.transport.connected().join().size());
  }

  @Test
  void anEnvelopeTooLargeForItsChunksIsRefusedAtOnce() {
    String text = "x".repeat(3 << 20);
    assertEquals(
        Optional.of(Keyword.of("too-large")), a.transport.send(b.id(), a.envelope(Text.of(text))));
  }

  @Test
  void whatIsLargerThanAFrameArrivesInItsPlaceAmongTheOthers() {
    Text large = Text.of("äx".repeat(400_000));
    numbers(0, 50).forEach(n -> a.send(b.id(), n));
    assertEquals(Optional.empty(), a.transport.send(b.id(), a.envelope(large)));
    numbers(50, 100).forEach(n -> a.send(b.id(), n));
    assertEquals(numbers(0, 50), b.receive(50));
    assertEquals(large, b.await(Heard.Received.class).envelope().data());
    assertEquals(numbers(50, 100), b.receive(50));
  }

  @Test
  void largeEnvelopesCrossInBothDirectionsAndDoNotFillTheWindow() {
    Text large = Text.of("x".repeat(1_000_000));
    for (int i = 0; i < 3; i++) {
      a.transport.send(b.id(), a.envelope(large));
      b.transport.send(a.id(), b.envelope(large));
    }
    assertEquals(Optional.empty(), a.send(b.id(), 1));
    for (int i = 0; i < 3; i++) {
      assertEquals(large, b.await(Heard.Received.class).envelope().data());
      assertEquals(large, a.await(Heard.Received.class).envelope().data());
    }
    assertEquals(List.of(1L), b.receive(1));
  }

  @Test
  void aNewLifeOfThePeerIsMetAndTheOldOneReported() {
    a.send(b.id(), 1);
    assertEquals(List.of(1L), b.receive(1));
    TestNode.eventually("confirmed", () -> a.transport.counts().get(Count.FRAMES_IN) >= 2);
    int port = b.address().getPort();
    b.close();
    a.await(Heard.Disconnected.class);
    a.send(b.id(), 2);
    b = new TestNode(fleet.node("b"), 3, TestNode.QUICK, port);
    Heard.Undeliverable lost = a.await(Heard.Undeliverable.class);
    assertEquals(2, TestNode.number(lost.envelope()));
    assertEquals(Keyword.of("member-lost"), lost.reason());
    assertEquals(2, a.await(Heard.Connected.class).incarnation());
    assertEquals(3, a.await(Heard.Connected.class).incarnation());
    a.send(b.id(), 3);
    assertEquals(List.of(3L), b.receive(1));
  }

  @Test
  void whatCannotBeDeliveredToALostMemberIsHandedBack() {
    NodeId nowhere = new NodeId("nowhere");
    a.send(nowhere, 1);
    a.send(nowhere, 2);
    a.transport.lost(nowhere, 9);
    assertEquals(1, TestNode.number(a.await(Heard.Undeliverable.class).envelope()));
    assertEquals(Keyword.of("member-lost"), a.await(Heard.Undeliverable.class).reason());
  }

  @Test
  void everythingThatWaitsForTheNetworkThreadIsHandedBackWhenTheTransportCloses() {
    NodeId nowhere = new NodeId("nowhere");
    int count = 4 * Outbox.BATCH;
    // On that thread itself, so that nothing of it can be taken meanwhile.
    a.beforeTheNextDial(
        () -> {
          LongStream.range(1, count).forEach(n -> a.send(nowhere, n));
          a.close();
        });
    assertEquals(Optional.empty(), a.send(nowhere, 0));
    for (int n = 0; n < count; n++) {
      Heard.Undeliverable back = a.await(Heard.Undeliverable.class);
      assertEquals(n, TestNode.number(back.envelope()));
      assertEquals(Keyword.of("closed"), back.reason());
    }
    assertEquals(count, a.transport.counts().get(Count.UNDELIVERABLE));
    assertEquals(Optional.of(Keyword.of("closed")), a.send(nowhere, count));
  }

  @Test
  void membershipPayloadsTravelByDatagramOrFrame() throws InterruptedException {
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    b.transport.membership().onReceive((from, payload) -> arrived.add(payload));
    byte[] small = new byte[MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES];
    byte[] large = new byte[MembershipChannel.MAX_PAYLOAD_BYTES];
    a.transport.membership().send(b.address(), large);
    assertEquals(large.length, arrived.poll(10, TimeUnit.SECONDS).length);
    a.transport.membership().send(b.address(), small);
    assertEquals(small.length, arrived.poll(10, TimeUnit.SECONDS).length);
    assertEquals(1, b.transport.counts().get(Count.DATAGRAMS_IN));
  }

  @Test
  void datagramsToWhoeverWasNeverMetArriveInOrder() throws InterruptedException {
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    b.transport.datagrams().onReceive((from, payload) -> arrived.add(payload));
    for (byte n = 0; n < Correspondence.MAX_WAITING; n++) {
      a.transport.datagrams().send(b.address(), new byte[] {n});
    }
    for (byte n = 0; n < Correspondence.MAX_WAITING; n++) {
      assertEquals(n, arrived.poll(20, TimeUnit.SECONDS)[0]);
    }
    assertEquals(0, a.transport.connected().join().size());
    // A knock, and what it was for.
    assertEquals(1 + Correspondence.MAX_WAITING, a.transport.counts().get(Count.DATAGRAMS_OUT));
  }

  @Test
  void theNextLifeOfAReceiverIsMetByDatagramsAlone() throws InterruptedException {
    BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    b.transport.datagrams().onReceive((from, payload) -> arrived.add(payload));
    a.transport.datagrams().send(b.address(), new byte[] {1});
    assertEquals(1, arrived.poll(20, TimeUnit.SECONDS)[0]);
    InetSocketAddress address = b.address();
    b.close();
    b = new TestNode(fleet.node("b"), 3, TestNode.QUICK, address.getPort());
    b.transport.datagrams().onReceive((from, payload) -> arrived.add(payload));
    a.transport.datagrams().send(address, new byte[] {2});
    TestNode.eventually("a is told", () -> a.transport.counts().get(Count.DATAGRAMS_IN) == 2);
    a.transport.datagrams().send(address, new byte[] {3});
    assertEquals(3, arrived.poll(20, TimeUnit.SECONDS)[0]);
    assertEquals(1, b.transport.counts().get(Opening.Reason.OTHER_RECEIVER));
  }

  @Test
  void whatWaitsForAnAnswerIsBounded() throws IOException {
    try (DatagramSocket silent =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
      int port = silent.getLocalPort();
      int addresses = Correspondence.MAX_KNOCKS + 3;
      for (int n = 1; n <= addresses; n++) {
        InetSocketAddress nobody =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + n), port);
        a.transport.datagrams().send(nobody, new byte[1]);
      }
      TestNode.eventually(
          "the first are given up", () -> a.transport.counts().get(Count.DATAGRAMS_DROPPED) >= 3);
      InetSocketAddress last =
          new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + addresses), port);
      for (int n = 0; n < Correspondence.MAX_WAITING; n++) {
        a.transport.datagrams().send(last, new byte[1]);
      }
      TestNode.eventually(
          "the oldest is given up", () -> a.transport.counts().get(Count.DATAGRAMS_DROPPED) >= 4);
    }
  }

  @Test
  void aPortInUseIsNamed() {
    TransportException e =
        assertThrows(
            TransportException.class,
            () -> new TestNode(fleet.node("c"), 1, TestNode.QUICK, a.address().getPort()).close());
    String where = "127.0.0.1:" + a.address().getPort();
    assertTrue(
        e.getMessage().startsWith("cannot listen on " + where + " by TCP: address already in use"),
        e.getMessage());
  }
}
