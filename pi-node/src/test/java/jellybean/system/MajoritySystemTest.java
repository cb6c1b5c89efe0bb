package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import jellybean.cluster.majority.Elector;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.message.NodeId;
import jellybean.sim.Conditions;
import jellybean.sim.Flaw;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Systems that run only where more than half of their electors are. */
class MajoritySystemTest {
  private static final int SEEDS = Integer.getInteger("jelly.majority.seeds", 4);

  private static final long LEASE_MS = LeaseTiming.LAN.leaseMs();

  /** A lease ends, somebody claims, and all is started. */
  private static final long TAKEN_OVER_MS = 3 * LEASE_MS;

  /** A fleet that runs the system, and is watched from then on. */
  private record Watched(Simulation simulation, SimCluster fleet, Once once) {
    void assertAllRunOnce() {
      once.assertAllRunOnce();
    }

    SimNode home() {
      return fleet.locate("/s").orElseThrow();
    }

    Set<String> others(String... some) {
      TreeSet<String> others = new TreeSet<>();
      fleet.alive().forEach(node -> others.add(node.id().value()));
      List.of(some).forEach(others::remove);
      return others;
    }
  }

  private static Watched running(Simulation simulation, String... nodes) {
    return running(simulation, SimCluster.of(simulation, nodes));
  }

  private static Watched running(Simulation simulation, SimCluster fleet) {
    Once once = new Once(simulation, fleet);
    once.watch();
    fleet.order("a", "s", EveryKind.bundle(EveryKind.MAJORITY), EdnMap.EMPTY);
    simulation.runFor(10_000);
    fleet.send("/s", "open", Nil.NIL);
    fleet.send("/s", "open", Nil.NIL);
    simulation.runFor(10_000);
    once.assertAllRunOnce();
    return new Watched(simulation, fleet, once);
  }

  @Test
  void aSystemRunsInFleetsOfAnySize() {
    Simulation.underSeeds(
        5,
        Conditions.WIFI,
        simulation -> {
          running(simulation, "a");
        });
    Simulation.underSeeds(5, Conditions.WIFI, simulation -> running(simulation, "a", "b"));
    Simulation.underSeeds(5, Conditions.WIFI, simulation -> running(simulation, "a", "b", "c"));
  }

