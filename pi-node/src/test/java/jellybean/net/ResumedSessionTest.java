package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS resumes a session without a certificate; the one it began with may have ended meanwhile. */
class ResumedSessionTest {
  private static final NodeId MALLORY = new NodeId("mallory");

  @TempDir Path directory;

  private static Frame.Hello hello(long dial) {
    return new Frame.Hello(
        1, "f", MALLORY, 7, new Boot(1, 2), "127.0.0.1", 9, dial, 1, Optional.empty());
  }

  @Test
  void aResumedSessionIsLetInForAsLongAsItsCertificateIsValid() {
    TestFleet fleet = TestFleet.create(directory, "f");
    try (TestNode a = new TestNode(fleet.longLivedNode("a"), 1)) {
      Intruder.Session session = new Intruder.Session(Optional.of(fleet.node("mallory")));
      long began;
      try (Intruder first = session.connect(a.address())) {
        assertTrue(first.say(hello(1)).next() instanceof Frame.Hello);
        began = first.sessionBeganMs();
      }
      try (Intruder second = session.connect(a.address())) {
        assertEquals(began, second.sessionBeganMs(), "resumed");
        assertTrue(second.say(hello(2)).next() instanceof Frame.Hello);
      }

      a.laterBy(Duration.ofDays(2));

      try (Intruder third = session.connect(a.address())) {
        assertEquals(began, third.sessionBeganMs(), "resumed");
        List<Frame> heard = third.say(hello(3)).untilClosed();
        assertEquals(List.of(new Frame.Bye(Keyword.of("certificate-expired"))), heard);
      }
      assertEquals(1, a.transport.counts().get(HandshakeFault.CERTIFICATE_EXPIRED));
      assertTrue(
          a.warnings.getLast().contains("certificate \"CN=mallory\" issued by \"CN=fleet f\""),
          a.warnings.toString());
      assertTrue(a.warnings.getLast().contains(" expired at 2"), a.warnings.toString());
    }
  }

  @Test
  void whoDialsAsksTheSameOfWhoAnswers() {
    TestFleet fleet = TestFleet.create(directory, "f");
    try (TestNode a = new TestNode(fleet.longLivedNode("a"), 1);
        TestNode b = new TestNode(fleet.node("b"), 2)) {
      a.knows(b);
      // Before the certificates begin, by the clock of the one that dials.
      a.laterBy(Duration.ofDays(-2));
      a.transport.connect(b.id());
      TestNode.eventually(
          "refused", () -> a.transport.counts().get(HandshakeFault.CERTIFICATE_NOT_YET_VALID) >= 1);
      a.transport.lost(b.id(), 2);
    }
  }
}
