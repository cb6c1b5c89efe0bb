package jellybean.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.rehearsal.Replay.Outcome;
import jellybean.sim.Simulation;
import jellybean.system.Bundle;
import jellybean.system.Checker;
import jellybean.system.DeviceCatalogue;
import jellybean.system.SimCluster;
import jellybean.system.SupervisorDef;
import org.junit.jupiter.api.Test;

/** What simulated nodes recorded is replayed. */
class ReplayTest {
  private static final int SEEDS = 20;

  /** Uses all that a replay has to bring back: time, seed, sender, key, question. */
  private static final String DOCUMENT =
      """
      {:supervisor s :intensity {:max 99 :within-ms 1000}
       :children [{:actor a :state {:n 0}
                   :on {:add (fn [s d i] {:state (-> s (update :n + d)
                                                      (assoc :time (:time i) :seed (:seed i)
                                                             :from (:from i) :id (:id i)))})
                        :crash (fn [s d] (nth [] 1))}}
                  {:actor k :replicas 2 :state [] :route {:put (fn [[key v]] key)}
                   :on {:put (fn [s [key v] i] {:state (conj s [v (:key i)])})}}]}
      """;

  private static SupervisorDef definition(String document) {
    return new Checker(DeviceCatalogue.of(Map.of()))
        .check(Bundle.of("s.edn", document), EdnMap.EMPTY)
        .definition()
        .orElseThrow();
  }

  private static Value recorded(SimCluster fleet, String actor) {
    return fleet
        .node("a")
        .inspect(loop -> EdnVector.of(loop.states(new Address(actor))))
        .getFirst();
  }

  private static SimCluster run(Simulation simulation, int messages, int crashPercent) {
    SimCluster fleet = SimCluster.of(simulation, "a");
    fleet.deploy("a", "s", DOCUMENT);
    SplittableRandom random = simulation.splitRandom();
    for (int i = 0; i < messages; i++) {
      Value pair = EdnVector.of(Int.of(random.nextInt(9)), Int.of(i));
      fleet.node("a").send("/sys/test", "/s", "put", pair);
      fleet.node("a").send("/sys/test", "/s", "add", Int.of(random.nextInt(100)));
      if (random.nextInt(100) < crashPercent) {
        fleet.node("a").send("/sys/test", "/s", "crash", Int.of(i));
      }
      simulation.runFor(random.nextInt(1_000) + 100);
    }
    simulation.settle();
    return fleet;
  }

  @Test
  void whatWasRecordedIsTheSameOnceMoreAcrossRestartsAndKeys() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = run(simulation, 60, 5);
          Outcome.Same a =
              assertInstanceOf(
                  Outcome.Same.class, Replay.of(definition(DOCUMENT), recorded(fleet, "/s/a")));
          assertTrue(a.messages() > 50 && a.states() >= a.messages(), a.toString());
          for (String replica : List.of("/s/k/0", "/s/k/1")) {
            Outcome.Same k =
                assertInstanceOf(
                    Outcome.Same.class, Replay.of(definition(DOCUMENT), recorded(fleet, replica)));
            assertTrue(k.messages() > 0 && k.states() >= k.messages(), k.toString());
          }
        });
  }

  @Test
  void theFirstStateThatDiffersIsShownWithTheMessageBeforeIt() {
    SimCluster fleet = run(new Simulation(1), 10, 0);
    String other = DOCUMENT.replace("(update :n + d)", "(update :n + (if (> d 50) 50 d))");
    EdnVector rows = (EdnVector) recorded(fleet, "/s/a");
    int large = 0;
    while (((Int) ((EdnMap) rows.get(large)).get(Keyword.of("data"))).value() <= 50) {
      large++;
    }
    Outcome.Different different =
        assertInstanceOf(Outcome.Different.class, Replay.of(definition(other), rows));
    assertEquals(large + 1, different.message());
    assertEquals("the state after it differs", different.what());
    assertEquals(
        ((EdnMap) rows.get(large)).get(Keyword.of("id")), different.row().get(Keyword.of("id")));
    assertEquals(1, different.places().size());
    assertTrue(
        different.places().getFirst().toString().startsWith("at [:n]: expected "),
        different.toString());
  }

  @Test
  void aBehaviourThatFailsWhereItDidNotIsADifference() {
    SimCluster fleet = run(new Simulation(1), 3, 0);
    String failing = DOCUMENT.replace("(update :n + d)", "(update :n + (nth [] 1))");
    Outcome.Different different =
        assertInstanceOf(
            Outcome.Different.class, Replay.of(definition(failing), recorded(fleet, "/s/a")));
    assertEquals(1, different.message());
    assertTrue(different.what().startsWith("it fails, and did not: "), different.what());
  }

  @Test
  void aStateThatIsNoNumberIsTheSameOnceMore() {
    SupervisorDef system =
        definition(
            "{:supervisor s :children [{:actor a :state {:x [##NaN]} :on {:go (fn [s d] nil)}}]}");
    Outcome same =
        Replay.of(
            system, EdnReader.readOne("[{:actor \"/s/a\" :fresh true :before {:x [##NaN]}}]"));
    assertInstanceOf(Outcome.Same.class, same, same.toString());
  }

  @Test
  void anotherFirstStateIsADifference() {
    SimCluster fleet = run(new Simulation(1), 3, 0);
    String other = DOCUMENT.replace(":state {:n 0}", ":state {:n 1}");
    Outcome.Different different =
        assertInstanceOf(
            Outcome.Different.class, Replay.of(definition(other), recorded(fleet, "/s/a")));
    assertEquals(0, different.message());
    assertEquals("its first state differs", different.what());
    assertEquals(List.of("at [:n]: expected 0, found 1"), Difference.lines(different.places()));
  }

  @Test
  void whatCannotBeReplayedIsSaidWithTheReason() {
    SupervisorDef system = definition(DOCUMENT);
    assertImpossible(system, "7", "expected what the shell's command states shows");
    assertImpossible(system, "{:rows []}", "expected what the shell's command states shows");
    assertImpossible(system, "[{:actor 1}]", "expected an address under :actor");
    assertImpossible(system, "[{:actor \"/s/x\"}]", "expected an actor in EDN at /s/x in s");
    assertImpossible(
        system, "[{:actor \"/s/a\" :name :add :omitted 9}]", "it was too large to be shown whole");
    assertImpossible(system, "[{:actor \"/s/a\" :name :add}]", "expected a time under :time");
    assertImpossible(
        system,
        "[{:actor \"/s/a\" :name :add :time #inst \"2026-01-01\" :from \"/x\" :id \"a/b\"}]",
        "expected node/incarnation/number under :id, found a/b");
    assertImpossible(
        system,
        "[{:actor \"/s/a\" :name :add :time #inst \"2026-01-01\" :from \"no address\"}]",
        "cannot replay");
    assertImpossible(
        system, "[{:actor \"/s/a\"} {:actor \"/s/k/0\"}]", "expected rows of /s/a alone");
    assertImpossible(
        system,
        "[{:actor \"/s/a\" :before {:n 0}}]",
        "no state was recorded that could be compared");
  }

  private static void assertImpossible(SupervisorDef system, String recording, String why) {
    Outcome.Impossible found =
        assertInstanceOf(
            Outcome.Impossible.class, Replay.of(system, EdnReader.readOne(recording)), recording);
    assertTrue(found.why().contains(why), found.why());
  }
}
