package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import jellybean.edn.Int;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Durable actors that move, on boards whose power goes. */
class MoveDurableTest {
  private static final int SEEDS = 40;

  @Test
  void whatIsAcceptedIsAppliedOnceAndInOrderHoweverOftenItMoves() {
    long[] moves = {0};
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          Books.pay(simulation, fleet, 2_000);
          for (int i = 0; i < 4; i++) {
            simulation.runFor(random.nextInt(800));
            Books.move(fleet, Books.NODES[random.nextInt(Books.NODES.length)]);
          }
          simulation.settle();
          Books.assertAllIsBooked(fleet);
          assertEquals(Books.ITEMS, ((Int) fleet.state("/s/till-b")).value());
          assertEquals(1, Books.copies(fleet, "/s/book"), "the old boards have forgotten it");
          moves[0] += fleet.locate("/s/book").equals(fleet.locate("/s/till-a")) ? 0 : 1;
        });
    assertTrue(moves[0] > SEEDS / 3, "it did move: " + moves[0]);
  }

  @Test
  void whereNothingIsKeptItDoesNotGo() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    fleet.start("e");
    fleet.announce();
    simulation.settle();
    Books.move(fleet, "e");
    simulation.settle();
    assertEquals(1, fleet.dead("not-moved"));
    assertEquals("a", fleet.locate("/s/book").orElseThrow().id().value());
    Books.pay(simulation, fleet, 1_000);
    simulation.settle();
    Books.assertAllIsBooked(fleet);
  }

  @Test
  void whileItsOldBoardIsAwayWithItItIsAbsentAndComesWithTheBoard() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    Books.pay(simulation, fleet, 100);
    simulation.settle();
    String home = fleet.locate("/s").orElseThrow().id().value();
    String next = home.equals("b") ? "c" : "b";
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(next));
    Books.move(fleet, next);
    simulation.runFor(500);
    fleet.kill(fleet.node("a"));
    simulation.runFor(10_000);
    simulation.network().heal();
    assertEquals(0, fleet.running("/s/book"));
    String shown = fleet.state("/s").toString();
    assertTrue(shown.contains("\"/s/book\" [:absent \"" + next + "\"]"), shown);
    fleet.startDurable("a");
    fleet.announce();
    simulation.settle();
    Books.assertAllIsBooked(fleet);
    assertEquals(next, fleet.locate("/s/book").orElseThrow().id().value());
    assertEquals(1, Books.copies(fleet, "/s/book"));
  }

  /** The power goes at some boards within a move, and comes again. */
  private void cutWithin(Simulation simulation, boolean old, boolean next, boolean home) {
    SimCluster fleet = Books.fleet(simulation);
    SplittableRandom random = simulation.splitRandom();
    Books.pay(simulation, fleet, 1_500);
    simulation.runFor(random.nextInt(500));
    String from = fleet.locate("/s/book").orElseThrow().id().value();
    String at = fleet.locate("/s").orElseThrow().id().value();
    List<String> others =
        List.of(Books.NODES).stream().filter(n -> !n.equals(from) && !n.equals(at)).toList();
    String to = others.get(random.nextInt(others.size()));
    Books.move(fleet, to);
    simulation.runFor(random.nextInt(400));
    List<String> cut = Books.those(old, from, next, to, home, at);
    Books.cut(simulation, fleet, random, cut);
    simulation.runFor(random.nextBoolean() ? random.nextInt(3_000) : 40_000);
    Books.startAgain(simulation, fleet, random, cut);
    simulation.settle();
    Books.assertAllIsBooked(fleet);
    assertEquals(1, Books.copies(fleet, "/s/book"), () -> "copies of it, cut " + cut);
    Books.move(fleet, others.getFirst());
    simulation.settle();
    Books.pay(fleet);
    simulation.settle();
    assertEquals(others.getFirst(), fleet.locate("/s/book").orElseThrow().id().value());
    assertEquals(1, fleet.running("/s/book"), "it moves again");
  }

  @Test
  void ifThePowerGoesAtTheOldBoardNothingIsLostOrDoubled() {
    Simulation.underSeeds(
        SEEDS, Conditions.WIFI, simulation -> cutWithin(simulation, true, false, false));
  }

  @Test
  void ifThePowerGoesAtTheNewBoardNothingIsLostOrDoubled() {
    Simulation.underSeeds(
        SEEDS, Conditions.WIFI, simulation -> cutWithin(simulation, false, true, false));
  }

  @Test
  void ifThePowerGoesAtTheHomeNothingIsLostOrDoubled() {
    Simulation.underSeeds(
        SEEDS, Conditions.WIFI, simulation -> cutWithin(simulation, false, false, true));
  }

  @Test
  void ifThePowerGoesAtAllOfThemNothingIsLostOrDoubled() {
    Simulation.underSeeds(
        SEEDS, Conditions.WIFI, simulation -> cutWithin(simulation, true, true, true));
  }
}
