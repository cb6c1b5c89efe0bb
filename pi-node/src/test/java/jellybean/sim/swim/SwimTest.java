package jellybean.sim.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import jellybean.actor.ActorLimits;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;
import jellybean.port.Journal;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.sim.air.Air;
import jellybean.sim.air.Weather;
import org.junit.jupiter.api.Test;

/** Simulated membership by itself: who is noticed when, and who is not wronged. */
class SwimTest {
  private static final TimingProfile PROFILE = TimingProfile.LAN;
  private static final int SEEDS = 20;

  /** Nodes that have nothing but membership. */
  private static final class Fleet {
    private final Simulation simulation;
    private final Air air;
    private final SortedMap<NodeId, Swim> swims = new TreeMap<>();
    private final List<String> events = new ArrayList<>();

    Fleet(long seed, Weather weather, int size) {
      simulation = new Simulation(seed);
      air = new Air(simulation, weather);
      for (int i = 0; i < size; i++) {
        start("n" + i, 1);
      }
    }

    Swim start(String name, long incarnation) {
      SimNode node = simulation.life(name, incarnation, 1, ActorLimits.DEFAULT, Journal.NONE);
      Member self = new Member(node.id(), incarnation, "10.0.0.1", 1, EdnMap.EMPTY);
      Swim swim =
          new Swim(
              simulation,
              node,
              self,
              PROFILE,
              (to, what) -> air.datagram(node, to, _ -> swims.get(to).received(node.id(), what)),
              event -> note(node.id(), event));
      swims.put(node.id(), swim);
      return swim;
    }

    private void note(NodeId at, MemberEvent event) {
      String what =
          switch (event) {
            case MemberEvent.Up up -> "up " + up.member().node() + "#" + up.member().incarnation();
            case MemberEvent.Down down -> "down " + down.member().node() + " " + down.reason();
            case MemberEvent.Changed _ -> "changed";
          };
      events.add(at + " " + what);
    }

    Fleet joined() {
      swims.values().forEach(swim -> swim.start(swims.keySet()));
      simulation.runFor(10_000);
      events.clear();
      return this;
    }

    void all(BiConsumer<NodeId, NodeId> way, String group) {
      for (NodeId a : swims.keySet()) {
        for (NodeId b : swims.keySet()) {
          if (group.contains(a.value()) != group.contains(b.value())) {
            way.accept(a, b);
          }
        }
      }
    }

    SimNode node(String name) {
      return simulation.find(new NodeId(name)).orElseThrow();
    }

    List<String> views() {
      return swims.values().stream()
          .map(swim -> swim.members().all().stream().map(m -> m.node().value()).toList() + "")
          .distinct()
          .toList();
    }
  }

  @Test
  void nodesThatHearEachOtherOnceBecomeOneFleet() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Fleet fleet = new Fleet(seed, Weather.WIFI, 5).joined();
      fleet.simulation.runFor(20_000);
      assertEquals(List.of("[n0, n1, n2, n3, n4]"), fleet.views(), "seed " + seed);
    }
  }

  @Test
  void whoDiesIsNoticedByAllAfterARoundOfProbesAndTheTimeToObject() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Fleet fleet = new Fleet(seed, Weather.CALM, 5).joined();
      fleet.simulation.kill(fleet.node("n2"));
      fleet.simulation.runFor(PROFILE.suspicionMs(5));
      assertEquals(List.of(), fleet.events, "seed " + seed + ": nobody judges before");
      fleet.simulation.runFor(6L * PROFILE.pingIntervalMs());
      assertEquals(
          List.of(
              "n0 down n2 UNREACHABLE",
              "n1 down n2 UNREACHABLE",
              "n3 down n2 UNREACHABLE",
              "n4 down n2 UNREACHABLE"),
          fleet.events.stream().sorted().toList(),
          "seed " + seed);
    }
  }

  @Test
  void oneBadPathExpelsNobody() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Fleet fleet = new Fleet(seed, Weather.CALM, 4).joined();
      fleet.air.cut(new NodeId("n0"), new NodeId("n1"));
      fleet.air.cut(new NodeId("n1"), new NodeId("n0"));
      fleet.air.cut(new NodeId("n2"), new NodeId("n3"));
      fleet.simulation.runFor(120_000);
      assertEquals(List.of(), fleet.events, "seed " + seed);
    }
  }

  @Test
  void whoStandsStillForLessThanTheTimeToObjectObjects() {
    Fleet fleet = new Fleet(1, Weather.CALM, 3).joined();
    fleet.node("n1").pause(PROFILE.suspicionMs(3) - 1_000);
    fleet.simulation.runFor(60_000);
    assertEquals(List.of(), fleet.events);
  }

  @Test
  void partsOfASplitFleetLoseEachOtherAndMeetAgain() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Fleet fleet = new Fleet(seed, Weather.CALM, 5).joined();
      fleet.all(fleet.air::cut, "n0 n1");
      fleet.simulation.runFor(40_000);
      assertEquals(List.of("[n0, n1]", "[n2, n3, n4]"), fleet.views(), "seed " + seed);
      fleet.all(fleet.air::mend, "n0 n1");
      fleet.simulation.runFor(60_000);
      assertEquals(List.of("[n0, n1, n2, n3, n4]"), fleet.views(), "seed " + seed);
    }
  }

  @Test
  void whoLeavesIsNotTakenForDead() {
    Fleet fleet = new Fleet(3, Weather.CALM, 3).joined();
    fleet.swims.get(new NodeId("n1")).leave();
    fleet.simulation.runFor(30_000);
    assertEquals(
        List.of("n0 down n1 LEFT", "n2 down n1 LEFT"),
        fleet.events.stream().filter(e -> !e.startsWith("n1")).sorted().toList());
  }

  @Test
  void theNextLifeReplacesTheOneBefore() {
    Fleet fleet = new Fleet(4, Weather.CALM, 3).joined();
    fleet.simulation.kill(fleet.node("n1"));
    fleet.start("n1", 2).start(fleet.swims.keySet());
    fleet.simulation.runFor(10_000);
    List<String> atN0 = fleet.events.stream().filter(e -> e.startsWith("n0")).toList();
    assertEquals(2, atN0.size(), atN0.toString());
    assertTrue(atN0.getFirst().startsWith("n0 down n1"), atN0.toString());
    assertEquals("n0 up n1#2", atN0.getLast());
  }
}
