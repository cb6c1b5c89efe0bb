package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.TestNode.Heard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Envelopes that may be lost. */
class EnvelopeDatagramTest {
  @TempDir Path directory;
  private TestNode a;
  private TestNode b;

  @BeforeEach
  void twoNodes() {
    TestFleet fleet = TestFleet.create(directory, "f");
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

  @Test
  void anEnvelopeCrossesInADatagramWithoutAnyLink() {
    assertEquals(Optional.empty(), a.transport.sendDatagram(b.id(), a.envelope(Int.of(7))));
    Heard.Received heard = b.await(Heard.Received.class);
    assertEquals(a.id(), heard.from());
    assertEquals(Int.of(7), heard.envelope().data());
    assertEquals(0, b.transport.connected().join().size());
  }

  @Test
  void whatDoesNotFitADatagramIsRefusedAtOnce() {
    Text text = Text.of("x".repeat(1_024));
    assertEquals(
        Optional.of(Keyword.of("too-large")), a.transport.sendDatagram(b.id(), a.envelope(text)));
  }

  @Test
  void aNodeThatNobodyKnowsIsUnreachable() {
    assertEquals(
        Optional.of(Keyword.of("unreachable")),
        a.transport.sendDatagram(new NodeId("c"), a.envelope(Int.of(1))));
  }
}
