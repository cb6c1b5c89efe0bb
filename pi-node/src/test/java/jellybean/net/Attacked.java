package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.net.TestNode.Heard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes talk all the time while somebody attacks one of them. Each attack gives a warning that
 * says what was wrong, and a count; the talk goes on over the one connection it began with.
 */
abstract class Attacked {
  static final NodeId MALLORY = new NodeId("mallory");

  @TempDir Path directory;
  TestFleet fleet;
  TestNode a;
  TestNode b;
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

  final void assertFault(HandshakeFault fault, String warning) {
    TestNode.eventually(fault + " is counted", () -> b.transport.counts().get(fault) >= 1);
    assertWarned(warning);
  }

  final void assertFault(FrameFault fault, String warning) {
    TestNode.eventually(fault + " is counted", () -> b.transport.counts().get(fault) >= 1);
    assertWarned(warning);
  }

  final void assertWarned(String warning) {
    TestNode.eventually(
        "a warning with " + warning + " among " + b.warnings,
        () -> b.warnings.stream().anyMatch(text -> text.contains(warning)));
  }

  final void attack(Optional<Path> identity) {
    try (Intruder intruder = Intruder.tls(b.address(), identity)) {
      intruder.untilClosed();
    }
  }
}
