package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.sim.Conditions;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** {@code systems/counters.edn}: instances of a template, started and stopped at run time. */
class CountersTest {
  private static final int SEEDS = 20;
  private static final int OPERATIONS = 60;
  private static final Keyword COUNT = Keyword.of("count");

  private static SimCluster deployed(Simulation simulation) {
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "list", Bundle.collect("counters.edn", Samples::example), EdnMap.EMPTY);
    return fleet;
  }

  private static List<String> instances(SimCluster fleet) {
    return fleet.placesOf("list").keySet().stream()
        .filter(address -> address.matches("/list/counters/[^/]+"))
        .toList();
  }

  private static void say(SimCluster fleet, String name, Value data) {
    fleet.send("/list", name, data);
  }

  private static void settled(Simulation simulation, SimCluster fleet, String name, Value data) {
    say(fleet, name, data);
    simulation.settle();
  }

  @Test
  void instancesAreNumberedAndWhatTheySayIsHeardWithTheirNumber() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = deployed(simulation);
    settled(simulation, fleet, "append", Nil.NIL);
    settled(simulation, fleet, "append", Nil.NIL);
    assertEquals(List.of("/list/counters/0", "/list/counters/1"), instances(fleet));
    settled(simulation, fleet, "add_all", Int.of(3));
    assertEquals("{0 3, 1 3}", fleet.state("/list/total").toString());
    settled(simulation, fleet, "remove", Nil.NIL);
    assertEquals("{0 3}", fleet.state("/list/total").toString());
    settled(simulation, fleet, "append", Nil.NIL);
    assertEquals(List.of("/list/counters/0", "/list/counters/2"), instances(fleet));
    assertEquals(0, fleet.dead("refused"));
  }

  @Test
  void anInstanceMayBeNamed() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = deployed(simulation);
    settled(simulation, fleet, "append", instance(Keyword.of("red")));
    settled(simulation, fleet, "append", instance(Int.of(7)));
    settled(simulation, fleet, "append", Nil.NIL);
    assertEquals(
        List.of("/list/counters/7", "/list/counters/8", "/list/counters/red"), instances(fleet));
    settled(simulation, fleet, "add_all", Int.of(1));
    settled(simulation, fleet, "remove", instance(Keyword.of("red")));
    assertEquals("{7 1, 8 1}", fleet.state("/list/total").toString());
  }

  private static EdnMap instance(Value id) {
    return EdnMap.of(Keyword.of("instance"), id);
  }

  @Test
  void whatCannotBeStartedOrStoppedIsRefusedWithTheReason() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = deployed(simulation);
    settled(simulation, fleet, "remove", Nil.NIL);
    settled(simulation, fleet, "append", instance(Int.of(0)));
    settled(simulation, fleet, "append", instance(Int.of(0)));
    settled(simulation, fleet, "append", instance(Int.of(-1)));
    EdnMap with = EdnMap.of(Keyword.of("with"), EdnMap.of(Keyword.of("size"), Int.of(1)));
    settled(simulation, fleet, "append", with);
    assertEquals(4, fleet.dead("refused"));
    String letters = fleet.locate("/list").orElseThrow().deadLetters().toString();
    for (String reason :
        List.of(
            "cannot (stop counters): there is no instance",
            "cannot (start counters): expected no /list/counters/0, found one",
            "expected a whole number, a keyword or a string, found -1",
            "unknown param size of counter.edn")) {
      assertTrue(letters.contains(reason), () -> reason + " in " + letters);
    }
    assertEquals(List.of("/list/counters/0"), instances(fleet));
  }

  @Test
  void theTotalEqualsTheSumOfTheLivingCountersWhateverHappened() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.CALM,
        simulation -> {
          SimCluster fleet = deployed(simulation);
          SplittableRandom random = simulation.splitRandom();
          for (int i = 0; i < OPERATIONS; i++) {
            operate(simulation, fleet, random);
          }
          simulation.settle();
          assertEquals(sumOfCounters(fleet), total(fleet));
        });
  }

  /** Often several at once, so that starts, stops and messages overlap. */
  private static void operate(Simulation simulation, SimCluster fleet, SplittableRandom random) {
    List<String> living = new ArrayList<>(instances(fleet));
    switch (random.nextInt(5)) {
      case 0, 1 -> say(fleet, "append", Nil.NIL);
      case 2 -> say(fleet, "remove", Nil.NIL);
      case 3 -> say(fleet, "add_all", Int.of(random.nextInt(-5, 10)));
      default -> {
        if (!living.isEmpty()) {
          String one = living.get(random.nextInt(living.size()));
          fleet
              .locate(one)
              .ifPresent(n -> n.send("/sys/test", one, "add", Int.of(random.nextInt(10))));
        }
      }
    }
    if (random.nextBoolean()) {
      simulation.settle();
    }
  }

  private static long sumOfCounters(SimCluster fleet) {
    return instances(fleet).stream()
        .mapToLong(i -> ((Int) ((EdnMap) fleet.state(i + "/count")).get(COUNT)).value())
        .sum();
  }

  private static long total(SimCluster fleet) {
    long sum = 0;
    for (Value count : ((EdnMap) fleet.state("/list/total")).values()) {
      sum += ((Int) count).value();
    }
    return sum;
  }

  @Test
  void instancesOutliveTheMemberOnWhichTheyAreKnown() {
    Simulation simulation = new Simulation(3);
    SimCluster fleet = deployed(simulation);
    settled(simulation, fleet, "append", Nil.NIL);
    settled(simulation, fleet, "append", Nil.NIL);
    SimNode home = fleet.locate("/list").orElseThrow();
    SimNode other = fleet.alive().stream().filter(n -> n != home).findFirst().orElseThrow();
    fleet.kill(other);
    simulation.settle();
    settled(simulation, fleet, "add_all", Int.of(2));
    assertEquals("{0 2, 1 2}", fleet.state("/list/total").toString());
  }
}
