package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.SimJournal;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Durable actors that move, on boards whose power goes. */
class MoveDurableTest {
  private static final int SEEDS = 40;
  private static final int ITEMS = 40;
  private static final String[] NODES = {"a", "b", "c", "d"};

  /** On each member a durable actor that counts, and says each number to a durable book. */
  private static String books() {
    StringBuilder children = new StringBuilder();
    for (String node : NODES) {
      children.append(
          "{:actor till-%s :durable true :place \"%s\" :state 0 :says #{:paid} :on {:pay pay}}%n"
              .formatted(node, node));
    }
    return """
    {:supervisor s
     :functions {pay (fn [n _] {:state (inc n) :say [[:paid n]]})
                 keep (fn [all n i]
                        {:state (assoc all (:from i) (conj (get all (:from i) []) n))})}
     :children [%s
                {:actor book :durable true :place "a" :state {} :on {:paid keep}}]}
    """
        .formatted(children);
  }

  private final List<Value> expected = new ArrayList<>();

  MoveDurableTest() {
    for (int n = 0; n < ITEMS; n++) {
      expected.add(Int.of(n));
    }
  }

  private static SimCluster fleet(Simulation simulation) {
    SimCluster fleet = SimCluster.durable(simulation, NODES);
    fleet.deploy("a", "s", books());
    return fleet;
  }

  /** All tills are paid now and then; each payment is on disk at its till when it is made. */
  private static void pay(Simulation simulation, SimCluster fleet, long overMs) {
    for (int n = 0; n < ITEMS; n++) {
      simulation.after(n * overMs / ITEMS, () -> pay(fleet));
    }
  }

  private static void pay(SimCluster fleet) {
    for (SimNode node : fleet.alive()) {
      String till = "/s/till-" + node.id().value();
      node.send("/sys/test", till, "pay", Nil.NIL);
    }
  }

  private void assertAllIsBooked(SimCluster fleet) {
    assertEquals(1, fleet.running("/s/book"), () -> "in " + fleet.placesOf("s"));
    assertEquals(1, fleet.instances("/s/book"), () -> "in " + fleet.placesOf("s"));
    EdnMap book = (EdnMap) fleet.state("/s/book");
    for (String node : NODES) {
      long paid = ((Int) fleet.state("/s/till-" + node)).value();
      Value booked = book.get(new Text("/s/till-" + node), Nil.NIL);
      assertEquals(
          expected.subList(0, (int) paid).toString().replace(",", ""),
          booked == Nil.NIL ? "[]" : booked.toString(),
          () -> "what till-" + node + " was paid");
    }
  }

  /** How many nodes keep something of an actor. */
  private static long copies(SimCluster fleet, String actor) {
    return fleet.alive().stream()
        .filter(n -> !((SimJournal) n.journal()).store().load(new Address(actor)).isNothing())
        .count();
  }

  private static void move(SimCluster fleet, String to) {
    if (fleet.locate("/s").isPresent()) {
      fleet.move("/s", "/s/book", to);
    }
  }

  @Test
  void whatIsAcceptedIsAppliedOnceAndInOrderHoweverOftenItMoves() {
    long[] moves = {0};
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          pay(simulation, fleet, 2_000);
          for (int i = 0; i < 4; i++) {
            simulation.runFor(random.nextInt(800));
            move(fleet, NODES[random.nextInt(NODES.length)]);
          }
          simulation.settle();
          assertAllIsBooked(fleet);
          assertEquals(ITEMS, ((Int) fleet.state("/s/till-b")).value());
          assertEquals(1, copies(fleet, "/s/book"), "the old boards have forgotten it");
          moves[0] += fleet.locate("/s/book").equals(fleet.locate("/s/till-a")) ? 0 : 1;
        });
    assertTrue(moves[0] > SEEDS / 3, "it did move: " + moves[0]);
  }

  @Test
  void whereNothingIsKeptItDoesNotGo() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = fleet(simulation);
    fleet.start("e");
    fleet.announce();
    simulation.settle();
    move(fleet, "e");
    simulation.settle();
    assertEquals(1, fleet.dead("not-moved"));
    assertEquals("a", fleet.locate("/s/book").orElseThrow().id().value());
    pay(simulation, fleet, 1_000);
    simulation.settle();
    assertAllIsBooked(fleet);
  }

  @Test
  void whileItsOldBoardIsAwayWithItItIsAbsentAndComesWithTheBoard() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = fleet(simulation);
    pay(simulation, fleet, 100);
    simulation.settle();
    String home = fleet.locate("/s").orElseThrow().id().value();
    String next = home.equals("b") ? "c" : "b";
    simulation.network().cutOneWay(fleet.node("a"), fleet.node(next));
    move(fleet, next);
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
    assertAllIsBooked(fleet);
    assertEquals(next, fleet.locate("/s/book").orElseThrow().id().value());
    assertEquals(1, copies(fleet, "/s/book"));
  }

  /** The power goes at some boards within a move, and comes again. */
  private void cutWithin(Simulation simulation, boolean old, boolean next, boolean home) {
    SimCluster fleet = fleet(simulation);
    SplittableRandom random = simulation.splitRandom();
    pay(simulation, fleet, 1_500);
    simulation.runFor(random.nextInt(500));
    String from = fleet.locate("/s/book").orElseThrow().id().value();
    String at = fleet.locate("/s").orElseThrow().id().value();
    List<String> others =
        List.of(NODES).stream().filter(n -> !n.equals(from) && !n.equals(at)).toList();
    String to = others.get(random.nextInt(others.size()));
    move(fleet, to);
    simulation.runFor(random.nextInt(400));
    List<String> cut = new ArrayList<>();
    if (old) {
      cut.add(from);
    }
    if (next) {
      cut.add(to);
    }
    if (home && !cut.contains(at)) {
      cut.add(at);
    }
    for (String name : cut) {
      fleet.kill(fleet.node(name));
      simulation.runFor(random.nextInt(200));
    }
    simulation.runFor(random.nextBoolean() ? random.nextInt(3_000) : 40_000);
    for (String name : cut) {
      fleet.startDurable(name);
      fleet.announce();
      simulation.runFor(random.nextInt(2_000));
    }
    simulation.settle();
    assertAllIsBooked(fleet);
    assertEquals(1, copies(fleet, "/s/book"), () -> "copies of it, cut " + cut);
    move(fleet, others.getFirst());
    simulation.settle();
    pay(fleet);
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