  @Test
  void aHomeThatIsCutOffPausesAndTheOthersGoOnAfterItsLease() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          String cutOff = it.home().id().value();
          it.fleet.split(Set.of(cutOff));
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
          assertEquals(
              it.others(cutOff), it.once.nodes("running"), "where the majority is, it runs");
          assertEquals(Set.of(cutOff), it.once.nodes("paused"), "the rest waits");
          it.fleet.heal();
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
          assertEquals(Set.of(), it.once.nodes("paused"));
        });
  }

  @Test
  void howManyStandStillAndForHowLongIsMeasured() {
    Watched it = running(new Simulation(7), "a", "b", "c");
    String cutOff = it.home().id().value();
    assertEquals(Int.of(0), it.fleet.measures(cutOff).get(SimCluster.kw("paused")));
    it.fleet.split(Set.of(cutOff));
    it.simulation.runFor(TAKEN_OVER_MS);
    EdnMap paused = it.fleet.measures(cutOff);
    assertEquals(Int.of(1), paused.get(SimCluster.kw("paused")));
    it.fleet.heal();
    it.simulation.runFor(TAKEN_OVER_MS);
    EdnMap over = it.fleet.measures(cutOff);
    assertEquals(Int.of(0), over.get(SimCluster.kw("paused")));
    long beforeMs = pausedMs(paused);
    assertTrue(beforeMs > LEASE_MS && pausedMs(over) > beforeMs, paused + " " + over);
    it.simulation.runFor(TAKEN_OVER_MS);
    assertEquals(pausedMs(over), pausedMs(it.fleet.measures(cutOff)), "nothing is paused any more");
  }

  private static long pausedMs(EdnMap measures) {
    return ((Int) measures.get(SimCluster.kw("paused-ms"))).value();
  }

  @Test
  void ofFiveTheThreeRunAndTheTwoPause() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c", "d", "e");
          it.fleet.split(Set.of("a", "b"));
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
          assertEquals(Set.of("c", "d", "e"), it.once.nodes("running"));
          it.fleet.heal();
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void whenTheHomeDiesAnotherTakesItAfterTheLease() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          it.fleet.kill(it.home());
          simulation.runFor(LEASE_MS / 2);
          assertEquals(Set.of(), it.once.running().getOrDefault("/s", new TreeSet<>()));
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void aHomeThatIsHeardByNobodyPausesAndIsFollowed() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c", "d");
          SimNode deaf = it.home();
          it.fleet.splitOneWay(deaf);
          simulation.runFor(8 * LEASE_MS);
          assertEquals(
              1, it.once.running().getOrDefault("/s", new TreeSet<>()).size(), "it is followed");
          assertTrue(it.others(deaf.id().value()).containsAll(it.once.nodes("running")));
          it.fleet.heal();
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void aHostThatItsHomeDoesNotReachPausesAndNobodyIsExpelled() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          SimNode home = it.home();
          SimNode host =
              it.fleet.alive().stream().filter(n -> !n.equals(home)).findFirst().orElseThrow();
          simulation.network().cut(home, host);
          simulation.runFor(2 * LEASE_MS);
          assertEquals(it.others(host.id().value()), it.once.nodes("running"));
          assertEquals(Set.of(host.id().value()), it.once.nodes("paused"));
          simulation.network().heal();
          simulation.runFor(LEASE_MS);
          it.assertAllRunOnce();
          assertEquals(home, it.home(), "it is at home where it was");
        });
  }

  @Test
  void aFleetThatIsSplitAgainAndAgainRunsEverythingOnceInTheEnd() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c", "d", "e");
          SplittableRandom random = simulation.splitRandom();
          for (int i = 0; i < 12; i++) {
            TreeSet<String> some = new TreeSet<>();
            it.others().stream().filter(_ -> random.nextBoolean()).forEach(some::add);
            it.fleet.split(some);
            simulation.runFor(random.nextLong(2 * LEASE_MS));
            it.fleet.heal();
            simulation.runFor(random.nextLong(LEASE_MS));
          }
          simulation.runFor(SimCluster.NOTICED_AFTER_MS);
          it.fleet.heal();
          simulation.runFor(2 * TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void aHomeThatStoodStillHandlesNothingBeforeItPauses() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          SimNode home = it.home();
          home.pause(2 * TAKEN_OVER_MS);
          it.fleet.split(Set.of(home.id().value()));
          simulation.runFor(TAKEN_OVER_MS);
          it.fleet.send("/s", "add", Int.of(1));
          simulation.runFor(TAKEN_OVER_MS); // it wakes, and is looked at in that moment
          it.assertAllRunOnce();
          it.fleet.heal();
          simulation.runFor(TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void nodesWithDisksMayAllLoseTheirPowerAndThoseWithoutOneByOne() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, SimCluster.durable(simulation, "a", "b", "c"));
          it.fleet.alive().forEach(it.fleet::kill);
          simulation.runFor(5_000);
          List.of("a", "b", "c").forEach(it.fleet::startDurable);
          it.fleet.announce();
          simulation.runFor(2 * TAKEN_OVER_MS);
          it.assertAllRunOnce();
        });
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          for (String node : List.of("a", "b", "c")) {
            it.fleet.kill(it.fleet.node(node));
            simulation.runFor(5_000);
            it.fleet.start(node);
            it.fleet.announce();
            // A home takes a new electorate when the members have been the same for a while.
            simulation.runFor(TAKEN_OVER_MS + 2L * LeaseTiming.LAN.settleMs());
            it.assertAllRunOnce();
          }
        });
  }

  @Test
  void anotherVersionTakesOverWhileItRuns() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          it.fleet.order(
              "b",
              "s",
              EveryKind.bundle(EveryKind.MAJORITY.replace("(+ n x)", "(+ x n)")),
              EdnMap.EMPTY);
          simulation.runFor(LEASE_MS);
          it.assertAllRunOnce();
        });
  }

  @Test
  void aSystemThatWasTakenAwayMayBeDeployedAnewAtOnce() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          Watched it = running(simulation, "a", "b", "c");
          SimNode home = it.home();
          String other = it.others(home.id().value()).stream().findFirst().orElseThrow();
          it.fleet.split(Set.of(home.id().value()));
          simulation.runFor(SimCluster.NOTICED_AFTER_MS);
          it.fleet.takeAway(other, "s");
          simulation.runFor(200);
          it.fleet.order(other, "s", EveryKind.bundle(EveryKind.MAJORITY), EdnMap.EMPTY);
          simulation.runFor(TAKEN_OVER_MS);
          assertEquals(1, it.once.running().get("/s").size());
        });
  }

  @Test
  void withoutLeasesOrWithoutWaitingForThemSomethingRunsTwice() {
    for (Flaw flaw : List.of(Flaw.NO_LEASE, Flaw.LOANS_NOT_AWAITED)) {
      Simulation simulation = new Simulation(2, Conditions.WIFI);
      Watched it =
          running(
              simulation, SimCluster.withFlaws(simulation, Set.of(flaw), "a", "b", "c", "d", "e"));
      String host = it.others(it.home().id().value()).stream().findFirst().orElseThrow();
      simulation.runFor(600); // what it has just borrowed lasts longer than it takes to notice
      it.fleet.split(Set.of(host));
      AssertionError found =
          assertThrows(AssertionError.class, () -> simulation.runFor(TAKEN_OVER_MS), flaw::name);
      assertTrue(found.getMessage().contains(" runs on ["), found::getMessage);
    }
  }

  @Test
  void whatASystemDoesWhenTheFleetIsSplitStaysAsLongAsItIsDeployed() {
    NodeId node = new NodeId("a");
    Genesis genesis = Voters.genesis("s", new Stamp(1, node), 0, List.of(new Elector(node, 4711)));
    Deployment majority =
        new Deployment(
            "s",
            genesis.first(),
            Voters.named(genesis),
            Optional.of(EveryKind.bundle(EveryKind.MAJORITY)),
            EdnMap.EMPTY,
            Optional.of(genesis));
    Voters.requireSame(majority, OnPartition.MAJORITY);
    ProtocolException refused =
        assertThrows(
            ProtocolException.class, () -> Voters.requireSame(majority, OnPartition.AVAILABLE));
    assertEquals(
        "cannot deploy s: expected :on-partition :majority as long as the system is deployed,"
            + " found :available; undeploy it first",
        refused.getMessage());
    assertEquals(majority, Deployment.fromValue(majority.toValue()));
  }
}
