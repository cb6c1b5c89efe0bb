package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Boot;
import jellybean.wire.DatagramSeal;
import jellybean.wire.Frame;
import jellybean.wire.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two nodes talk all the time while somebody attacks one of them. Each attack gives a warning that
 * says what was wrong, and a count; the talk goes on over the one connection it began with.
 */
class BadInputTest {
  private static final NodeId MALLORY = new NodeId("mallory");

  @TempDir Path directory;
  private TestFleet fleet;
  private TestNode a;
  private TestNode b;
  private final AtomicBoolean talking = new AtomicBoolean(true);
  private final AtomicLong said = new AtomicLong();
  private Future<?> talk = CompletableFuture.completedFuture(null);

  @BeforeEach
  void twoNodesBeginToTalk() {
    fleet = TestFleet.create(directory, "f");
    a = new TestNode(fleet.node("a"), 1);
    b = new TestNode(fleet.node("b"), 2);
    a.knows(b);
    talk = CompletableFuture.runAsync(this::talk, task -> Thread.ofVirtual().start(task));
    awaitTwoMore();
  }

  private void talk() {
    while (talking.get()) {
      long number = said.get();
      assertEquals(Optional.empty(), a.send(b.id(), number));
      Heard.Received heard = b.await(Heard.Received.class);
      while (!heard.from().equals(a.id())) {
        heard = b.await(Heard.Received.class);
      }
      assertEquals(number, TestNode.number(heard.envelope()));
      said.incrementAndGet();
    }
  }

  private void awaitTwoMore() {
    long before = said.get();
    TestNode.eventually("they talk", () -> talk.isDone() || said.get() >= before + 2);
  }

  @AfterEach
  void theTalkWasNotDisturbed() throws Exception {
    awaitTwoMore();
    talking.set(false);
    talk.get(20, TimeUnit.SECONDS);
    assertEquals(1, a.transport.counts().get(Count.CONNECTIONS));
    assertEquals(0, a.transport.counts().get(Count.RECONNECTS));
    assertEquals(0, a.transport.counts().get(Count.UNDELIVERABLE));
    a.close();
    b.close();
  }

  private void assertFault(HandshakeFault fault, String warning) {
    TestNode.eventually(fault + " is counted", () -> b.transport.counts().get(fault) >= 1);
    assertWarned(warning);
  }

  private void assertFault(FrameFault fault, String warning) {
    TestNode.eventually(fault + " is counted", () -> b.transport.counts().get(fault) >= 1);
    assertWarned(warning);
  }

  private void assertWarned(String warning) {
    TestNode.eventually(
        "a warning with " + warning + " among " + b.warnings,
        () -> b.warnings.stream().anyMatch(text -> text.contains(warning)));
  }

  private void attack(Optional<Path> identity) {
    try (Intruder intruder = Intruder.tls(b.address(), identity)) {
      intruder.untilClosed();
    }
  }

  // Strangers.

