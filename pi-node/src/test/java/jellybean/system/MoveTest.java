package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.sim.Conditions;
import jellybean.sim.Flaw;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Actors that move from member to member while others talk to them. */
class MoveTest {
  private static final int SEEDS = 100;
  private static final int ITEMS = 60;
  private static final String[] NODES = {"a", "b", "c", "d"};

  /** Two senders on each of four members, which say what they count to one who keeps all. */
  static String talkative(String sink) {
    StringBuilder children = new StringBuilder();
    for (String node : NODES) {
      for (int i = 0; i < 2; i++) {
        children.append(
            "{:actor %s%d :place \"%s\" :state 0 :says #{:item} :on {:go tick :tick tick}}%n"
                .formatted(node, i, node));
      }
    }
    return """
    {:supervisor s
     :functions {tick (fn [n _]
                        (if (< n %d)
                          {:state (inc n) :say [[:item n]] :after [[20 :tick nil]]}
                          {:state n}))
                 keep (fn [all n i]
                        {:state (assoc all (:from i) (conj (get all (:from i) []) n))})}
     :children [%s
                {:actor sink :state {} :on {:item keep} %s}]}
    """
        .formatted(ITEMS, children, sink);
  }

  private static SimCluster talking(Simulation simulation, String sink) {
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", talkative(sink));
    fleet.send("/s", "go", Nil.NIL);
    return fleet;
  }

  private static void assertOnceAndInOrder(SimCluster fleet) {
    assertEquals(1, fleet.running("/s/sink"));
    EdnMap all = (EdnMap) fleet.state("/s/sink");
    List<Value> expected = new ArrayList<>();
    for (int n = 0; n < ITEMS; n++) {
      expected.add(Int.of(n));
    }
    assertEquals(2 * NODES.length, all.size(), all.toString());
    all.forEach(
        (from, items) ->
            assertEquals(
                expected.toString().replace(",", ""),
                items.toString(),
                () -> "what " + from + " said"));
  }

  private static void moveNowAndThen(Simulation simulation, SimCluster fleet, int times) {
    SplittableRandom random = simulation.splitRandom();
    for (int i = 0; i < times; i++) {
      simulation.runFor(random.nextInt(400));
      fleet.move("/s", "/s/sink", NODES[random.nextInt(NODES.length)]);
    }
    simulation.settle();
  }

