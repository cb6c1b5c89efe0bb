package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jellybean.cluster.KnownPeers;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.fixture.TestFleet;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.port.Timers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sealed datagrams and mutual TLS on the loopback, real time. A loaded machine may make a node seem
 * dead for a moment: only what must come to pass is waited for.
 */
class MembershipOverTransportTest {
  private static final TimingProfile HASTY =
      new TimingProfile("hasty", 400, 300, 2, 50, 3, 2, 4, 2_000, 1_000, 200, 1_000);

  private static final int DEADLINE_S = 30;

  @TempDir Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  private final Clock clock =
      new Clock() {
        @Override
        public long monotonicMs() {
          return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }
      };

  private Timers.Timer after(long delayMs, Runnable task) {
    Future<?> scheduled = executor.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  private final class Node {
    final TestNode transport;
    final BlockingQueue<MemberEvent> events = new LinkedBlockingQueue<>();
    final ScaleCubeMembership membership;

    Node(Path identity, long incarnation, Node... known) {
      transport = new TestNode(identity, incarnation);
      Member self =
          new Member(
              transport.id(),
              incarnation,
              "127.0.0.1",
              transport.address().getPort(),
              EdnMap.EMPTY);
      membership =
          ScaleCubeMembership.start(
              self,
              HASTY,
              transport.transport.membership(),
              new KnownPeers(List.of(known).stream().map(Node::peer).toList()),
              clock,
              MembershipOverTransportTest.this::after,
              events::add);
      nodes.add(this);
    }

    Peer peer() {
      return new Peer(transport.id(), "127.0.0.1", transport.address().getPort());
    }

    MemberEvent await(String what, Predicate<MemberEvent> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
      while (true) {
        MemberEvent next = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertTrue(
            next != null,
            () ->
                transport.id()
                    + " did not hear of "
                    + what
                    + "; sees "
                    + membership.members()
                    + ", "
                    + membership.counters());
        if (wanted.test(next)) {
          return next;
        }
      }
    }

    void awaitUp(Node other) throws InterruptedException {
      await(
          other.transport.id() + " up",
          event -> event instanceof MemberEvent.Up(Member member) && isOf(member, other));
    }

    void close() {
      membership.close();
      transport.close();
    }
  }

  private static boolean isDown(MemberEvent event, Node node, MemberEvent.Reason reason) {
    return event instanceof MemberEvent.Down(Member member, MemberEvent.Reason why)
        && isOf(member, node)
        && why == reason;
  }

  private static boolean isOf(Member member, Node node) {
    return member.node().equals(node.transport.id())
        && member.port() == node.transport.address().getPort();
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
    executor.shutdownNow();
  }

  @Test
  void threeNodesAgreeOneDiesAndComesBack() throws InterruptedException {
    TestFleet fleet = TestFleet.create(directory, "f");
    Node a = new Node(fleet.node("a"), 1);
    Node b = new Node(fleet.node("b"), 1, a);
    Path identityOfC = fleet.node("c");
    Node c = new Node(identityOfC, 1, b);
    a.awaitUp(b);
    a.awaitUp(c);
    c.awaitUp(a);

    EdnMap tooLargeForADatagram = EdnMap.of(Keyword.of("about"), Text.of("x".repeat(1_000)));
    b.membership.retag(tooLargeForADatagram);
    a.await("the tags of b", event -> event.member().tags().equals(tooLargeForADatagram));

    nodes.remove(c);
    c.close();
    a.await("the end of c", event -> isDown(event, c, MemberEvent.Reason.UNREACHABLE));

    Node again = new Node(identityOfC, 2, b);
    a.awaitUp(again);
    assertEquals(2L, a.membership.members().find(new NodeId("c")).orElseThrow().incarnation());
    again.membership.leave();
    a.await("the leave of c", event -> isDown(event, again, MemberEvent.Reason.LEFT));
  }
}