  @Test
  void garbageInsteadOfTls() {
    try (Intruder intruder = Intruder.plain(b.address())) {
      intruder.write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)).untilClosed();
    }
    assertFault(HandshakeFault.NOT_TLS, "expected a TLS record, found other bytes");
  }

  @Test
  void aHandshakeThatEndsEarly() {
    try (Intruder intruder = Intruder.plain(b.address())) {
      intruder.write(new byte[] {22, 3, 1, 1, 0, 1, 0});
    }
    TestNode.eventually(
        "counted", () -> b.transport.counts().get(HandshakeFault.CLOSED_EARLY) >= 1);
  }

  @Test
  void aConnectionThatSaysNothing() {
    try (Intruder intruder = Intruder.plain(b.address())) {
      intruder.untilClosed();
    }
    assertFault(HandshakeFault.TIMEOUT, "handshake timed out");
  }

  @Test
  void moreStrangersThanMayWait() {
    List<Intruder> crowd = new ArrayList<>();
    for (int i = 0; i < Switchboard.MAX_PENDING + 5; i++) {
      crowd.add(Intruder.plain(b.address()));
    }
    assertFault(HandshakeFault.TOO_MANY, "32 others are in their handshake");
    crowd.forEach(Intruder::close);
  }

  @Test
  void noCertificate() {
    attack(Optional.empty());
    assertFault(HandshakeFault.CERTIFICATE_MISSING, "expected a certificate, found none");
  }

  @Test
  void theCertificateOfAnotherFleet() {
    attack(Optional.of(TestFleet.create(directory, "other").node("mallory")));
    assertFault(
        HandshakeFault.CERTIFICATE_UNTRUSTED,
        "expected a certificate signed by this fleet's authority [CN=fleet f], found certificate"
            + " \"CN=mallory\" issued by \"CN=fleet other\"");
  }

  @Test
  void aCertificateThatTheAuthoritySignedForAnotherFleet() {
    attack(Optional.of(fleet.named("jellybean://g/node/mallory")));
    assertFault(HandshakeFault.OTHER_FLEET, "expected fleet f, found node mallory of fleet g");
  }

  @Test
  void anExpiredCertificate() {
    attack(Optional.of(fleet.expiredNode("mallory")));
    assertFault(
        HandshakeFault.CERTIFICATE_EXPIRED,
        "certificate \"CN=mallory\" issued by \"CN=fleet f\" expired at 2");
  }

  @Test
  void aCertificateOfTheFuture() {
    attack(Optional.of(fleet.futureNode("mallory")));
    assertFault(HandshakeFault.CERTIFICATE_NOT_YET_VALID, "is valid from 2");
  }

  @ParameterizedTest
  @CsvSource({
    "https://f/node/mallory",
    "jellybean://f/node/Mallory",
    "jellybean://f/operator/ada/rule",
    "jellybean://f/mallory",
    "jellybean:mallory",
  })
  void aCertificateThatNamesNobody(String uri) {
    attack(Optional.of(fleet.named(uri)));
    assertFault(
        HandshakeFault.CERTIFICATE_UNNAMED,
        "expected jellybean://<fleet>/node/<id> or jellybean://<fleet>/operator/<name>/<role>,"
            + " found \""
            + uri
            + "\"");
  }

  // Members of the fleet.

  private Intruder member() {
    return Intruder.tls(b.address(), Optional.of(fleet.node("mallory")));
  }

  private static Frame.Hello hello(int protocol, String fleet, NodeId node) {
    return new Frame.Hello(
        protocol, fleet, node, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty());
  }

  private Intruder establishedMember() {
    Intruder member = member().say(hello(1, "f", MALLORY));
    assertTrue(member.next() instanceof Frame.Hello);
    return member;
  }

  private static Keyword lastWord(Intruder intruder) {
    List<Frame> frames = intruder.untilClosed();
    return frames.getLast() instanceof Frame.Bye bye ? bye.reason() : Keyword.of("none");
  }

  @Test
  void aGreetingUnderAnothersName() {
    try (Intruder member = member().say(hello(1, "f", a.id()))) {
      assertEquals(Keyword.of("name-mismatch"), lastWord(member));
    }
    assertFault(
        HandshakeFault.NAME_MISMATCH,
        "its certificate names node mallory of fleet f, but its greeting claims to be node a of"
            + " fleet f");
  }

  @Test
  void aGreetingForAnotherFleet() {
    try (Intruder member = member().say(hello(1, "g", MALLORY))) {
      assertEquals(Keyword.of("name-mismatch"), lastWord(member));
    }
    assertFault(HandshakeFault.NAME_MISMATCH, "claims to be node mallory of fleet g");
  }

  @Test
  void anotherProtocol() {
    try (Intruder member = member().say(hello(2, "f", MALLORY))) {
      assertEquals(Keyword.of("other-protocol"), lastWord(member));
    }
    assertFault(HandshakeFault.OTHER_PROTOCOL, "expected protocol 1, found 2");
  }

  @Test
  void noGreetingFirst() {
    try (Intruder member = member().body("[:ack 1]")) {
      assertEquals(Keyword.of("no-greeting"), lastWord(member));
    }
    assertFault(HandshakeFault.NO_GREETING, "expected a greeting first, found Ack");
  }

  @Test
  void aGreetingThatNeverComes() {
    try (Intruder member = member()) {
      member.untilClosed();
    }
    assertFault(HandshakeFault.TIMEOUT, "expected a greeting in time, got as far as SECURED");
  }

  @Test
  void aGreetingLongerThanAnyGreeting() {
    try (Intruder member = member()) {
      member.body(" ".repeat(1_025)).untilClosed();
    }
    assertFault(FrameFault.TOO_LARGE, "expected a length of 1 to 1024 bytes, found 1025");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NOT_EDN|[[[|bad frame:1:4: ",
        "NOT_EDN|[:ack 1] [:ack 2]|expected one value, found another one",
        "UNKNOWN_KIND|[:launch 1]|expected a kind of protocol 1, found :launch",
        "MALFORMED|[:numbered 1 {:from 7}]|bad envelope :from: expected text, found 7",
        "OUT_OF_SEQUENCE|[:ack 5]|confirms number 5, which was never sent",
        "UNEXPECTED|[:welcome {:node \"b\" :you \"/x\"}]|found Welcome",
      })
  void aFrameThatMakesNoSense(FrameFault fault, String frame, String warning) {
    try (Intruder member = establishedMember()) {
      member.body(frame);
      assertEquals(Counters.keyword(fault), lastWord(member));
    }
    assertFault(fault, warning);
  }

  @Test
  void aMillionBrackets() {
    try (Intruder member = establishedMember()) {
      member.body("[".repeat(65_536));
      assertEquals(Keyword.of("not-edn"), lastWord(member));
    }
    assertFault(FrameFault.NOT_EDN, "bad frame:1:67: ");
  }

  @ParameterizedTest
  @CsvSource({"65537", "-1", "2147483647"})
  void aFrameThatClaimsToBeHuge(int length) {
    try (Intruder member = establishedMember()) {
      member.write(Intruder.framed(length, new byte[0]));
      assertEquals(Keyword.of("too-large"), lastWord(member));
    }
    assertFault(
        FrameFault.TOO_LARGE,
        "expected a length of 1 to 65536 bytes, found " + Integer.toUnsignedString(length));
  }

  @Test
  void aFrameOfNothing() {
    try (Intruder member = establishedMember()) {
      member.write(new byte[4]);
      assertEquals(Keyword.of("empty"), lastWord(member));
    }
    assertFault(FrameFault.EMPTY, "expected a length of 1 to 65536 bytes, found 0");
  }

  @Test
  void aTruncatedFrame() {
    try (Intruder member = establishedMember()) {
      member.write(Intruder.framed(100, "[:ack".getBytes(UTF_8)));
    }
    assertEquals(MALLORY, b.await(Heard.Disconnected.class).peer());
  }

  @Test
  void aNumberThatSkips() {
    try (Intruder member = establishedMember()) {
      String envelope =
          "{:from \"/x\" :to \"/y\" :id [\"mallory\" 1 1] :name :n :data nil :time 0 :seed 0}";
      member.body("[:numbered 1 " + envelope + "]").body("[:numbered 3 " + envelope + "]");
      assertEquals(Keyword.of("out-of-sequence"), lastWord(member));
    }
    assertFault(FrameFault.OUT_OF_SEQUENCE, "expected number 2, found 3");
  }

  @Test
  void anOperatorThatPosesAsANode() {
    Path identity = fleet.operator("eve", "observe");
    try (Intruder operator = Intruder.tls(b.address(), Optional.of(identity))) {
      operator.say(hello(1, "f", MALLORY));
      assertEquals(Keyword.of("name-mismatch"), lastWord(operator));
    }
    assertFault(
        HandshakeFault.NAME_MISMATCH,
        "its certificate names operator eve (observe) of fleet f, but its greeting claims to be"
            + " node mallory of fleet f");
  }

  @Test
  void anOperatorThatSendsNumberedFrames() {
    Path identity = fleet.operator("eve", "operate");
    try (Intruder operator = Intruder.tls(b.address(), Optional.of(identity))) {
      operator.say(new Frame.OperatorHello(1, "f", "eve"));
      assertTrue(operator.next() instanceof Frame.Welcome);
      operator.say(new Frame.MembershipBytes(new byte[] {1}));
      assertEquals(Keyword.of("unexpected"), lastWord(operator));
    }
    assertFault(FrameFault.UNEXPECTED, "expected an envelope, found MembershipBytes");
  }

  // Those who are dialled.

  @Test
  void anotherNodeThanTheOneDialled() {
    try (TestNode c = new TestNode(fleet.node("c"), 3)) {
      b.knows(new NodeId("d"), c.address());
      b.transport.connect(new NodeId("d"));
      assertFault(HandshakeFault.WRONG_NODE, "expected node d, found node c");
      b.transport.lost(new NodeId("d"));
    }
  }

  @Test
  void thisNodeItself() {
    b.knows(new NodeId("d"), b.address());
    b.transport.connect(new NodeId("d"));
    assertFault(HandshakeFault.MYSELF, "this is node b itself");
    b.transport.lost(new NodeId("d"));
  }

  @Test
  void aServerOfAnotherFleet() {
    try (TestNode d = new TestNode(TestFleet.create(directory, "other").node("d"), 3)) {
      b.knows(d.id(), d.address());
      b.transport.connect(d.id());
      assertFault(HandshakeFault.CERTIFICATE_UNTRUSTED, "issued by \"CN=fleet other\"");
      b.transport.lost(d.id());
    }
  }

  // Datagrams.

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
