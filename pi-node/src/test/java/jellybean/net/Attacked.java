package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.net.Counters.FrameFault;
import jellybean.net.TestNode.Heard;
import jellybean.wire.Opening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes talk to each other all the time while somebody attacks one of them. Each attack gives a
 * warning that says what was wrong, and a count among those that the node shows; the talk goes on
 * over the one connection it began with, and every number said is heard, once and in order.
 */
abstract class Attacked {
  static final NodeId MALLORY = new NodeId("mallory");

  @TempDir Path directory;
  TestFleet fleet;
  TestNode a;
  TestNode b;
  private final AtomicBoolean talking = new AtomicBoolean(true);
  private final List<Talk> talks = new ArrayList<>();

  /** Says one number after the other, and hears each before it says the next. */
  private final class Talk {
    private final TestNode from;
    private final TestNode to;
    private final AtomicLong heard = new AtomicLong();
    private final CompletableFuture<Void> end;

    Talk(TestNode from, TestNode to) {
      this.from = from;
      this.to = to;
      end = CompletableFuture.runAsync(this::talk, task -> Thread.ofVirtual().start(task));
    }

    private void talk() {
      while (talking.get()) {
        long number = heard.get();
        assertEquals(Optional.empty(), from.send(to.id(), number));
        Heard.Received next = to.await(Heard.Received.class);
        while (!next.from().equals(from.id())) {
          next = to.await(Heard.Received.class);
        }
        assertEquals(number, TestNode.number(next.envelope()));
        heard.incrementAndGet();
      }
    }

    private void awaitTwoMore() {
      long before = heard.get();
      TestNode.eventually(
          from.id() + " and " + to.id() + " talk", () -> end.isDone() || heard.get() >= before + 2);
    }
  }

  @BeforeEach
  void twoNodesBeginToTalk() {
    fleet = TestFleet.create(directory, "f");
    a = new TestNode(fleet.node("a"), 1);
    b = new TestNode(fleet.node("b"), 2);
    a.knows(b);
    // From one side first, so that the two do not dial each other at once.
    talks.add(new Talk(a, b));
    talks.forEach(Talk::awaitTwoMore);
    talks.add(new Talk(b, a));
    talks.forEach(Talk::awaitTwoMore);
  }

  @AfterEach
  void theTalkWasNotDisturbed() throws Exception {
    talks.forEach(Talk::awaitTwoMore);
    talking.set(false);
    for (Talk talk : talks) {
      talk.end.get(20, TimeUnit.SECONDS);
    }
    assertEquals(1, counted(a, "connections"));
    for (TestNode node : List.of(a, b)) {
      for (String loss : List.of("reconnects", "undeliverable", "duplicates", "overflows")) {
        assertEquals(0, counted(node, loss), loss + " of " + node.id());
      }
    }
    a.close();
    b.close();
  }

  /** What a node shows of itself under that name. */
  static long counted(TestNode node, String name) {
    return number(node.transport.counters(), name);
  }

  /** The same for a fault among those of a kind. */
  final boolean isCounted(String kind, Enum<?> fault) {
    EdnMap faults = (EdnMap) b.transport.counters().get(Keyword.of(kind), EdnMap.EMPTY);
    return number(faults, Counters.keyword(fault).name()) >= 1;
  }

  private static long number(EdnMap counters, String name) {
    return ((Int) counters.get(Keyword.of(name), Int.of(0))).value();
  }

  final void assertCounted(HandshakeFault fault) {
    TestNode.eventually(fault + " is counted", () -> isCounted("handshakes-failed", fault));
  }

  final void assertCounted(FrameFault fault) {
    TestNode.eventually(fault + " is counted", () -> isCounted("frames-refused", fault));
  }

  final void assertCounted(Opening.Reason reason) {
    TestNode.eventually(reason + " is counted", () -> isCounted("datagrams-refused", reason));
  }

  final void assertFault(HandshakeFault fault, String warning) {
    assertCounted(fault);
    assertWarned(warning);
  }

  final void assertFault(FrameFault fault, String warning) {
    assertCounted(fault);
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
