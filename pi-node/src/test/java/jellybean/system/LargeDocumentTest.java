package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnMap;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A document near the bound, in a fleet whose links together do not hold a copy for each. */
class LargeDocumentTest {
  private static final String[] NINE = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};

  private static Bundle large(String more) {
    String text =
        "{:supervisor s :children [{:actor many :replicas 9 :place :spread :on {}}"
            + more
            + "]} ;"
            + "-".repeat(900_000);
    return Bundle.of("s.edn", text);
  }

  private static long knowing(SimCluster fleet, String version) {
    return fleet.alive().stream().filter(node -> knows(node, version)).count();
  }

  private static boolean knows(SimNode node, String version) {
    return node.shown(Protocol.documents(node.id()).path()).contains("\"s\" {:version " + version);
  }

  @Test
  void itReachesAFewMembersAtATimeAndAllInTheEndAndRuns() {
    Simulation simulation = new Simulation(11);
    SimCluster fleet = SimCluster.of(simulation, NINE);
    fleet.order("a", "s", large(""), EdnMap.EMPTY);
    simulation.runFor(1);
    assertTrue(knowing(fleet, "[1 \"a\"]") <= 3, "not all at once");
    simulation.settle();
    assertEquals(9, knowing(fleet, "[1 \"a\"]"));
    for (int i = 0; i < NINE.length; i++) {
      assertEquals(1, fleet.running("/s/many/" + i));
    }
    assertEquals(0, fleet.dead("overflow"));
  }

  @Test
  void whoWasAwayHearsThatItKnowsAllOnlyBehindIt() {
    Simulation simulation = new Simulation(12);
    SimCluster fleet = SimCluster.of(simulation, NINE);
    fleet.deploy("a", "s", large(""), EdnMap.EMPTY);
    SimNode late = fleet.start("late");
    fleet.announce();
    simulation.settle();
    assertTrue(knows(late, "[1 \"a\"]"));
    fleet.deploy("b", "s", large(" {:actor more :on {}}"), EdnMap.EMPTY);
    assertEquals(10, knowing(fleet, "[2 \"b\"]"));
    assertEquals(1, fleet.running("/s/more"));
  }
}
