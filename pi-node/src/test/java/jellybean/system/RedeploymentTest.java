package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.sim.Conditions;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A new version of a document takes over from the one that runs. */
class RedeploymentTest {
  private static final int SEEDS = 20;

  private static final String SYSTEM =
      """
      {:supervisor s
       :functions {plus (fn [n x] {:state (+ n (scaled x))})
                   scaled (fn [x] x)
                   other (fn [n x] {:state (+ n x)})}
       :forward {:put :inner/add :open (start boxes) :fill :boxes/add}
       :children [{:actor same :place :spread :state 0 :on {:add other}}
                  {:actor changed :place :spread :state 0 :on {:add plus}}
                  {:actor gone :place :spread :state 0 :on {:add other}}
                  {:supervisor inner :place :spread
                   :children [{:actor deep :place :spread :state 0
                               :on {:add (fn [n x] {:state (+ n x)})}}]}
                  {:template boxes :use "boxes.edn" :place :spread}]}
      """;

  private static final String BOXES =
      """
      {:supervisor boxes
       :children [{:actor box :state 0 :on {:add (fn [n x] {:state (+ n x)})}}]}
      """;

  private static Bundle bundle(String system) {
    return new Bundle("s.edn", new TreeMap<>(Map.of("s.edn", system, "boxes.edn", BOXES)));
  }

