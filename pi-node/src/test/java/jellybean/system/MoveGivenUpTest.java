package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.Int;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A move of which the new node hears only when it is over. */
class MoveGivenUpTest {
  private static final String SUM =
      "{:supervisor s :children"
          + " [{:actor sum :place :led :state 0 :on {:add (fn [n x] {:state (+ n x)})}}]}";

  private final Simulation simulation = new Simulation(1);
  private final SimCluster fleet = SimCluster.of(simulation, "a", "b", "c", "d");

  @Test
  void whatIsStartedThereInsteadBeginsAtOnce() {
    fleet.tag("a", "led");
    fleet.tag("b", "led");
    fleet.announce();
    fleet.deploy("a", "s", SUM);
    SimNode home = fleet.locate("/s").orElseThrow();
    SimNode old = fleet.locate("/s/sum").orElseThrow();
    SimNode next = fleet.node(old.id().value().equals("a") ? "b" : "a");
    assertTrue(home != old && home != next, "the home is " + home.id());
    simulation.network().cutOneWay(home, next);
    fleet.move("/s", "/s/sum", next.id().value());
    simulation.runFor(500);
    fleet.kill(old);
    simulation.runFor(5_000);
    simulation.network().heal();
    simulation.runFor(500);
    fleet.send("/s", "add", Int.of(7));
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sum").orElseThrow());
    assertEquals("7", fleet.state("/s/sum").toString());
  }
}