  @Test
  void everyMessageArrivesOnceAndInOrderHoweverOftenTheReceiverMoves() {
    long[] moves = {0};
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = talking(simulation, "");
          moveNowAndThen(simulation, fleet, 4);
          assertOnceAndInOrder(fleet);
          assertEquals(0, fleet.dead("no-such-actor") + fleet.dead("overflow"));
          moves[0] += fleet.locate("/s/sink").equals(fleet.locate("/s")) ? 0 : 1;
        });
    assertTrue(moves[0] > SEEDS / 3, "it did move: " + moves[0]);
  }

  @Test
  void whatIsToBeHandledAtLeastOnceIsHandledOnceAndInOrder() {
    Simulation.underSeeds(
        SEEDS / 2,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = talking(simulation, ":at-least-once true");
          moveNowAndThen(simulation, fleet, 3);
          assertOnceAndInOrder(fleet);
        });
  }

  @Test
  void withoutFencesTheOrderBreaksAndIsSeenToBreak() {
    boolean isBroken =
        Simulation.underSomeSeed(
            10 * SEEDS,
            Conditions.WIFI,
            simulation -> {
              SimCluster fleet =
                  SimCluster.withHosts(
                      simulation, host -> Tampered.host(host, Set.of(Flaw.NO_FENCE)), NODES);
              fleet.deploy("a", "s", talkative(""));
              fleet.send("/s", "go", Nil.NIL);
              moveNowAndThen(simulation, fleet, 4);
              return !((EdnMap) fleet.state("/s/sink"))
                  .values().stream().allMatch(MoveTest::isAscending);
            });
    assertTrue(isBroken, "a test of the order that cannot fail");
  }

  // ---- it comes back before all has come that was sent before it left

  /**
   * An actor moves from b to d and is to come back; all the while b hears nothing of e, and nothing
   * of a, or does not from when it has left on.
   */
  private static SimCluster backAndForth(
      Simulation simulation, String children, String actor, String name, boolean cutsLater) {
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c", "d", "e");
    fleet.deploy("a", "s", "{:supervisor s :children [" + children + "]}");
    fleet.move("/s", actor, "b");
    simulation.settle();
    assertEquals("c", fleet.locate("/s").orElseThrow().id().value());
    fleet.send("/s", name, new Text("first"));
    simulation.runFor(100);
    simulation.network().cutOneWay(fleet.node("e"), fleet.node("b"));
    for (String to : List.of("d", "b")) {
      if (!cutsLater) {
        simulation.network().cutOneWay(fleet.node("a"), fleet.node("b"));
      }
      fleet.send("/s", name, new Text("before " + to));
      simulation.runFor(50);
      fleet.move("/s", actor, to);
      simulation.runFor(100);
      simulation.network().cutOneWay(fleet.node("a"), fleet.node("b"));
      simulation.runFor(500);
    }
    fleet.send("/s", name, new Text("at last"));
    simulation.runFor(200);
    assertEquals("d", fleet.locate(actor).orElseThrow().id().value(), "it waits for a fence");
    simulation.network().heal();
    simulation.settle();
    assertEquals("b", fleet.locate(actor).orElseThrow().id().value());
    return fleet;
  }

  @Test
  void whatIsStillOnItsWayToWhereItComesBackIsNotOvertaken() {
    SimCluster fleet =
        backAndForth(
            new Simulation(1),
            "{:actor talker :place \"a\" :state nil :says #{:item}"
                + " :on {:talk (fn [s text] {:say [[:item text]]})}}"
                + " {:actor sink :state [] :on {:item (fn [all text] {:state (conj all text)})}}",
            "/s/sink",
            "talk",
            false);
    assertEquals(
        "[\"first\" \"before d\" \"before b\" \"at last\"]", fleet.state("/s/sink").toString());
  }

  @Test
  void anAnswerThatComesWhereTheAskerIsToComeBackGoesAfterIt() {
    SimCluster fleet =
        backAndForth(
            new Simulation(1),
            "{:actor asker :state [] :says #{:question}"
                + " :on {:ask (fn [s d] {:say [[:question d {:reply :answer :within-ms 60000}]]})"
                + " :answer (fn [all d] {:state (conj all d)})}}"
                + " {:actor sage :place \"a\" :state nil"
                + " :on {:question (fn [s d i] {:after [[200 :now [(:reply-to i) d]]]})"
                + " :now (fn [s [to d]] {:reply [[to (str d \"!\")]]})}}",
            "/s/asker",
            "ask",
            true);
    assertEquals(
        List.of("\"at last!\"", "\"before b!\"", "\"before d!\"", "\"first!\""),
        SimCluster.list(fleet.state("/s/asker")).stream().map(Value::toString).sorted().toList());
    assertEquals(0, fleet.dead("late"));
  }

  private static boolean isAscending(Value items) {
    long last = -1;
    for (Value item : (EdnVector) items) {
      if (((Int) item).value() <= last) {
        return false;
      }
      last = ((Int) item).value();
    }
    return true;
  }

  // ---- boards die in the middle

  /** Kills one member somewhere within a move; whatever was lost, nothing is doubled. */
  private static void killWithin(Simulation simulation, int who) {
    SimCluster fleet = talking(simulation, ":place :spread");
    SplittableRandom random = simulation.splitRandom();
    simulation.runFor(random.nextInt(300));
    SimNode from = fleet.locate("/s/sink").orElseThrow();
    SimNode home = fleet.locate("/s").orElseThrow();
    List<SimNode> others = fleet.alive().stream().filter(n -> n != from && n != home).toList();
    SimNode to = others.get(random.nextInt(others.size()));
    fleet.move("/s", "/s/sink", to.id().value());
    simulation.runFor(random.nextInt(120));
    fleet.kill(List.of(from, to, home).get(who));
    simulation.settle();
    assertEquals(1, fleet.running("/s/sink"), () -> "in " + fleet.placesOf("s"));
    assertEquals(1, fleet.instances("/s/sink"), () -> "in " + fleet.placesOf("s"));
    ((EdnMap) fleet.state("/s/sink"))
        .forEach((who2, items) -> assertTrue(isAscending(items), who2 + ": " + items));
    fleet.send("/s", "go", Nil.NIL);
    String place = fleet.locate("/s/sink").orElseThrow().id().value();
    String next =
        fleet.alive().stream()
            .map(n -> n.id().value())
            .filter(n -> !n.equals(place))
            .findFirst()
            .orElseThrow();
    fleet.move("/s", "/s/sink", next);
    simulation.settle();
    assertEquals(next, fleet.locate("/s/sink").orElseThrow().id().value(), "it moves again");
    assertEquals(1, fleet.running("/s/sink"));
  }

  @Test
  void ifTheOldNodeDiesWithinAMoveThereIsOneOfItAfterwards() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, simulation -> killWithin(simulation, 0));
  }

  @Test
  void ifTheNewNodeDiesWithinAMoveThereIsOneOfItAfterwards() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, simulation -> killWithin(simulation, 1));
  }

  @Test
  void ifTheHomeDiesWithinAMoveThereIsOneOfItAfterwards() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, simulation -> killWithin(simulation, 2));
  }

  @Test
  void whatBeganAnewSinceItsOldNodeDiedWithinAMoveMayMoveOn() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = talking(simulation, "");
          SimNode home = fleet.locate("/s").orElseThrow();
          List<String> others =
              List.of(NODES).stream().filter(n -> !n.equals(home.id().value())).toList();
          fleet.move("/s", "/s/sink", others.get(0));
          simulation.runFor(2_000);
          fleet.kill(fleet.node(others.get(0)));
          fleet.move("/s", "/s/sink", others.get(1));
          simulation.settle();
          assertEquals(1, fleet.running("/s/sink"));
          fleet.move("/s", "/s/sink", others.get(2));
          simulation.settle();
          assertEquals(others.get(2), fleet.locate("/s/sink").orElseThrow().id().value());
          assertEquals(1, fleet.instances("/s/sink"));
        });
  }

  @Test
  void whereAFenceWasLostItMovesOnAllTheSame() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", SUM);
    SimNode home = fleet.locate("/s").orElseThrow();
    List<SimNode> others = fleet.alive().stream().filter(n -> !n.equals(home)).toList();
    fleet.move("/s", "/s/sum", others.get(0).id().value());
    simulation.settle();
    simulation.network().cutOneWay(others.get(2), others.get(0));
    fleet.move("/s", "/s/sum", others.get(1).id().value());
    simulation.runFor(500);
    simulation.network().giveUp(others.get(2), others.get(0));
    simulation.network().heal();
    fleet.move("/s", "/s/sum", home.id().value());
    simulation.settle();
    assertEquals(home, fleet.locate("/s/sum").orElseThrow());
    assertEquals(1, fleet.instances("/s/sum"));
  }

  // ---- another version comes in the middle

  private static final String SUM =
      "{:supervisor s :children [{:actor sum :state 0 :on {:add (fn [n x] {:state (+ n x)})}}]}";

  @Test
  void whoKnowsAnotherVersionThanTheHomeDoesNotTakeAnActorAsOneOfThat() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", SUM);
    fleet.send("/s", "add", Int.of(7));
    simulation.settle();
    SimNode home = fleet.locate("/s").orElseThrow();
    assertEquals(home, fleet.locate("/s/sum").orElseThrow());
    simulation.network().cut(home, fleet.node("a"));
    fleet.order("a", "s", Bundle.of("s.edn", SUM.replace("(+ n x)", "(- n x)")), EdnMap.EMPTY);
    simulation.runFor(200);
    fleet.move("/s", "/s/sum", "b");
    simulation.runFor(200);
    assertEquals(home, fleet.locate("/s/sum").orElseThrow(), "it has not moved");
    simulation.network().heal();
    simulation.settle();
    fleet.send("/s", "add", Int.of(1));
    simulation.settle();
    assertEquals("-1", fleet.state("/s/sum").toString(), "it begins anew as the other version");
    assertEquals(1, fleet.instances("/s/sum"));
  }

  @Test
  void ifAnotherVersionComesWithinAMoveItRunsThatOneOnceAndForAll() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, NODES);
          fleet.deploy("a", "s", SUM);
          fleet.send("/s", "add", Int.of(7));
          simulation.settle();
          SplittableRandom random = simulation.splitRandom();
          fleet.move("/s", "/s/sum", NODES[random.nextInt(NODES.length)]);
          simulation.runFor(random.nextInt(150));
          boolean migrates = random.nextBoolean();
          String next =
              SUM.replace("(+ n x)", "(- n x)")
                  .replace(
                      ":state 0",
                      migrates ? ":state 0 :migrate (fn [old] (* 10 old))" : ":state 0");
          fleet.order("a", "s", Bundle.of("s.edn", next), EdnMap.EMPTY);
          simulation.settle();
          fleet.send("/s", "add", Int.of(1));
          simulation.settle();
          assertEquals(1, fleet.running("/s/sum"), () -> "in " + fleet.placesOf("s"));
          assertEquals(1, fleet.instances("/s/sum"), () -> "in " + fleet.placesOf("s"));
          assertEquals(migrates ? "69" : "-1", fleet.state("/s/sum").toString());
        });
  }

  @Test
  void whatItsOldNodeHasMigratedAlreadyIsNotMigratedAgain() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", SUM);
    SimNode home = fleet.locate("/s").orElseThrow();
    List<SimNode> others = fleet.alive().stream().filter(n -> n != home).toList();
    fleet.move("/s", "/s/sum", others.get(0).id().value());
    simulation.settle();
    fleet.send("/s", "add", Int.of(7));
    simulation.settle();
    SimNode next = others.get(1);
    simulation.network().cutOneWay(next, home);
    fleet.move("/s", "/s/sum", next.id().value());
    simulation.runFor(200);
    simulation.network().heal();
    simulation.network().cutOneWay(home, others.get(0));
    simulation.runFor(200);
    assertEquals(others.get(0), fleet.locate("/s/sum").orElseThrow(), "it has not heard of it");
    String third =
        SUM.replace("(+ n x)", "(- n x)")
            .replace(":state 0", ":state 0 :migrate (fn [old] (* 10 old))");
    fleet.order(others.get(2).id().value(), "s", Bundle.of("s.edn", third), EdnMap.EMPTY);
    simulation.runFor(500);
    assertEquals("70", fleet.state("/s/sum").toString(), "it has heard of the other version");
    simulation.network().heal();
    simulation.settle();
    assertEquals(next, fleet.locate("/s/sum").orElseThrow());
    assertEquals("70", fleet.state("/s/sum").toString());
  }
}
