package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever comes without a valid certificate, or is met without one, learns nothing. */
class StrangersTest extends Attacked {
  /** The first bytes of a handshake that promise more. */
  private static final byte[] BEGUN = {22, 3, 1, 1, 0, 1, 0};

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
      intruder.write(BEGUN);
    }
    assertCounted(HandshakeFault.CLOSED_EARLY);
  }

  @Test
  void aConnectionThatSaysNothing() {
    try (Intruder intruder = Intruder.plain(b.address())) {
      intruder.untilClosed();
    }
    assertFault(HandshakeFault.TIMEOUT, "expected a greeting in time, got as far as SECURING");
  }

  @Test
  void aCrowdThatHoldsItsPlacesAndSaysNothing() {
    besiege(2 * Lobby.PORCH.all(), new byte[0]);
    assertFault(HandshakeFault.TOO_MANY, "it made room for the next: 256 altogether had not begun");
  }

  @Test
  void aCrowdThatBeginsItsHandshakesAndDoesNotGoOn() {
    besiege(2 * Lobby.HALL.all(), BEGUN);
    assertFault(
        HandshakeFault.TOO_MANY,
        "it made room for the next: 32 altogether were in their handshake, and it waited");
  }

  /** Whoever has a certificate comes in, whatever the crowd does. */
  private void besiege(int people, byte[] word) {
    AtomicBoolean crowding = new AtomicBoolean(true);
    CountDownLatch crowded = new CountDownLatch(people);
    Thread crowd = Thread.ofVirtual().start(() -> crowd(crowding, crowded, people, word));
    TestNode.eventually("crowded", () -> crowded.getCount() == 0);

    try (Intruder operator =
            Intruder.tls(b.address(), Optional.of(fleet.operator("ada", "observe")));
        TestNode c = new TestNode(fleet.node("c"), 3)) {
      assertTrue(
          operator.say(new Frame.OperatorHello(1, "f", "ada")).next() instanceof Frame.Welcome);
      c.knows(b);
      c.transport.connect(b.id());
      assertEquals(b.id(), c.await(Heard.Connected.class).peer());
    }

    crowding.set(false);
    TestNode.eventually("dispersed", () -> !crowd.isAlive());
  }

  /** Whoever is turned out is replaced at once. */
  private void crowd(AtomicBoolean crowding, CountDownLatch crowded, int people, byte[] word) {
    Deque<Intruder> crowd = new ArrayDeque<>();
    while (crowding.get()) {
      crowd.addLast(Intruder.plain(b.address()).write(word));
      crowded.countDown();
      if (crowd.size() > people) {
        crowd.removeFirst().untilClosed();
      }
    }
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

  @Test
  void anotherNodeThanTheOneDialled() {
    try (TestNode c = new TestNode(fleet.node("c"), 3)) {
      b.knows(new NodeId("d"), c.address());
      b.transport.connect(new NodeId("d"));
      assertFault(HandshakeFault.WRONG_NODE, "expected node d, found node c");
      b.transport.lost(new NodeId("d"), 9);
    }
  }

  @Test
  void thisNodeItself() {
    b.knows(new NodeId("d"), b.address());
    b.transport.connect(new NodeId("d"));
    assertFault(HandshakeFault.MYSELF, "this is node b itself");
    b.transport.lost(new NodeId("d"), 9);
  }

  @Test
  void aServerOfAnotherFleet() {
    try (TestNode d = new TestNode(TestFleet.create(directory, "other").node("d"), 3)) {
      b.knows(d.id(), d.address());
      b.transport.connect(d.id());
      assertFault(HandshakeFault.CERTIFICATE_UNTRUSTED, "issued by \"CN=fleet other\"");
      b.transport.lost(d.id(), 9);
    }
  }
}
