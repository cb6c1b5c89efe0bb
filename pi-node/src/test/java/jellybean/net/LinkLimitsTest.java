package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jellybean.cluster.Backoff;
import jellybean.cluster.Link;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.fixture.TestFleet;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bounded, and what happens at the bound. */
class LinkLimitsTest {
  private static final NodeId NOBODY = new NodeId("nobody");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** Gives up at the first dial that fails. */
  private static final Timings IMPATIENT =
      new Timings(1_000, 3_000, 1_000, 300, 1, new Backoff(20, 50));

  /** Nobody is closed for being silent. */
  private static final Timings PATIENT =
      new Timings(3_000, 10_000, 600_000, 200_000, 10_000, new Backoff(20, 200));

  @TempDir Path directory;
  private TestFleet fleet;
  private TestNode a;

  @BeforeEach
  void oneNode() {
    fleet = TestFleet.create(directory, "f");
    a = new TestNode(fleet.node("a"), 1, IMPATIENT, 0);
  }

  @AfterEach
  void close() {
    a.close();
  }

  private void sendKilobytes(NodeId to, int kilobytes) {
    Text text = Text.of("x".repeat(1_024));
    for (int i = 0; i < kilobytes; i++) {
      assertEquals(Optional.empty(), a.transport.send(to, a.envelope(text)));
    }
  }

  @Test
  void whatWaitsTooLongForAConnectionIsUnreachable() throws IOException {
    try (ServerSocket closedSoon = new ServerSocket(0, 1, LOOPBACK)) {
      a.knows(NOBODY, (InetSocketAddress) closedSoon.getLocalSocketAddress());
    }
    a.send(NOBODY, 1);
    assertEquals(Keyword.of("unreachable"), a.await(Heard.Undeliverable.class).reason());
    TestNode.eventually(
        "it is dialled again", () -> a.transport.counts().get(HandshakeFault.UNREACHABLE) >= 3);
    assertTrue(
        a.warnings.stream().anyMatch(text -> text.contains("Connection refused")),
        a.warnings.toString());
  }

  @Test
  void aPeerThatDoesNotReadFillsItsWindowAndNobodyElses() {
    try (TestNode b = new TestNode(fleet.node("b"), 2);
        Intruder mallory = Intruder.tls(a.address(), Optional.of(fleet.node("mallory")))) {
      a.knows(b);
      NodeId id = new NodeId("mallory");
      mallory.say(
          new Frame.Hello(1, "f", id, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty()));
      assertTrue(mallory.next() instanceof Frame.Hello);
      sendKilobytes(id, 300);
      assertEquals(new Heard.Pressure(id, true), a.await(Heard.Pressure.class));
      Heard.Undeliverable refused = a.await(Heard.Undeliverable.class);
      assertEquals(Keyword.of("overflow"), refused.reason());
      assertEquals(id, refused.to());
      a.send(b.id(), 42);
      assertEquals(List.of(42L), b.receive(1));
      assertTrue(a.transport.counts().get(Count.OVERFLOWS) >= 300 - Link.WINDOW_BYTES / 1_024);
    }
  }

  @Test
  void anOperatorThatDoesNotReadCannotPutOffItsEnd() {
    a.close();
    a = new TestNode(fleet.node("a"), 1, PATIENT, 0);
    Path identity = fleet.operator("eve", "observe");
    try (Intruder operator = Intruder.tls(a.address(), Optional.of(identity))) {
      Frame.Welcome welcome =
          (Frame.Welcome) operator.say(new Frame.OperatorHello(1, "f", "eve")).next();
      Envelope answer = a.envelopeTo(welcome.you(), Text.of("x".repeat(60_000)));
      Optional<Keyword> refused = Optional.empty();
      while (refused.isEmpty()) {
        refused = a.transport.sendToOperator(answer);
      }
      assertEquals(Optional.of(Keyword.of("overflow")), refused);

      operator.write(Intruder.framed(Integer.MAX_VALUE, new byte[0]));
      byte[] more = new byte[16_384];
      TestNode.eventually("it is cut off", () -> !operator.write(more).isConnected());
      assertEquals(welcome.you(), a.await(Heard.OperatorGone.class).address());
      assertEquals(1, a.transport.counts().get(FrameFault.TOO_LARGE));
      assertEquals(0, a.transport.counts().get(Count.FELL_SILENT));
    }
  }

  @Test
  void pressureIsRelievedWhenThePeerReads() {
    a.close();
    a = new TestNode(fleet.node("a"), 1);
    try (TestNode b = new TestNode(fleet.node("b"), 2)) {
      sendKilobytes(b.id(), 200);
      assertEquals(new Heard.Pressure(b.id(), true), a.await(Heard.Pressure.class));
      b.knows(a);
      b.transport.connect(a.id());
      assertEquals(new Heard.Pressure(b.id(), false), a.await(Heard.Pressure.class));
      TestNode.eventually("all arrived", () -> b.transport.counts().get(Count.ENVELOPES_IN) == 200);
    }
  }

