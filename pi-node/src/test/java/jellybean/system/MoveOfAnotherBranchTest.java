package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.sim.Conditions;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A durable actor that one half of a split fleet moves, while the other takes its system over. */
class MoveOfAnotherBranchTest {
  private static final int SEEDS = 30;
  private static final String BOOK = "/s/book";

  /**
   * Who is without the home of the system and the book has a home of its own, and another epoch.
   */
  private static void split(Simulation simulation, SimCluster fleet, Set<String> half) {
    fleet.split(half);
    simulation.runFor(SimCluster.NOTICED_AFTER_MS + SimCluster.SETTLE_MS + 10_000);
    assertEquals(2, fleet.running("/s"), "each half has a home");
  }

  private static void move(SimNode home, String to) {
    home.send("/sys/test", "/s", "jelly/operate", SimCluster.moveOrder(BOOK, to));
  }

  private static void assertItIsBackWithAll(Simulation simulation, SimCluster fleet, String from) {
    simulation.settle();
    Books.pay(fleet);
    simulation.settle();
    Books.assertAllIsBooked(fleet);
    assertEquals(from, Books.placeOf(fleet), "the other half knew it there");
    assertEquals(1, Books.copies(fleet, BOOK), "who gave it back has forgotten it");
  }

  private static void splitMoveAndHeal(Simulation simulation, Optional<String> before) {
    SimCluster fleet = Books.fleet(simulation);
    before.ifPresent(to -> Books.move(fleet, to));
    simulation.settle();
    SimNode home = fleet.locate("/s").orElseThrow();
    String from = Books.placeOf(fleet);
    String to = home.id().value();
    split(simulation, fleet, Set.of(from, to));
    Books.pay(fleet);
    move(home, to);
    simulation.settle();
    Books.pay(fleet);
    simulation.settle();
    assertEquals(to, Books.placeOf(fleet), "one half has moved it");
    fleet.heal();
    assertItIsBackWithAll(simulation, fleet, from);
  }

  @Test
  void whatIsDurableAndLivesOnInOneHalfGoesOnUnderTheHomeOfTheOther() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = Books.fleet(simulation);
    String from = Books.placeOf(fleet);
    split(simulation, fleet, Set.of(from, fleet.locate("/s").orElseThrow().id().value()));
    Books.pay(fleet);
    simulation.settle();
    fleet.heal();
    assertItIsBackWithAll(simulation, fleet, from);
    assertEquals(0, fleet.dead("not-started"), "what lives is not started again");
  }

  @Test
  void itComesBackWithAllItHasToWhereTheOtherHalfKnowsIt() {
    splitMoveAndHeal(new Simulation(1), Optional.empty());
  }

  @Test
  void soItDoesIfTheOtherHalfKnowsOfAnEarlierMove() {
    splitMoveAndHeal(new Simulation(1), Optional.of("b"));
    splitMoveAndHeal(new Simulation(1), Optional.of("d"));
  }

  /**
   * It may have come by then, or be under way; or it is never to leave the disk of its old board.
   */
  @Test
  void wheneverTheHalvesMeetItGoesOnOnceWithAllItHas() {
    int[] come = {0};
    int[] gone = {0};
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = Books.fleet(simulation);
          SplittableRandom random = simulation.splitRandom();
          SimNode home = fleet.locate("/s").orElseThrow();
          SimNode from = fleet.locate(BOOK).orElseThrow();
          split(simulation, fleet, Set.of(from.id().value(), home.id().value()));
          Books.pay(simulation, fleet, 4_000);
          move(home, home.id().value());
          while (from.view(BOOK).isPresent()) {
            simulation.runFor(1);
          }
          if (random.nextBoolean()) {
            simulation.network().cutOneWay(from, home);
          }
          simulation.runFor(random.nextInt(400));
          boolean hasCome = home.view(BOOK).filter(v -> v.status().equals("running")).isPresent();
          come[0] += hasCome ? 1 : 0;
          gone[0] += hasCome ? 0 : 1;
          fleet.heal();
          simulation.settle();
          Books.assertAllIsBooked(fleet);
          assertEquals(from.id().value(), Books.placeOf(fleet));
          assertEquals(1, Books.copies(fleet, BOOK));
        });
    assertTrue(come[0] > 0 && gone[0] > 0, "it had come " + come[0] + ", had not " + gone[0]);
  }
}