  private static SimCluster running(Simulation simulation) {
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "s", bundle(SYSTEM), EdnMap.EMPTY);
    fleet.send("/s", "open", Nil.NIL);
    simulation.settle();
    fleet.send("/s", "add", Int.of(5));
    fleet.send("/s", "put", Int.of(6));
    fleet.send("/s", "fill", Int.of(7));
    simulation.settle();
    assertEquals(
        "5 5 5 6 7", states(fleet, "same", "changed", "gone", "inner/deep", "boxes/0/box"));
    return fleet;
  }

  private static String states(SimCluster fleet, String... actors) {
    StringBuilder all = new StringBuilder();
    for (String actor : actors) {
      assertEquals(1, fleet.running("/s/" + actor), actor);
      all.append(fleet.state("/s/" + actor)).append(' ');
    }
    return all.toString().strip();
  }

  private static final String NEXT =
      SYSTEM
          .replace("{:actor gone :place :spread :state 0 :on {:add other}}", "")
          .replace("scaled (fn [x] x)", "scaled (fn [x] (* 100 x))")
          .replace("other (fn [n x]", "other ; the same\n  (fn [n   x]");

  @Test
  void whatDoesTheSameGoesOnAndWhatDoesSomethingElseBeginsAnew() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = running(simulation);
          fleet.deploy("b", "s", bundle(NEXT), EdnMap.EMPTY);
          simulation.settle();
          assertEquals("5 0 6 7", states(fleet, "same", "changed", "inner/deep", "boxes/0/box"));
          assertEquals(0, fleet.instances("/s/gone"));
          fleet.send("/s", "add", Int.of(1));
          fleet.send("/s", "fill", Int.of(1));
          fleet.send("/s", "open", Nil.NIL);
          simulation.settle();
          assertEquals("6 100 8 0", states(fleet, "same", "changed", "boxes/0/box", "boxes/1/box"));
        });
  }

  @Test
  void aChangedActorKeepsItsStateThroughItsMigrateFunction() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = running(simulation);
          String next =
              NEXT.replace(
                  ":state 0 :on {:add plus}",
                  ":state 0 :migrate (fn [n] (* 100 n)) :on {:add plus}");
          fleet.deploy("c", "s", bundle(next), EdnMap.EMPTY);
          simulation.settle();
          assertEquals("5 500", states(fleet, "same", "changed"));
          fleet.deploy("c", "s", bundle(next + " "), EdnMap.EMPTY);
          simulation.settle();
          assertEquals("5 500", states(fleet, "same", "changed"), "once");
        });
  }

  @Test
  void aStateThatCannotBeMigratedIsADeadLetter() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = running(simulation);
    String next =
        NEXT.replace(
            ":state 0 :on {:add plus}", ":state 0 :migrate (fn [n] (nth [] n)) :on {:add plus}");
    fleet.deploy("c", "s", bundle(next), EdnMap.EMPTY);
    simulation.settle();
    assertEquals("5 0", states(fleet, "same", "changed"));
    assertEquals(1, fleet.dead("not-migrated"));
  }

  @Test
  void noMessageIsLostWhileAVersionTakesOver() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = running(simulation);
          String next = NEXT.replace("(* 100 x)", "(+ x 0)");
          String migrating = next.replace(":on {:add plus}", ":migrate (fn [n] n) :on {:add plus}");
          SimNode home = fleet.locate("/s").orElseThrow();
          fleet.order("b", "s", bundle(migrating), EdnMap.EMPTY);
          for (int i = 0; i < 200; i++) {
            simulation.runFor(5);
            home.send("/sys/test", "/s", "add", Int.of(1));
          }
          simulation.settle();
          assertEquals("205 205", states(fleet, "same", "changed"));
        });
  }

  @Test
  void anInstanceStartedWhileAVersionTakesOverIsNotForgotten() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> openWhileAVersionTakesOver(simulation, SimCluster.durable(simulation, "a")));
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          simulation.slowLoops(50);
          openWhileAVersionTakesOver(
              simulation, SimCluster.ofLoops(simulation, 3, "a", UnaryOperator.identity()));
        });
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation ->
            openWhileAVersionTakesOver(simulation, SimCluster.durable(simulation, "a", "b", "c")));
  }

  private static void openWhileAVersionTakesOver(Simulation simulation, SimCluster fleet) {
    int boxes = 60;
    fleet.deploy("a", "s", bundle(SYSTEM), EdnMap.EMPTY);
    SimNode home = fleet.locate("/s").orElseThrow();
    fleet.order("a", "s", bundle(NEXT), EdnMap.EMPTY);
    for (int i = 0; i < boxes; i++) {
      simulation.runFor(
          i % 2); // twice in each millisecond, the first of which is that of the order
      home.send("/sys/test", "/s", "open", Nil.NIL);
    }
    simulation.settle();
    for (int i = 0; i < boxes; i++) {
      assertEquals(1, fleet.running("/s/boxes/" + i + "/box"), "box " + i);
    }
  }

  @Test
  void aDurableActorIsMigratedOnceWheneverThePowerGoes() {
    String first =
        "{:supervisor s :children [{:actor till :durable true :state 0"
            + " :on {:pay (fn [n x] {:state (+ n x)})}}]}";
    String second =
        "{:supervisor s :children [{:actor till :durable true :state {:sum 0}"
            + " :migrate (fn [n] {:sum n}) :on {:pay (fn [s x] {:state (update s :sum + x)})}}]}";
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation);
          fleet.startDurable("a");
          fleet.announce();
          simulation.settle();
          fleet.deploy("a", "s", first);
          fleet.send("/s", "pay", Int.of(5));
          simulation.settle();
          fleet.order("a", "s", Bundle.of("s.edn", second), EdnMap.EMPTY);
          simulation.runFor(simulation.splitRandom().nextLong(30));
          simulation.crash(fleet.node("a"), 0);
          fleet.startDurable("a");
          fleet.announce();
          simulation.settle();
          fleet.deploy("a", "s", second);
          simulation.settle();
          assertEquals("{:sum 5}", fleet.state("/s/till").toString());
          fleet.send("/s", "pay", Int.of(1));
          simulation.settle();
          simulation.crash(fleet.node("a"), 0);
          fleet.startDurable("a");
          fleet.announce();
          simulation.settle();
          assertEquals("{:sum 6}", fleet.state("/s/till").toString());
        });
  }

  @Test
  void aMigratingFunctionTakesTheState() {
    Checked checked =
        new Checker(DeviceCatalogue.of(Map.of()))
            .check(
                Bundle.of(
                    "s.edn",
                    "{:supervisor s :children [{:actor a :migrate (fn [a b] a)"
                        + " :on {:x (fn [s d] nil)}}]}"),
                EdnMap.EMPTY);
    String faults = checked.faults().toString();
    assertTrue(faults.contains("s.edn:1:46: migrating function"), faults);
    assertTrue(faults.contains("expected [state]"), faults);
  }
}
