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
    String expected =
        IntStream.range(0, ITEMS).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    assertEquals("[" + expected + "]", fleet.state("/s/sink").toString());
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
}
