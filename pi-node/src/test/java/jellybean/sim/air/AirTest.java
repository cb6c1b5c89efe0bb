package jellybean.sim.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.sim.air.Connection.End;
import org.junit.jupiter.api.Test;

/** What the air does to datagrams and connections. */
class AirTest {
  private static final int SEEDS = 20;

  /** Two nodes, and what the one hears of the other. */
  private static final class Pair {
    final Simulation simulation;
    final Air air;
    final SimNode a;
    SimNode b;
    final List<Object> heard = new ArrayList<>();
    int closedAtB;
    int closedAtA;
    Optional<End> end = Optional.empty();
    boolean isRefused;

    Pair(long seed, Weather weather) {
      simulation = new Simulation(seed);
      air = new Air(simulation, weather);
      a = simulation.node("a");
      b = simulation.node("b");
    }

    void listen() {
      air.listen(b.id(), e -> e.listen(listener(heard, () -> closedAtB++)));
    }

    Pair connected() {
      listen();
      dial(60_000);
      end.orElseThrow().listen(listener(new ArrayList<>(), () -> closedAtA++));
      return this;
    }

    void dial(long withinMs) {
      air.dial(
          a,
          b.id(),
          withinMs,
          result -> {
            end = result;
            isRefused = result.isEmpty();
          });
      simulation.runFor(withinMs + 10_000);
    }

    void cut() {
      air.cut(a.id(), b.id());
    }

    void mend() {
      air.mend(a.id(), b.id());
    }

    private static Connection.Listener listener(List<Object> frames, Runnable closed) {
      return new Connection.Listener() {
        @Override
        public void received(Object frame) {
          frames.add(frame);
        }

        @Override
        public void drained() {}

        @Override
        public void writable() {}

        @Override
        public void closed() {
          closed.run();
        }
      };
    }
  }

  @Test
  void datagramsAreLostRepeatedAndOvertakeEachOther() {
    Pair pair = new Pair(1, Weather.STORM);
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      pair.air.datagram(pair.a, pair.b.id(), _ -> pair.heard.add(number));
    }
    pair.simulation.settle();
    long distinct = pair.heard.stream().distinct().count();
    assertTrue(distinct > 650 && distinct < 850, distinct + " arrived");
    assertTrue(pair.heard.size() > distinct, "some arrived twice");
    assertFalse(pair.heard.equals(pair.heard.stream().sorted().toList()), "in another order");
  }

  @Test
  void framesOfAConnectionArriveOnceAndInOrderInAnyWeather() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Pair pair = new Pair(seed, Weather.STORM).connected();
      for (int i = 0; i < 200; i++) {
        pair.end.orElseThrow().send(i, 100);
        pair.simulation.runFor(i % 7 * 10L);
      }
      pair.simulation.settle();
      assertEquals(IntStream.range(0, 200).boxed().toList(), pair.heard, "seed " + seed);
    }
  }

  @Test
  void whatIsSentIntoACutWayWaitsForItsMending() {
    Pair pair = new Pair(1, Weather.CALM).connected();
    pair.cut();
    pair.end.orElseThrow().send("late", 10);
    pair.simulation.runFor(5_000);
    assertEquals(List.of(), pair.heard);
    pair.mend();
    pair.simulation.runFor(Air.LONGEST_RESEND_MS);
    assertEquals(List.of("late"), pair.heard);
  }

  @Test
  void aWayMayBeCutTwiceAndIsOpenWhenItWasMendedTwice() {
    Pair pair = new Pair(1, Weather.CALM);
    pair.cut();
    pair.cut();
    pair.mend();
    assertFalse(pair.air.isOpen(pair.a.id(), pair.b.id()));
    pair.mend();
    assertTrue(pair.air.isOpen(pair.a.id(), pair.b.id()));
    assertTrue(pair.air.isOpen(pair.b.id(), pair.a.id()));
  }

  @Test
  void aBreakIsHeardAtBothEndsAndLosesWhatIsUnderWay() {
    Pair pair = new Pair(1, Weather.CALM).connected();
    pair.end.orElseThrow().send("lost", 10);
    pair.air.breakConnections(pair.b.id(), pair.a.id());
    pair.simulation.settle();
    assertEquals(List.of(), pair.heard);
    assertEquals(1, pair.closedAtA);
    assertEquals(1, pair.closedAtB);
  }

  @Test
  void anEndThatIsClosedIsHeardOfAfterWhatWasSentBefore() {
    Pair pair = new Pair(1, Weather.WIFI).connected();
    pair.end.orElseThrow().send("last word", 10);
    pair.end.orElseThrow().close();
    pair.simulation.settle();
    assertEquals(List.of("last word"), pair.heard);
    assertEquals(1, pair.closedAtB);
    assertEquals(0, pair.closedAtA);
  }

  @Test
  void aDeadNodeSaysNothingAndItsNextLifeKnowsNothing() {
    Pair pair = new Pair(1, Weather.CALM).connected();
    pair.simulation.kill(pair.b);
    pair.end.orElseThrow().send("hello?", 10);
    pair.simulation.runFor(20_000);
    assertEquals(0, pair.closedAtA);
    pair.b = pair.simulation.node("b");
    pair.simulation.runFor(Air.LONGEST_RESEND_MS);
    assertEquals(1, pair.closedAtA);
    assertEquals(List.of(), pair.heard);
  }

  @Test
  void aDialIntoACutWayGivesUp() {
    Pair pair = new Pair(1, Weather.CALM);
    pair.listen();
    pair.cut();
    pair.dial(3_000);
    assertTrue(pair.isRefused);
  }

  @Test
  void anEndThatIsFullAsksToWait() {
    Pair pair = new Pair(1, Weather.CALM).connected();
    End end = pair.end.orElseThrow();
    end.send("large", Connection.HIGH_MARK_BYTES);
    assertFalse(end.isWritable());
    pair.simulation.settle();
    assertTrue(end.isWritable());
  }
}
