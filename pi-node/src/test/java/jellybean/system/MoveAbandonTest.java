package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.SimJournal;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Moves of durable actors that are given up, or end with the loss of a board. */
class MoveAbandonTest {
  private static final int SEEDS = 40;

  static String home(SimCluster fleet) {
    return fleet.locate("/s").orElseThrow().id().value();
  }

  /** Members that are neither the home nor have the book. */
  static List<String> others(SimCluster fleet) {
    String home = home(fleet);
    return List.of(Books.NODES).stream().filter(n -> !n.equals("a") && !n.equals(home)).toList();
  }

  static void assertItMovesAgain(Simulation simulation, SimCluster fleet) {
    String to = Books.placeOf(fleet).equals("b") ? "c" : "b";
    Books.move(fleet, to);
    simulation.settle();
    assertEquals(to, Books.placeOf(fleet));
    assertEquals(1, fleet.running("/s/book"), "it moves again");
    assertEquals(1, Books.copies(fleet, "/s/book"));
  }

  @Test
  void whatIsGivenUpAtAnyMomentGoesOnWithNothingLostOrDoubledOrOvertaken() {
    int[] back = {0};
    Simulation.underSeeds(
        2 * SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          Books.pay(simulation, fleet, 1_500);
          simulation.runFor(random.nextInt(500));
          String to = others(fleet).getFirst();
          Books.move(fleet, to);
          simulation.runFor(random.nextInt(300));
          Books.abandon(fleet, Optional.empty());
          simulation.settle();
          Books.assertAllIsBooked(fleet);
          assertEquals(Books.ITEMS, ((Int) fleet.state("/s/till-b")).value());
          assertEquals(1, Books.copies(fleet, "/s/book"));
          boolean isBack = Books.placeOf(fleet).equals("a");
          back[0] += isBack && fleet.dead("not-moved") > 0 ? 1 : 0;
          assertItMovesAgain(simulation, fleet);
        });
    assertTrue(
        back[0] > SEEDS / 8, "it did go back after the table said that it moves: " + back[0]);
  }

  /** The book is on its way from a board that is away. */
  static String stuck(Simulation simulation, SimCluster fleet) {
    Books.pay(simulation, fleet, 100);
    simulation.settle();
    String to = others(fleet).getFirst();
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(to));
    Books.move(fleet, to);
    simulation.runFor(500);
    fleet.kill(fleet.node("a"));
    simulation.runFor(10_000);
    assertEquals(0, fleet.running("/s/book"));
    return to;
  }

  static void comesBack(Simulation simulation, SimCluster fleet) {
    simulation.network().heal();
    fleet.startDurable("a");
    fleet.announce();
    simulation.settle();
  }

  @Test
  void ifTheOldBoardIsAwayAMoveThatIsGivenUpGoesOnThereWhenItComesBack() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    String to = stuck(simulation, fleet);
    String moving = fleet.state("/s").toString();
    assertTrue(moving.contains(":moving {\"/s/book\" [\"a\" \"" + to + "\"]}"), moving);
    Address asker = Books.abandon(fleet, Optional.empty());
    simulation.runFor(10_000);
    assertEquals(
        "{:done :abandon, :actor \"/s/book\", :node \"a\"}", fleet.state(asker.path()).toString());
    assertEquals(0, fleet.running("/s/book"));
    String shown = fleet.state("/s").toString();
    assertTrue(shown.contains("\"/s/book\" [:absent \"a\"]"), shown);
    comesBack(simulation, fleet);
    Books.assertAllIsBooked(fleet);
    assertEquals("a", Books.placeOf(fleet));
    assertItMovesAgain(simulation, fleet);
  }

  @Test
  void whoHasTurnedItAwayNeverTakesItAlthoughItComesAfterwards() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    Books.pay(simulation, fleet, 100);
    simulation.settle();
    String home = home(fleet);
    String to = others(fleet).getFirst();
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(to));
    Books.move(fleet, to);
    simulation.runFor(500);
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(home));
    Books.abandon(fleet, Optional.empty());
    simulation.runFor(1_000);
    simulation.network().heal();
    simulation.network().cutOneWay(fleet.node(home), fleet.node(to));
    for (int i = 0; i < 1_000; i++) {
      simulation.runFor(20);
      assertTrue(fleet.running("/s/book") <= 1, () -> "in " + fleet.placesOf("s"));
    }
    assertEquals("a", Books.placeOf(fleet));
    simulation.network().heal();
    simulation.settle();
    Books.assertAllIsBooked(fleet);
    assertItMovesAgain(simulation, fleet);
  }

  /** The power goes at some boards while a move is being given up, and comes again. */
  private static void cutWithin(Simulation simulation, boolean old, boolean next, boolean home) {
    SimCluster fleet = Books.fleet(simulation);
    SplittableRandom random = simulation.splitRandom();
    Books.pay(simulation, fleet, 1_500);
    simulation.runFor(random.nextInt(500));
    String at = home(fleet);
    List<String> others = others(fleet);
    String to = others.get(random.nextInt(others.size()));
    if (random.nextBoolean()) {
      ((SimJournal) fleet.node(to).journal()).fill();
    }
    Books.move(fleet, to);
    simulation.runFor(random.nextInt(200));
    if (random.nextBoolean()) {
      Books.abandon(fleet, Optional.empty());
    }
    simulation.runFor(random.nextInt(200));
    List<String> cut = Books.those(old, "a", next, to, home, at);
    Books.cut(simulation, fleet, random, cut);
    simulation.runFor(random.nextBoolean() ? random.nextInt(3_000) : 40_000);
    if (random.nextBoolean() && fleet.locate("/s").isPresent()) {
      Books.abandon(fleet, Optional.empty());
      simulation.runFor(random.nextInt(500));
    }
    Books.startAgain(simulation, fleet, random, cut);
    simulation.settle();
    Books.assertAllIsBooked(fleet);
    assertEquals(1, Books.copies(fleet, "/s/book"), () -> "copies of it, cut " + cut);
    if (Books.placeOf(fleet).equals("a")) {
      String safe = others.stream().filter(n -> !n.equals(to)).findFirst().orElse(at);
      Books.move(fleet, safe);
      simulation.settle();
      assertEquals(safe, Books.placeOf(fleet), "it moves again");
    }
  }

  @Test
  void ifThePowerGoesAtTheOldBoardNothingIsLostOrDoubled() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, s -> cutWithin(s, true, false, false));
  }

  @Test
  void ifThePowerGoesAtTheNewBoardNothingIsLostOrDoubled() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, s -> cutWithin(s, false, true, false));
  }

  @Test
  void ifThePowerGoesAtTheHomeNothingIsLostOrDoubled() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, s -> cutWithin(s, false, false, true));
  }

  @Test
  void ifThePowerGoesAtAllOfThemNothingIsLostOrDoubled() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, s -> cutWithin(s, true, true, true));
  }

  @Test
  void ifTheNewBoardHasNoRoomItGoesOnAtTheOldOneAndThatIsSaidAndCounted() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          Books.pay(simulation, fleet, 1_500);
          simulation.runFor(random.nextInt(1_000));
          String to = others(fleet).getFirst();
          ((SimJournal) fleet.node(to).journal()).fill();
          Address asker = Asker.ask(fleet, SimCluster.moveOrder("/s/book", to));
          simulation.settle();
          Books.assertAllIsBooked(fleet);
          assertEquals("a", Books.placeOf(fleet));
          assertEquals(1, Books.copies(fleet, "/s/book"));
          assertEquals(1, fleet.dead("not-moved"));
          assertEquals(1, fleet.dead("not-kept"));
          String answer = fleet.state(asker.path()).toString();
          String why = to + " cannot keep it: the store of this node is full";
          assertTrue(answer.contains("cannot move /s/book to " + to + ": " + why), answer);
        });
  }

  @Test
  void whereTheDiskIsBrokenItDoesNotGo() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    Books.pay(simulation, fleet, 1_500);
    String to = others(fleet).getFirst();
    simulation.disk(to).failAfter(0);
    simulation.runFor(1_000);
    Books.move(fleet, to);
    simulation.settle();
    assertEquals(1, fleet.dead("not-moved"));
    assertEquals("a", Books.placeOf(fleet));
    assertEquals(1, fleet.running("/s/book"));
  }

  @Test
  void ofOneSupervisorNoMoreThanFourMoveAtATimeAndThatIsSaidAndCounted() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.durable(simulation, Books.NODES);
    String each = "{:actor till-%d :durable true :place \"a\" :state 0 :on {:x (fn [s d] nil)}}";
    StringBuilder tills = new StringBuilder();
    for (int n = 0; n <= Relocation.MAX_MOVES; n++) {
      tills.append(each.formatted(n));
    }
    fleet.deploy("a", "s", "{:supervisor s :children [" + tills + "]}");
    String to = others(fleet).getFirst();
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(to));
    for (int n = 0; n < Relocation.MAX_MOVES; n++) {
      fleet.move("/s", "/s/till-" + n, to);
      simulation.runFor(1_000);
    }
    assertEquals(0, fleet.dead("not-moved"));
    Address asker = Asker.ask(fleet, SimCluster.moveOrder("/s/till-" + Relocation.MAX_MOVES, to));
    simulation.runFor(1_000);
    String answer = fleet.state(asker.path()).toString();
    assertTrue(
        answer.contains(
            "cannot move /s/till-4 now: expected fewer than 4 that /s moves, found as many"),
        answer);
    assertEquals(1, fleet.dead("not-moved"));
    simulation.network().heal();
    simulation.settle();
    for (int n = 0; n < Relocation.MAX_MOVES; n++) {
      assertEquals(to, fleet.locate("/s/till-" + n).orElseThrow().id().value());
    }
    assertEquals("a", fleet.locate("/s/till-" + Relocation.MAX_MOVES).orElseThrow().id().value());
  }

  @Test
  void whileOneCannotGoOnOthersOfTheSameSupervisorMove() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    String stuckTo = stuck(simulation, fleet);
    String to = stuckTo.equals("b") ? "c" : "b";
    fleet.move("/s", "/s/till-d", to);
    simulation.runFor(10_000);
    assertEquals(to, fleet.locate("/s/till-d").orElseThrow().id().value());
    assertEquals(0, fleet.running("/s/book"));
    comesBack(simulation, fleet);
    Books.assertAllIsBooked(fleet);
    assertEquals(stuckTo, Books.placeOf(fleet));
    assertEquals(1, Books.copies(fleet, "/s/book"));
    assertEquals(1, Books.copies(fleet, "/s/till-d"));
  }
}
