package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.sim.Conditions;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Systems whose home dies, comes back without a memory, or is cut off. */
class HomesTest {
  private static final int SEEDS = 20;
  private static final String[] NODES = {"a", "b", "c", "d"};

  /** One on each member. */
  private static final String COUNTERS =
      Stream.of(NODES)
          .map(n -> "{:actor %s :place \"%s\" :state 0 :on {:add add}}".formatted(n, n))
          .collect(
              Collectors.joining(
                  " ",
                  "{:supervisor s :functions {add (fn [n x] {:state (+ n x)})} :children [",
                  "]}"));

  private static SimCluster running(Simulation simulation) {
    SimCluster fleet = SimCluster.of(simulation, NODES);
    fleet.deploy("a", "s", EveryKind.bundle(EveryKind.SYSTEM), EdnMap.EMPTY);
    fleet.send("/s", "open", Nil.NIL);
    fleet.send("/s", "open", Nil.NIL);
    simulation.settle();
    assertAllRunOnce(fleet);
    return fleet;
  }

  private static void assertAllRunOnce(SimCluster fleet) {
    for (String actor : EveryKind.ACTORS) {
      assertEquals(1, fleet.running(actor), () -> actor + " in " + fleet.placesOf("s"));
    }
    assertEquals(
        Set.copyOf(EveryKind.ACTORS),
        Set.copyOf(fleet.placesOf("s").keySet()),
        "nothing else is there");
  }

  private static SimNode home(SimCluster fleet) {
    return fleet.locate("/s").orElseThrow();
  }