  @Test
  void whatIsUnconfirmedWhenTheTransportClosesIsHandedBack() {
    // An impatient one might give up before it closes.
    try (TestNode node = new TestNode(fleet.node("c"), 1, PATIENT, 0)) {
      node.send(NOBODY, 1);
      node.close();
      Heard.Undeliverable lost = node.await(Heard.Undeliverable.class);
      assertEquals(Keyword.of("closed"), lost.reason());
      assertEquals(Optional.of(Keyword.of("closed")), node.send(NOBODY, 2));
    }
  }

  @Test
  void aPeerThatFallsSilentIsDisconnected() {
    try (Intruder mallory = Intruder.tls(a.address(), Optional.of(fleet.node("mallory")))) {
      NodeId id = new NodeId("mallory");
      mallory.say(
          new Frame.Hello(1, "f", id, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty()));
      assertEquals(id, a.await(Heard.Disconnected.class).peer());
      assertEquals(1, a.transport.counts().get(Count.FELL_SILENT));
    }
  }

  @Test
  void anIdleConnectionIsKeptAlive() {
    try (TestNode b = new TestNode(fleet.node("b"), 2, IMPATIENT, 0)) {
      a.knows(b);
      a.transport.connect(b.id());
      a.await(Heard.Connected.class);
      long before = a.transport.counts().get(Count.FRAMES_IN);
      // More signs of life than a connection that fell silent could have given.
      TestNode.eventually(
          "signs of life", () -> a.transport.counts().get(Count.FRAMES_IN) >= before + 5);
      assertEquals(1, a.transport.counts().get(Count.CONNECTIONS));
      assertEquals(0, a.transport.counts().get(Count.RECONNECTS));
    }
  }

  @Test
  void theLossOfAFormerLifeDoesNotTouchTheNextOne() {
    try (TestNode b = new TestNode(fleet.node("b"), 2)) {
      a.knows(b);
      a.send(b.id(), 1);
      assertEquals(List.of(1L), b.receive(1));
      a.transport.lost(b.id(), 1);
      a.send(b.id(), 2);
      assertEquals(List.of(2L), b.receive(1));
      assertEquals(0, a.transport.counts().get(Count.UNDELIVERABLE));
      a.transport.lost(b.id(), 2);
      assertEquals(b.id(), a.await(Heard.Disconnected.class).peer());
    }
  }

  @Test
  void aPeerThatWasGivenUpByMistakeGetsWhatIsSentLaterOnceAndInOrder() {
    try (TestNode b = new TestNode(fleet.node("b"), 2)) {
      a.knows(b);
      b.knows(a);
      for (long n = 0; n < 100; n++) {
        a.send(b.id(), n);
        b.send(a.id(), n);
        assertEquals(List.of(n), b.receive(1));
        if (n % 10 == 9) {
          a.transport.lost(b.id(), 2);
        }
        assertEquals(List.of(n), a.receive(1));
      }
    }
  }

  @Test
  void aPortTakenByUdpIsNamed() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      assertCannotListen(
          new InetSocketAddress(LOOPBACK, taken.getLocalPort()),
          " by UDP: address already in use; another program listens there, choose another port");
    }
  }

  @Test
  void anAddressOfNoInterfaceIsNamed() {
    // TEST-NET-1 of RFC 5737: nobody has it.
    InetSocketAddress nobodys = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 7_000);
    TransportConfig config = TransportConfig.load(fleet.node("c"), nobodys, 1, IMPATIENT);
    String text = assertThrows(TransportException.class, () -> a.openLike(config)).getMessage();
    assertTrue(
        text.startsWith("no network: expected 192.0.2.1 on an interface that is up, found "), text);
  }

  private void assertCannotListen(InetSocketAddress bind, String why) {
    TransportConfig config = TransportConfig.load(fleet.node("c"), bind, 1, IMPATIENT);
    TransportException e = assertThrows(TransportException.class, () -> a.openLike(config));
    assertEquals("cannot listen on " + Addresses.print(bind) + why, e.getMessage());
  }

  @Test
  void aHostNameIsNoAddressToListenOn() {
    InetSocketAddress named = InetSocketAddress.createUnresolved("localhost", 7_000);
    TransportException e =
        assertThrows(
            TransportException.class,
            () -> TransportConfig.load(fleet.node("c"), named, 1, IMPATIENT));
    assertEquals(
        "cannot listen on localhost:7000: expected a literal address, found a host name",
        e.getMessage());
  }

  @Test
  void aDatagramToNowhereIsOnlyDropped() {
    a.transport
        .datagrams()
        .send(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 7), new byte[1]);
    TestNode.eventually("sent", () -> a.transport.counts().get(Count.DATAGRAMS_OUT) == 1);
  }
}
