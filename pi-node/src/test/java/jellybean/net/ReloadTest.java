package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates end and are replaced while the fleet goes on. */
class ReloadTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private TestFleet fleet;

  @BeforeEach
  void aFleet() {
    fleet = TestFleet.create(directory, "f");
  }

  private Path endingInAnHour(String node) {
    Instant now = Instant.now();
    return fleet.named("jellybean://f/node/" + node, now.minus(HOUR), now.plus(HOUR));
  }

  private static void reload(TestNode node, Path identity) {
    node.transport.reload(Identity.load(identity), RingFile.load(identity));
  }

  @Test
  void anEstablishedConnectionEndsWithTheCertificateOfItsOtherSide() {
    try (TestNode b = new TestNode(fleet.longLivedNode("b"), 2);
        Intruder a = Intruder.tls(b.address(), Optional.of(endingInAnHour("a")))) {
      a.say(
          new Frame.Hello(
              1, "f", new NodeId("a"), 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty()));
      assertTrue(a.next() instanceof Frame.Hello);

      b.laterBy(HOUR.multipliedBy(2));

      assertEquals(new Frame.Bye(Keyword.of("certificate-expired")), a.untilClosed().getLast());
      assertEquals(1, b.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED));
      assertTrue(
          b.warnings.getLast().startsWith("closing the connection with node a of fleet f at "),
          b.warnings.toString());
      assertTrue(b.warnings.getLast().contains(" expired at "), b.warnings.toString());
    }
  }

  @Test
  void anOperatorsConnectionEndsWithItsCertificate() throws InterruptedException {
    Instant now = Instant.now();
    Path ada = fleet.named("jellybean://f/operator/ada/operate", now.minus(HOUR), now.plus(HOUR));
    try (TestNode b = new TestNode(fleet.longLivedNode("b"), 2);
        Intruder operator = Intruder.tls(b.address(), Optional.of(ada))) {
      operator.say(new Frame.OperatorHello(1, "f", "ada"));
      assertTrue(operator.next() instanceof Frame.Welcome);

      b.laterBy(HOUR.multipliedBy(2));

      assertEquals(
          new Frame.Bye(Keyword.of("certificate-expired")), operator.untilClosed().getLast());
      b.await(TestNode.Heard.OperatorGone.class);
    }
  }

  @Test
  void aCertificateIsReplacedInTimeAndNoMessageIsLostWhenTheOldOneEnds() {
    try (TestNode a = new TestNode(endingInAnHour("a"), 1);
        TestNode b = new TestNode(fleet.longLivedNode("b"), 2)) {
      TestNode.introduce(a, b);
      long number = 0;
      a.send(b.id(), ++number);
      assertEquals(List.of(number), b.receive(1));

      reload(a, fleet.longLivedNode("a"));
      b.laterBy(HOUR.multipliedBy(2));
      while (a.transport.counts().get(Count.RECONNECTS) == 0) {
        a.send(b.id(), ++number);
        assertEquals(List.of(number), b.receive(1));
      }
      a.send(b.id(), ++number);

      assertEquals(List.of(number), b.receive(1));
      assertTrue(number > 2, "it went on meanwhile");
      assertEquals(1, b.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED));
    }
  }

  @Test
  void withoutAnotherCertificateItStaysOut() {
    try (TestNode a = new TestNode(endingInAnHour("a"), 1);
        TestNode b = new TestNode(fleet.longLivedNode("b"), 2)) {
      TestNode.introduce(a, b);
      a.transport.connect(b.id());
      b.await(TestNode.Heard.Connected.class);
      b.laterBy(HOUR.multipliedBy(2));
      TestNode.eventually(
          "it dials in vain",
          () -> b.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED) >= 2);
      assertEquals(List.of(), b.transport.connected().join());
    }
  }

  @Test
  void aNewConnectionBeginsWithTheNewCertificate() {
    Path ada = fleet.operator("ada", "observe");
    try (TestNode a = new TestNode(fleet.node("a"), 1)) {
      String before;
      try (Intruder looks = Intruder.tls(a.address(), Optional.of(ada))) {
        before = looks.peerSerial();
      }
      Path renewed = fleet.node("a");
      reload(a, renewed);
      String expected = Identity.load(renewed).chain().getFirst().getSerialNumber().toString(16);
      assertNotEquals(before, expected);
      TestNode.eventually(
          "the new certificate is shown",
          () -> {
            try (Intruder looks = Intruder.tls(a.address(), Optional.of(ada))) {
              return looks.peerSerial().equals(expected);
            }
          });
    }
  }

  @Test
  void theCertificateOfAnotherNodeIsNotTaken() {
    try (TestNode a = new TestNode(fleet.node("a"), 1)) {
      Path other = fleet.node("b");
      assertEquals(
          "cannot use "
              + other
              + ": expected the identity of node a of fleet f, found that of node b of fleet f",
          assertThrows(BadIdentityException.class, () -> reload(a, other)).getMessage());
    }
  }
}