  @Test
  void whenTheHomeDiesAnotherMemberTakesItAndWhatLivesGoesOn() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = running(simulation);
          SimNode home = home(fleet);
          for (int i = 0; i < 4; i++) {
            fleet.send("/s", "add", Int.of(i));
          }
          simulation.settle();
          List<String> elsewhere =
              EveryKind.ACTORS.stream()
                  .filter(a -> !a.equals("/s"))
                  .filter(a -> !fleet.locate(a).orElseThrow().equals(home))
                  .toList();
          List<String> before = elsewhere.stream().map(a -> fleet.state(a).toString()).toList();
          List<String> supervisors = List.of("/s/inner", "/s/boxes/0", "/s/boxes/1");
          fleet.kill(home);
          simulation.settle();
          assertAllRunOnce(fleet);
          for (int i = 0; i < elsewhere.size(); i++) {
            String actor = elsewhere.get(i);
            if (!supervisors.contains(actor)) {
              assertEquals(before.get(i), fleet.state(actor).toString(), actor + " kept its state");
            }
          }
          fleet.send("/s", "put", Int.of(5));
          simulation.settle();
          assertTrue(Integer.parseInt(fleet.state("/s/boxes/0/box").toString()) >= 5);
        });
  }

  @Test
  void whatCrashedWhileThereWasNoHomeIsRestartedByTheNextOne() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, NODES);
          fleet.deploy("a", "s", COUNTERS);
          SimNode home = home(fleet);
          SimNode other =
              fleet.alive().stream().filter(n -> !n.equals(home)).findFirst().orElseThrow();
          String actor = "/s/" + other.id();
          fleet.kill(home);
          other.send("/sys/test", actor, "add", new Text("no number"));
          simulation.settle();
          for (String node : NODES) {
            assertEquals(1, fleet.running("/s/" + node), node);
          }
          fleet.send(actor, "add", Int.of(3));
          simulation.settle();
          assertEquals("3", fleet.state(actor).toString());
        });
  }

  @Test
  void oneMemberAfterTheOtherMayDieUntilOneIsLeft() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = running(simulation);
          for (int left = NODES.length; left > 1; left--) {
            List<SimNode> alive = fleet.alive();
            fleet.kill(alive.get(simulation.splitRandom().nextInt(alive.size())));
            simulation.settle();
            assertAllRunOnce(fleet);
          }
        });
  }

  @Test
  void aHomeThatComesBackWithoutMemoryTakesItsSystemsAgain() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = running(simulation);
          SimNode home = home(fleet);
          simulation.crash(home, 0);
          fleet.start(home.id().value());
          fleet.announce();
          simulation.settle();
          assertAllRunOnce(fleet);
        });
  }

  @Test
  void theHomeStaysWhereItIsWhenMembersCome() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = running(simulation);
    NodeId home = home(fleet).id();
    for (String name : List.of("e", "f", "g", "h")) {
      fleet.start(name);
      fleet.announce();
      simulation.settle();
    }
    assertEquals(home, home(fleet).id());
    assertAllRunOnce(fleet);
  }

  @Test
  void bothSidesOfASplitFleetRunEverythingAndOnMeetingOneOfEachIsLeft() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = running(simulation);
          Set<String> one =
              Stream.of(NODES)
                  .filter(n -> simulation.splitRandom().nextBoolean())
                  .collect(Collectors.toSet());
          fleet.split(one);
          simulation.settle();
          boolean isSplit = !one.isEmpty() && one.size() < NODES.length;
          for (String actor : EveryKind.ACTORS) {
            assertEquals(isSplit ? 2 : 1, fleet.running(actor), actor);
          }
          fleet.heal();
          simulation.settle();
          assertAllRunOnce(fleet);
        });
  }

  @Test
  void whatYieldsIsMergedOrADeadLetterWithTheValue() {
    Simulation simulation = new Simulation(3);
    SimCluster fleet = running(simulation);
    Set<String> one = Set.of(home(fleet).id().value());
    fleet.split(one);
    simulation.settle();
    for (SimNode node : fleet.alive()) {
      node.send(
          "/sys/test",
          "/s",
          "add",
          Int.of(node.id().value().equals(one.iterator().next()) ? 100 : 1));
    }
    simulation.settle();
    long merged = sum(fleet, "/s/inner/deep");
    fleet.heal();
    simulation.settle();
    assertAllRunOnce(fleet);
    assertEquals(merged, sum(fleet, "/s/inner/deep"), "states were merged");
    assertTrue(fleet.dead("yielded") > 0, "the tally has no function for :merge");
  }

  private static long sum(SimCluster fleet, String actor) {
    return fleet.alive().stream()
        .filter(n -> n.view(actor).filter(v -> v.status().equals("running")).isPresent())
        .mapToLong(n -> ((Int) n.state(actor)).value())
        .sum();
  }

  @Test
  void aBoardThatWasOutOfReachDoesNotBringTheRestBackToWhereItBegan() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = running(simulation);
          fleet.send("/s", "add", Int.of(7));
          simulation.settle();
          SimNode home = home(fleet);
          String lonely =
              Stream.of(NODES)
                  .filter(n -> !n.equals(home.id().value()))
                  .filter(n -> !fleet.locate("/s/tally").orElseThrow().equals(fleet.node(n)))
                  .findFirst()
                  .orElseThrow();
          fleet.split(Set.of(lonely));
          simulation.settle();
          fleet.heal();
          simulation.settle();
          assertAllRunOnce(fleet);
          assertEquals("7", fleet.state("/s/tally").toString());
          assertEquals(home.id(), home(fleet).id());
        });
  }

  @Test
  void aSystemThatWasTakenAwayIsGoneForMembersThatWereAwayToo() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = running(simulation);
    String away =
        fleet.alive().stream()
            .map(n -> n.id().value())
            .filter(n -> !n.equals("a"))
            .findFirst()
            .orElseThrow();
    fleet.split(Set.of(away));
    simulation.settle();
    fleet.undeploy("a", "s");
    assertEquals(1, fleet.running("/s"), "the one who is away goes on");
    fleet.heal();
    simulation.settle();
    assertEquals(Set.of(), Set.copyOf(fleet.placesOf("s").keySet()));
    fleet.deploy("b", "s", EveryKind.bundle(EveryKind.SYSTEM), EdnMap.EMPTY);
    assertEquals(1, fleet.running("/s"));
  }

  @Test
  void twoMembersMayDeployTheSameNameAtOnce() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, NODES);
          fleet.order(
              "a",
              "s",
              EveryKind.bundle(EveryKind.SYSTEM.replace(":state 0", ":state 1")),
              EdnMap.EMPTY);
          fleet.order("b", "s", EveryKind.bundle(EveryKind.SYSTEM), EdnMap.EMPTY);
          simulation.settle();
          fleet.send("/s", "open", Nil.NIL);
          fleet.send("/s", "open", Nil.NIL);
          simulation.settle();
          assertAllRunOnce(fleet);
          assertEquals("0", fleet.state("/s/tally").toString(), "the larger version");
        });
  }

  @Test
  void aHomeThatComesBackDoesNotBeginBeforeItHasAskedWhoKnowsOfItsInstances() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation);
          List.of(NODES).forEach(fleet::startDurable);
          fleet.announce();
          fleet.deploy("a", "s", EveryKind.bundle(EveryKind.SYSTEM), EdnMap.EMPTY);
          fleet.send("/s", "open", Nil.NIL);
          fleet.send("/s", "open", Nil.NIL);
          simulation.settle();
          assertAllRunOnce(fleet);
          SimNode home = home(fleet);
          simulation.crash(home, 0);
          SimNode back = fleet.startDurable(home.id().value());
          fleet.announceOnly(back);
          simulation.runFor(SimCluster.SETTLE_MS / 2);
          assertEquals(Optional.empty(), back.view("/s"), "it knows nobody yet");
          fleet.announce();
          simulation.settle();
          assertAllRunOnce(fleet);
        });
  }

  @Test
  void whoRefusedAFewForTheHomeFollowsTheHomeThatHasGivenWay() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = running(simulation);
    String home = home(fleet).id().value();
    List<String> others = Stream.of(NODES).filter(n -> !n.equals(home)).toList();
    String claimant = others.getFirst();
    // It sees two members, of which one is no less than half.
    fleet.announceOnly(fleet.node(home), fleet.node(claimant));
    simulation.settle();
    EdnMap claim =
        new Tenure(new Stamp(9, new NodeId(claimant)), new Stamp(1, new NodeId(home)), 1)
            .toValue()
            .with(Protocol.NAME, new Text("s"));
    for (String node : NODES) {
      String from = "/sys/" + claimant + "/documents";
      fleet.node(node).send(from, "/sys/" + node + "/documents", "jelly/claim", claim);
    }
    simulation.settle();
    fleet.announce();
    simulation.settle();
    assertAllRunOnce(fleet);
  }
}
