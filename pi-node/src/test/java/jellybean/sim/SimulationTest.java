package jellybean.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import jellybean.actor.ActorLimits;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.Address;
import org.junit.jupiter.api.Test;

/** The simulator itself: the same seed, the same run. */
class SimulationTest {
  private static final Keyword HOP = Keyword.of("hop");

  /** Actors on three nodes pass a number around at random, some loops and delays between. */
  private static String run(long seed) {
    Simulation simulation = new Simulation(seed, Conditions.WILD);
    List<SimNode> nodes = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      nodes.add(simulation.node(id, 2, ActorLimits.DEFAULT));
    }
    for (SimNode node : nodes) {
      FixedRouter router = FixedRouter.of(node);
      for (int i = 0; i < 6; i++) {
        router = router.place("/s/" + i, nodes.get(i % 3));
      }
      node.actors().install(router);
    }
    for (int i = 0; i < 6; i++) {
      nodes.get(i % 3).start("/s/" + i, hopper());
    }
    nodes.getFirst().send("/x", "/s/0", "hop", Int.of(60));
    nodes.getLast().send("/x", "/s/2", "hop", Int.of(60));
    simulation.settle();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      all.append(nodes.get(i % 3).shown("/s/" + i)).append('\n');
    }
    return all + " at " + simulation.nowMs();
  }

  private static Script hopper() {
    return Script.from(EdnVector.EMPTY)
        .on(
            "hop",
            (state, d) -> {
              long left = ((Int) d.data()).value();
              EdnVector seen = ((EdnVector) state).append(d.data());
              Address next = Address.of("s", "" + Math.floorMod(d.info().seed(), 6));
              return left == 0
                  ? Step.of(seen)
                  : Step.of(seen, Effect.send(next, HOP, Int.of(left - 1)));
            });
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 10; seed++) {
      assertEquals(run(seed), run(seed));
    }
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    assertNotEquals(run(1), run(2));
  }

  @Test
  void aFailureNamesItsSeed() {
    AssertionError e =
        assertThrows(
            AssertionError.class,
            () ->
                Simulation.underSeeds(5, sim -> assertTrue(sim.seed() < 3, "seed is not below 3")));
    assertEquals("seed 3 (-Djellybean.seed=3)", e.getMessage());
  }

  @Test
  void aNodeThatComesBackIsANewIncarnation() {
    Simulation simulation = new Simulation(1);
    SimNode first = simulation.node("a");
    simulation.crash(first, 0);
    SimNode second = simulation.node("a");
    assertEquals(1, first.incarnation());
    assertEquals(2, second.incarnation());
  }

  @Test
  void whatIsOnItsWayToACrashedNodeIsADeadLetterOfTheSender() {
    Simulation simulation = new Simulation(1);
    SimNode a = simulation.node("a");
    SimNode b = simulation.node("b");
    a.actors().install(FixedRouter.of(a).place("/s/far", b));
    b.start("/s/far", Script.recorder());
    a.start(
        "/s/near",
        Script.from(Nil.NIL).effects("go", Effect.send(new Address("/s/far"), HOP, Nil.NIL)));
    a.send("/x", "/s/near", "go", Nil.NIL);
    simulation.runNow();
    simulation.crash(b, 100);
    simulation.settle();
    assertEquals(1, a.dead("member-lost"));
  }

  @Test
  void aCutPairHearsNothingUntilItHeals() {
    Simulation simulation = new Simulation(1);
    SimNode a = simulation.node("a");
    SimNode b = simulation.node("b");
    a.actors().install(FixedRouter.of(a).place("/s/far", b));
    b.start("/s/far", Script.recorder());
    a.start(
        "/s/near",
        Script.from(Nil.NIL).effects("go", Effect.send(new Address("/s/far"), HOP, Nil.NIL)));
    simulation.network().cut(a, b);
    a.send("/x", "/s/near", "go", Nil.NIL);
    simulation.settle();
    assertEquals("[]", b.shown("/s/far"));
    simulation.network().heal();
    simulation.settle();
    assertEquals("[[:hop nil]]", b.shown("/s/far"));
  }

  @Test
  void aNodeThatStandsStillGoesOnWithEverythingThatCameMeanwhile() {
    Simulation simulation = new Simulation(1);
    SimNode a = simulation.node("a");
    a.start("/x", Script.recorder());
    simulation.runNow();
    a.pause(1_000);
    a.admit(() -> a.send("/y", "/x", "first", Nil.NIL));
    var unused = a.after(10, () -> a.send("/y", "/x", "second", Nil.NIL));
    simulation.runFor(999);
    assertEquals(0, a.counter("handled"));
    simulation.runFor(1);
    assertEquals("[[:first nil] [:second nil]]", a.shown("/x"));
  }

  @Test
  void aFastClockRunsAheadAndItsTimersAreEarly() {
    Simulation simulation = new Simulation(1);
    SimNode a = simulation.node("a");
    a.runAtRate(1_100);
    List<Long> rang = new ArrayList<>();
    var unused = a.after(1_100, () -> rang.add(simulation.nowMs()));
    simulation.runFor(2_000);
    assertEquals(List.of(1_000L), rang);
    assertEquals(2_200, a.monotonicMs());
  }

  @Test
  void aClockThatIsSetBackGoesOnEvenly() {
    Simulation simulation = new Simulation(1);
    SimNode a = simulation.node("a");
    long beforeMs = a.wallMs();
    a.shiftWallClock(-beforeMs);
    simulation.runFor(500);
    assertEquals(500, a.wallMs());
    assertEquals(500, a.monotonicMs());
  }

  @Test
  void aRunWithoutEndIsAFailureAndNotAHang() {
    Simulation simulation = new Simulation(1);
    simulation.after(1, new Rescheduling(simulation));
    AssertionError e = assertThrows(AssertionError.class, simulation::settle);
    assertTrue(e.getMessage().startsWith("no end after 2000000 events"), e.getMessage());
  }

  private record Rescheduling(Simulation simulation) implements Runnable {
    @Override
    public void run() {
      simulation.after(1, this);
    }
  }
}
