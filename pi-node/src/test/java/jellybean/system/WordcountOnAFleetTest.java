package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jellybean.device.Drivers;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** {@code wordcount.edn} as it ships, on simulated fleets with the real file device. */
class WordcountOnAFleetTest {
  private static final int SEEDS = 10;
  private static final long WORDS = 5_641;
  private static final Value MOST_FREQUENT =
      Samples.read(
          "[[\"the\" 345] [\"of\" 221] [\"to\" 192] [\"a\" 184] [\"or\" 151] [\"you\" 128]"
              + " [\"license\" 102] [\"and\" 98] [\"work\" 97] [\"that\" 91]]");

  private static SimCluster fleet(Simulation simulation) {
    Drivers drivers = Drivers.standard(Path.of(""));
    Checker checker = new Checker(drivers.catalogue());
    return new SimCluster(
        simulation,
        (bundle, with) -> checker.check(bundle, with).definition().orElseThrow(),
        drivers::create,
        "a",
        "b",
        "c");
  }

  private static void deploy(SimCluster fleet, EdnMap with) {
    fleet.deploy("a", "wordcount", Bundle.collect("wordcount.edn", Samples::example), with);
  }

  @Test
  void onAWirelessFleetTheTenMostFrequentWordsAreRight() {
    Simulation.underSeeds(SEEDS, Conditions.WIFI, WordcountOnAFleetTest::countsAll);
  }

  @Test
  void onAWildFleetToo() {
    Simulation.underSeeds(2, Conditions.WILD, WordcountOnAFleetTest::countsAll);
  }

  private static void countsAll(Simulation simulation) {
    SimCluster fleet = fleet(simulation);
    deploy(fleet, EdnMap.EMPTY);
    simulation.settle();
    EdnMap state = (EdnMap) fleet.state("/wordcount/collector");
    assertEquals(Bool.TRUE, state.get(Keyword.of("done")), state::toString);
    assertEquals(Int.of(WORDS), state.get(Keyword.of("total")));
    assertEquals(MOST_FREQUENT, state.get(Keyword.of("top")));
    for (String reason : List.of("overflow", "unrouted", "crashed", "expired", "late")) {
      assertEquals(0, fleet.dead(reason), reason);
    }
    assertEquals(3, membersOf(fleet, "/wordcount/counter/", 4).size());
    assertEquals(2, membersOf(fleet, "/wordcount/splitter/", 2).size());
  }

  private static Set<NodeId> membersOf(SimCluster fleet, String replicas, int count) {
    Set<NodeId> members = new HashSet<>();
    for (int i = 0; i < count; i++) {
      members.add(fleet.locate(replicas + i).orElseThrow().id());
    }
    return members;
  }

  @Test
  void aTextThatIsMissingIsTheResult() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = fleet(simulation);
          deploy(fleet, EdnMap.of(Keyword.of("text"), new Text("no-such.txt")));
          simulation.settle();
          EdnMap state = (EdnMap) fleet.state("/wordcount/collector");
          assertEquals(Bool.TRUE, state.get(Keyword.of("done")));
          String failed = state.get(Keyword.of("failed")).toString();
          assertTrue(failed.contains("no-such.txt"), failed);
          assertEquals(EdnVector.EMPTY, state.get(Keyword.of("top")));
        });
  }
}
