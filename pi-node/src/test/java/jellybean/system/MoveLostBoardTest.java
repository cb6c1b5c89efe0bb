package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Durable actors whose boards are lost for good. */
class MoveLostBoardTest {
  private static final int SEEDS = 40;

  @Test
  void ifTheOldBoardIsLostItBeginsAnewWhereTheOperatorSaysAndTheOldBoardBringsNoSecond() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          String to = MoveAbandonTest.stuck(simulation, fleet);
          String anew =
              simulation.splitRandom().nextBoolean() ? to : MoveAbandonTest.others(fleet).getLast();
          Address asker = Books.abandon(fleet, Optional.of(anew));
          simulation.runFor(15_000);
          String answer = fleet.state(asker.path()).toString();
          assertEquals("{:done :move, :actor \"/s/book\", :node \"" + anew + "\"}", answer);
          assertEquals(1, fleet.dead("abandoned"), "the loss is counted");
          assertEquals(anew, Books.placeOf(fleet));
          assertEquals("{}", fleet.state("/s/book").toString());
          MoveAbandonTest.comesBack(simulation, fleet);
          assertEquals(1, fleet.instances("/s/book"), () -> "in " + fleet.placesOf("s"));
          assertEquals(0, Books.copies(fleet, "/s/book"), "of what it had");
          assertEquals(1, fleet.dead("yielded"), "what the old board had is shown");
          Books.pay(fleet);
          simulation.settle();
          assertEquals(anew, Books.placeOf(fleet));
          assertTrue(fleet.state("/s/book").toString().contains("\"/s/till-d\" ["));
          MoveAbandonTest.assertItMovesAgain(simulation, fleet);
        });
  }

  @Test
  void whatIsAbsentWithItsBoardBeginsAnewWhereTheOperatorSays() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    Books.pay(simulation, fleet, 100);
    simulation.settle();
    fleet.kill(fleet.node("a"));
    simulation.settle();
    assertEquals(0, fleet.running("/s/book"));
    Books.abandon(fleet, Optional.of("c"));
    simulation.settle();
    assertEquals("c", Books.placeOf(fleet));
    assertEquals(1, fleet.dead("abandoned"));
    fleet.startDurable("a");
    fleet.announce();
    simulation.settle();
    assertEquals(1, fleet.instances("/s/book"));
    assertEquals(0, Books.copies(fleet, "/s/book"), "of what it had");
    assertEquals(1, fleet.dead("yielded"));
    assertEquals("c", Books.placeOf(fleet));
  }

  @Test
  void ifTheNewBoardIsLostTheOperatorLetsItGoOnFromTheOldDiskAndTheNewOneBringsNoSecond() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          Books.pay(simulation, fleet, 100);
          simulation.settle();
          String to = MoveAbandonTest.others(fleet).getFirst();
          Books.move(fleet, to);
          simulation.runFor(random.nextInt(150));
          fleet.kill(fleet.node(to));
          simulation.runFor(20_000);
          boolean isLost = fleet.running("/s/book") == 0;
          if (isLost) {
            Books.abandon(fleet, Optional.of("a"));
            simulation.runFor(20_000);
            assertEquals("a", Books.placeOf(fleet));
          }
          fleet.startDurable(to);
          fleet.announce();
          simulation.settle();
          assertEquals(1, fleet.instances("/s/book"));
          assertEquals(1, Books.copies(fleet, "/s/book"));
          assertEquals("a", isLost ? Books.placeOf(fleet) : "a");
        });
  }

  private static String refused(Simulation simulation, SimCluster fleet, String member) {
    Address asker = Books.abandon(fleet, Optional.of(member).filter(m -> !m.isEmpty()));
    simulation.runFor(1_000);
    return fleet.state(asker.path()).toString();
  }

  @Test
  void whatCannotBeGivenUpIsRefusedWithTheReason() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    String answer = refused(simulation, fleet, "");
    assertTrue(answer.contains("expected an actor that moves, found one that does not"), answer);
    answer = refused(simulation, fleet, "b");
    assertTrue(
        answer.contains(
            "cannot start /s/book elsewhere with what is there: expected that a, which has it,"
                + " is lost, found that it is a member"),
        answer);
    answer = refused(simulation, fleet, "z");
    assertTrue(answer.contains("no such member: expected one of a b c d, found z"), answer);
  }
}
