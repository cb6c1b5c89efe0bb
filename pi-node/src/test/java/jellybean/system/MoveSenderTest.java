package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jellybean.edn.Nil;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Actors that move while they talk to others. */
class MoveSenderTest {
  private static final String[] NODES = {"a", "b", "c", "d"};
  private static final int ITEMS = 60;

  private static String talking(String sink) {
    return """
    {:supervisor s
     :children [{:actor talker :state 0 :says #{:item} :on
                 {:go (fn [n _] {:after [[0 :tick nil]]})
                  :tick (fn [n _]
                          (if (< n %d)
                            {:state (inc n) :say [[:item n]] :after [[20 :tick nil]]}
                            {:state n}))}}
                {:actor sink :place "c" :state [] %s
                 :on {:item (fn [all n] {:state (conj all n)})}}]}
    """
        .formatted(ITEMS, sink);
  }

  private static void assertAllIsHeard(SimCluster fleet, String sink) {
    String expected =
        IntStream.range(0, ITEMS).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    assertEquals("[" + expected + "]", fleet.state(sink).toString());
  }

  private static void talkAndMove(Simulation simulation, String sink) {
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", talking(sink));
    fleet.send("/s", "go", Nil.NIL);
    SplittableRandom random = simulation.splitRandom();
    for (int i = 0; i < 4; i++) {
      simulation.runFor(random.nextInt(400));
      fleet.move("/s", "/s/talker", NODES[random.nextInt(NODES.length)]);
    }
    simulation.settle();
    assertAllIsHeard(fleet, "/s/sink");
    long late = fleet.alive().stream().mapToLong(node -> node.counter("unfenced")).sum();
    assertEquals(0, late, "it goes when all is heard, not when its time is over");
  }

  @Test
  void whatItSaysIsHeardOnceAndInOrder() {
    Simulation.underSeeds(100, Conditions.WIFI, simulation -> talkAndMove(simulation, ""));
  }

  @Test
  void theSameByWhoConfirmsWhatItHandles() {
    Simulation.underSeeds(
        50, Conditions.WIFI, simulation -> talkAndMove(simulation, ":at-least-once true"));
  }

  /** The same, but two supervisors move the two, at the same moment. */
  private static String talkingAcross(String sink) {
    return """
    {:supervisor s
     :forward {:left/item :right/item}
     :children
     [{:supervisor left :place "a" :children
       [{:actor talker :place "a" :state 0 :says #{:item} :on
         {:go (fn [n _] {:after [[0 :tick nil]]})
          :tick (fn [n _]
                  (if (< n %d)
                    {:state (inc n) :say [[:item n]] :after [[10 :tick nil]]}
                    {:state n}))}}]}
      {:supervisor right :place "c" :children
       [{:actor sink :place "c" :state [] %s
         :on {:item (fn [all n] {:state (conj all n)})}}]}]}
    """
        .formatted(ITEMS, sink);
  }

  private static void bothMove(Simulation simulation, String sink) {
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", talkingAcross(sink));
    fleet.send("/s/left", "go", Nil.NIL);
    SplittableRandom random = simulation.splitRandom();
    for (int i = 0; i < 4; i++) {
      simulation.runFor(random.nextInt(300));
      String to = NODES[random.nextInt(NODES.length)];
      String other = NODES[random.nextInt(NODES.length)];
      fleet.move("/s/left", "/s/left/talker", to);
      simulation.runFor(random.nextInt(30));
      fleet.move("/s/right", "/s/right/sink", other);
    }
    simulation.settle();
    assertAllIsHeard(fleet, "/s/right/sink");
  }

  @Test
  void ifWhoSpeaksAndWhoHearsMoveAtTheSameMomentItIsHeardOnceAndInOrder() {
    Simulation.underSeeds(200, Conditions.WIFI, simulation -> bothMove(simulation, ""));
  }

  @Test
  void theSameOverALinkOnWhichEachMessageMayTakeHalfASecond() {
    Simulation.underSeeds(100, Conditions.WILD, simulation -> bothMove(simulation, ""));
  }

  @Test
  void whoSpeaksLeavesOnlyWhenNothingThatItSaidWaitsForFences() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", talkingAcross(""));
    assertEquals("c", fleet.locate("/s/right").orElseThrow().id().value());
    simulation.network().cutOneWay(fleet.node("c"), fleet.node("d"));
    fleet.move("/s/right", "/s/right/sink", "b");
    simulation.runFor(200);
    assertEquals("b", fleet.locate("/s/right/sink").orElseThrow().id().value());
    fleet.send("/s/left", "go", Nil.NIL);
    simulation.runFor(100);
    fleet.move("/s/left", "/s/left/talker", "d");
    simulation.runFor(2_000);
    assertEquals("[]", fleet.state("/s/right/sink").toString(), "d does not know yet where it is");
    simulation.network().heal();
    simulation.settle();
    assertEquals("d", fleet.locate("/s/left/talker").orElseThrow().id().value());
    assertAllIsHeard(fleet, "/s/right/sink");
  }
}
