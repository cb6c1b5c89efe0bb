package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import jellybean.fixture.TestFleet;
import jellybean.net.Counters.Count;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectTest {
  private static final int ROUNDS = 40;
  private static final int PER_ROUND = 25;

  @TempDir Path directory;
  private TestFleet fleet;

  @BeforeEach
  void fleet() {
    fleet = TestFleet.create(directory, "f");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void overConnectionsCutAnywhereEveryEnvelopeArrivesOnceAndInOrder(long seed) throws IOException {
    try (TestNode a = new TestNode(fleet.node("a"), 1);
        TestNode b = new TestNode(fleet.node("b"), 2);
        CuttingProxy toB = new CuttingProxy(b.address(), seed, 20_000);
        CuttingProxy toA = new CuttingProxy(a.address(), ~seed, 20_000)) {
      a.knows(b.id(), toB.address());
      b.knows(a.id(), toA.address());
      for (int round = 0; round < ROUNDS; round++) {
        say(a, b, round);
        say(b, a, round);
        List<Long> expected = numbers(round);
        assertEquals(expected, b.receive(PER_ROUND), "seed " + seed);
        assertEquals(expected, a.receive(PER_ROUND), "seed " + seed);
      }
      assertTrue(toA.cuts() + toB.cuts() > 5, "the network was too kind");
      assertEquals(0, a.transport.counts().get(Count.UNDELIVERABLE));
      assertEquals(0, b.transport.counts().get(Count.UNDELIVERABLE));
    }
  }

  private static void say(TestNode from, TestNode to, int round) {
    numbers(round).forEach(n -> assertEquals(Optional.empty(), from.send(to.id(), n)));
  }

  private static List<Long> numbers(int round) {
    long first = (long) round * PER_ROUND;
    return LongStream.range(first, first + PER_ROUND).boxed().toList();
  }

  @Test
  void whenBothDialAtOnceOneConnectionRemains() {
    for (int round = 0; round < 15; round++) {
      try (TestNode a = new TestNode(fleet.node("a"), 1);
          TestNode b = new TestNode(fleet.node("b"), 2)) {
        a.knows(b);
        b.knows(a);
        a.send(b.id(), 1);
        b.send(a.id(), 2);
        assertEquals(List.of(2L), a.receive(1));
        assertEquals(List.of(1L), b.receive(1));
        long established =
            a.transport.counts().get(Count.CONNECTIONS)
                + a.transport.counts().get(Count.RECONNECTS);
        assertEquals(1, established, "round " + round);
        assertNoFault(a);
        assertNoFault(b);
      }
    }
  }

  /** But for dials that were given up in favour of the other's. */
  private static void assertNoFault(TestNode node) {
    for (HandshakeFault fault : HandshakeFault.values()) {
      if (fault != HandshakeFault.CLOSED_EARLY) {
        assertEquals(0, node.transport.counts().get(fault), node.id() + " " + fault);
      }
    }
  }
}
