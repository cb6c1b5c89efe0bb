package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.sim.Conditions;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Instances that one side of a split started, when the fleet is whole again. */
class OrphansTest {
  private static final String HOUSE =
      """
      {:supervisor s
       :forward {:open (start rooms) :close (stop rooms) :count :rooms/count}
       :children [{:template rooms :use "room.edn"}
                  {:actor log :state [] :on
                   {:rooms/started (fn [all d] {:state (conj all (:instance d))})}}]}
      """;

  private static final String ROOM =
      """
      {:supervisor room
       :children [{:actor bed :state 0 :on {:count (fn [n _] {:state (inc n)})}}
                  {:actor desk :place :spread :state 0 :on {:count (fn [n _] {:state (inc n)})}}]}
      """;

  /** Two sides that a test plays; the first home is on the smaller one, which loses. */
  private static final class Sides {
    final Simulation simulation;
    final SimCluster fleet;
    final String home;
    final Set<String> losers;

    Sides(Simulation simulation) {
      this.simulation = simulation;
      this.fleet = SimCluster.of(simulation, "a", "b", "c", "d", "e");
      TreeMap<String, String> files = new TreeMap<>(Map.of("s.edn", HOUSE, "room.edn", ROOM));
      fleet.deploy("a", "s", new Bundle("s.edn", files), EdnMap.EMPTY);
      this.home = fleet.locate("/s").orElseThrow().id().value();
      String other = home.equals("a") ? "b" : "a";
      this.losers = new TreeSet<>(List.of(home, other));
    }

    void send(String at, String name, Value data) {
      fleet.node(at).send("/sys/test", "/s", name, data);
    }

    /** The member of the larger side that becomes the home there. */
    String otherHome() {
      return fleet.alive().stream()
          .filter(n -> !losers.contains(n.id().value()))
          .filter(n -> n.view("/s").isPresent())
          .map(n -> n.id().value())
          .findFirst()
          .orElseThrow();
    }

    void split() {
      fleet.split(losers);
      simulation.runFor(40_000);
    }

    void heal() {
      fleet.heal();
      simulation.settle();
      assertEquals(1, fleet.running("/s"));
    }
  }

  private final Simulation simulation = new Simulation(1);
  private final Sides sides = new Sides(simulation);
  private final SimCluster fleet = sides.fleet;
  private final String home = sides.home;

  private void send(String at, String name, Value data) {
    sides.send(at, name, data);
  }

  private String otherHome() {
    return sides.otherHome();
  }

  private void split() {
    sides.split();
  }

  private void heal() {
    sides.heal();
  }

  private static EdnMap named(String id) {
    return EdnMap.of(Protocol.INSTANCE, new Text(id));
  }

  private void assertOne(String room) {
    for (String child : List.of("", "/bed", "/desk")) {
      assertEquals(1, fleet.running("/s/rooms/" + room + child), room + child);
      assertEquals(1, fleet.instances("/s/rooms/" + room + child), room + child);
    }
  }

  private void assertNone(String room) {
    for (String child : List.of("", "/bed", "/desk")) {
      assertEquals(0, fleet.instances("/s/rooms/" + room + child), room + child);
    }
  }

  @Test
  void whatTheLosingSideStartedLivesOnWithItsState() {
    split();
    send(home, "open", named("attic"));
    simulation.runFor(10_000);
    send(home, "count", Int.of(1));
    simulation.runFor(1_000);
    String winner = otherHome();
    heal();
    assertEquals(winner, fleet.locate("/s").orElseThrow().id().value(), "the other side stays");
    assertOne("attic");
    assertEquals("1", fleet.state("/s/rooms/attic/bed").toString());
    assertEquals("1", fleet.state("/s/rooms/attic/desk").toString());
    assertTrue(fleet.state("/s/log").toString().contains("\"attic\""), "its bus has heard of it");
    send(winner, "count", Int.of(1));
    simulation.settle();
    assertEquals("2", fleet.state("/s/rooms/attic/bed").toString(), "it is reached");
  }

  @Test
  void whatTheOtherSideEndedEnds() {
    send(home, "open", named("attic"));
    send(home, "open", EdnMap.EMPTY);
    simulation.settle();
    split();
    send(otherHome(), "close", named("attic"));
    send(otherHome(), "close", EdnMap.of(Protocol.INSTANCE, Int.of(0)));
    simulation.runFor(10_000);
    assertEquals(1, fleet.instances("/s/rooms/attic/bed"), "on the losing side it lives");
    heal();
    assertNone("attic");
    assertNone("0");
  }

  @Test
  void whatBothSidesStartedUnderOneIdIsOne() {
    split();
    send(home, "open", EdnMap.EMPTY);
    send(otherHome(), "open", EdnMap.EMPTY);
    send(home, "open", EdnMap.EMPTY);
    simulation.runFor(10_000);
    assertEquals(2, fleet.running("/s/rooms/0"));
    heal();
    assertOne("0");
    assertOne("1");
    send(fleet.locate("/s").orElseThrow().id().value(), "open", EdnMap.EMPTY);
    simulation.settle();
    assertOne("2");
  }

  @Test
  void ifTheBoardOfItsSupervisorDiesBeforeTheyMeetItsChildrenAreTakenIn() {
    split();
    send(home, "open", named("attic"));
    simulation.runFor(10_000);
    send(home, "count", Int.of(1));
    simulation.runFor(1_000);
    SimNode board = fleet.locate("/s/rooms/attic").orElseThrow();
    boolean isDeskElsewhere = !fleet.locate("/s/rooms/attic/desk").orElseThrow().equals(board);
    simulation.crash(board, 0);
    heal();
    if (isDeskElsewhere) {
      assertOne("attic");
      assertEquals("1", fleet.state("/s/rooms/attic/desk").toString());
    } else {
      assertNone("attic");
    }
  }

  @Test
  void howeverTheyMeetThereIsOneOfEach() {
    Simulation.underSeeds(
        40,
        Conditions.WIFI,
        each -> {
          Sides test = new Sides(each);
          SplittableRandom random = each.splitRandom();
          test.split();
          for (int i = 0; i < 6; i++) {
            Value data = random.nextBoolean() ? EdnMap.EMPTY : named("r" + random.nextInt(3));
            String side = random.nextBoolean() ? test.home : test.otherHome();
            test.send(side, random.nextInt(3) == 0 ? "close" : "open", data);
            each.runFor(random.nextInt(3_000));
          }
          test.heal();
          EdnMap rooms = (EdnMap) test.fleet.state("/s");
          ((EdnMap) rooms.get(Keyword.of("children")))
              .forEach(
                  (body, phase) ->
                      assertEquals(
                          1,
                          test.fleet.instances(((Text) body).value()),
                          () -> body + " " + phase + " in " + test.fleet.placesOf("s")));
          long beds =
              test.fleet.placesOf("s").keySet().stream().filter(p -> p.endsWith("/bed")).count();
          long all =
              test.fleet.placesOf("s").keySet().stream().filter(p -> p.endsWith("/desk")).count();
          assertEquals(beds, all);
        });
  }
}
