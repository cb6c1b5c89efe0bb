package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import jellybean.wire.RingVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards whose clocks are wrong join the fleet all the same, and judge dates by its time. */
class ClockSanityTest {
  private static final NodeId MALLORY = new NodeId("mallory");
  private static final String IN_1970 = "1970-01-01T00:01:00Z";
  private static final String IN_2100 = "2100-01-01T00:00:00Z";

  @TempDir Path directory;
  private TestFleet fleet;

  @BeforeEach
  void aFleet() {
    fleet = TestFleet.create(directory, "f");
  }

  private static Duration since(String moment) {
    return Duration.between(Instant.now(), Instant.parse(moment));
  }

  private TestNode nodeWhoseClockSays(String moment) {
    return new TestNode(
        fleet.longLivedNode("a"), 1, TestNode.QUICK, 0, Optional.empty(), since(moment));
  }

  private static Frame.Hello hello() {
    return new Frame.Hello(
        1, "f", MALLORY, 7, new Boot(1, 2), "127.0.0.1", 9, 1, 1, Optional.empty());
  }

  private static Intruder greeted(TestNode by, Path identity) {
    Intruder mallory = Intruder.tls(by.address(), Optional.of(identity));
    assertTrue(mallory.say(hello()).next() instanceof Frame.Hello);
    return mallory;
  }

  private static void assertKnowsTheTime(TestNode node, String source) {
    TestNode.eventually(node.id() + " knows the time", () -> node.holds("clock").equals(source));
    long aheadMs = node.transport.clock().wallMs() - System.currentTimeMillis();
    assertTrue(Math.abs(aheadMs) < 20_000, node.id() + " is ahead by " + aheadMs + " ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {IN_1970, IN_2100})
  void aBoardWithAWrongClockHasItsTimeFromThePeersItMeets(String moment) {
    try (TestNode a = nodeWhoseClockSays(moment);
        TestNode b = new TestNode(fleet.node("b"), 2)) {
      assertEquals(":unknown", a.holds("clock"));
      a.knows(b).transport.connect(b.id());

      assertKnowsTheTime(a, ":peers");

      assertTrue(Intruder.isTurnedAway(a.address(), fleet.expiredNode("mallory")));
      assertEquals(1, a.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED));
      assertTrue(Intruder.isTurnedAway(a.address(), fleet.futureNode("mallory")));
      assertEquals(1, a.transport.counts().get(HandshakeFault.CERTIFICATE_NOT_YET_VALID));
    }
  }

  @Test
  void whoWasLetInWhileTheTimeWasUnknownIsJudgedWhenItIsKnown() {
    try (TestNode a = nodeWhoseClockSays(IN_1970);
        TestNode b = new TestNode(fleet.node("b"), 2);
        Intruder mallory = greeted(a, fleet.expiredNode("mallory"))) {
      assertTrue(mallory.next() instanceof Frame.Holding, "it is let in");

      a.knows(b).transport.connect(b.id());

      assertKnowsTheTime(a, ":peers");
      Frame last = mallory.untilClosed().getLast();
      assertEquals(new Frame.Bye(Keyword.of("certificate-expired")), last);
    }
  }

  @Test
  void whoseCertificateEndedBeforeThisNodesBeganIsRefusedWhateverTheClockSays() {
    Instant now = Instant.now();
    Path old =
        fleet.named(
            "jellybean://f/node/mallory",
            now.minus(Duration.ofDays(40)),
            now.minus(Duration.ofDays(20)));
    try (TestNode a = nodeWhoseClockSays(IN_1970)) {
      assertTrue(Intruder.isTurnedAway(a.address(), old));
      assertEquals(1, a.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED));
    }
  }

  @Test
  void aPeerCannotPushTheTimeOutOfTheBoundsOfTheCertificate() {
    try (TestNode a = nodeWhoseClockSays(IN_1970);
        Intruder mallory = greeted(a, fleet.node("mallory"))) {
      for (String moment : List.of(IN_1970, IN_2100)) {
        mallory.say(
            new Frame.Holding(
                0, RingVersion.FIRST, OptionalLong.of(Instant.parse(moment).toEpochMilli())));
      }
      TestNode.eventually(
          "both are refused", () -> a.transport.counts().get(Count.TIMES_REFUSED) == 2);
      assertEquals(":unknown", a.holds("clock"));
    }
  }

  @Test
  void aNodeThatDoesNotKnowTheTimeDoesNotTellIt() {
    try (TestNode a = nodeWhoseClockSays(IN_1970);
        Intruder mallory = greeted(a, fleet.node("mallory"))) {
      assertEquals(new Frame.Holding(0, RingVersion.FIRST, OptionalLong.empty()), mallory.next());
    }
  }

  @Test
  void theClockStepsAndNoConnectionEndsOfIt() {
    try (TestNode a = nodeWhoseClockSays(IN_1970);
        TestNode b = new TestNode(fleet.node("b"), 2)) {
      a.knows(b).transport.connect(b.id());
      assertKnowsTheTime(a, ":peers");
      a.laterBy(Duration.ZERO);
      assertKnowsTheTime(a, ":system");
      a.laterBy(since(IN_2100));
      assertKnowsTheTime(a, ":peers");
      a.laterBy(Duration.ofDays(-9));
      TestNode.eventually("it is set back", () -> a.holds("clock").equals(":system"));

      a.send(b.id(), 5);

      assertEquals(List.of(5L), b.receive(1));
      assertEquals(1, a.transport.counts().get(Count.CONNECTIONS));
      assertEquals(0, a.transport.counts().get(Count.RECONNECTS));
    }
  }
}
