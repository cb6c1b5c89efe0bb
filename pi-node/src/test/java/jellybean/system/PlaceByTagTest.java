package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Children that want a member with a tag. */
class PlaceByTagTest {
  private static final int SEEDS = 20;
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");

  private static final String SYSTEM =
      """
      {:supervisor s
       :forward {:add :lamp/add}
       :children [{:actor tally :state 0 :on {:seen (fn [n x] {:state (+ n x)})}}
                  {:actor lamp :place :led :state 0
                   :on {:add (fn [n x] {:state (+ n x) :say [[:seen x]]})} :says #{:seen}}
                  {:actor last :state 0 :on {}}]}
      """;

  // ---- the policy

  private static final List<Body> BODIES =
      Body.of(
          Address.of("s"),
          Definitions.definition(
              "{:supervisor s :children [{:actor many :on {} :replicas 4 :place :led}"
                  + " {:actor kept :on {} :durable true :place :led}]}"),
          new TreeMap<>(),
          new TreeMap<>());

  private static final Address KEPT = Address.of("s", "kept");

  private static SortedMap<NodeId, Life> members(Map<NodeId, List<String>> tags) {
    SortedMap<NodeId, Life> members = new TreeMap<>();
    tags.forEach((node, all) -> members.put(node, new Life(1, new TreeSet<>(all))));
    return members;
  }

  @Test
  void membersWithTheTagShareWhatWantsIt() {
    SortedMap<NodeId, Life> members =
        members(Map.of(A, List.of(), B, List.of("led", "camera"), C, List.of("led")));
    SortedMap<Address, NodeId> places =
        Placement.place(BODIES, A, members, new TreeMap<>(), _ -> false, new TreeMap<>());
    assertEquals(5, places.size());
    assertEquals(0, places.values().stream().filter(A::equals).count(), "a has no LED: " + places);
    assertTrue(places.values().stream().filter(B::equals).count() >= 2, "shared: " + places);
  }

  @Test
  void withoutSuchAMemberItHasNoPlace() {
    SortedMap<NodeId, Life> members = members(Map.of(A, List.of("camera"), B, List.of()));
    assertEquals(
        Map.of(),
        Placement.place(BODIES, A, members, new TreeMap<>(), _ -> false, new TreeMap<>()),
        "no place");
    assertTrue(BODIES.stream().noneMatch(body -> Placement.isPossible(body, members)));
  }

  @Test
  void whatRunsStaysWhenItsMemberLosesTheTagAndWhatIsStartedAnewDoesNot() {
    SortedMap<NodeId, Life> members = members(Map.of(A, List.of(), B, List.of("led")));
    Address first = BODIES.getFirst().address();
    SortedMap<Address, NodeId> known = new TreeMap<>(Map.of(first, A));
    assertEquals(
        A, Placement.place(BODIES, A, members, known, _ -> true, new TreeMap<>()).get(first));
    assertEquals(
        B, Placement.place(BODIES, A, members, known, _ -> false, new TreeMap<>()).get(first));
  }

  @Test
  void whatIsDurableStaysWhereItsStateIs() {
    SortedMap<NodeId, Life> members = members(Map.of(A, List.of(), B, List.of("led")));
    SortedMap<Address, NodeId> known = new TreeMap<>(Map.of(KEPT, C));
    assertEquals(
        C, Placement.place(BODIES, A, members, known, _ -> false, new TreeMap<>()).get(KEPT));
  }

  @Test
  void oneMoreReplicaJoinsAMemberWithTheTagHoweverMuchRoomOthersHave() {
    SortedMap<NodeId, Life> members =
        members(Map.of(A, List.of(), B, List.of("led"), C, List.of("led")));
    SortedMap<NodeId, Long> spare = new TreeMap<>(Map.of(A, 9_000L, B, 100L, C, 800L));
    Body body = BODIES.getFirst();
    assertEquals(
        C, Placement.placeOne(body, A, members, new TreeMap<>(), spare).get(body.address()));
    SortedMap<NodeId, Life> none = members(Map.of(A, List.of()));
    assertEquals(
        Optional.empty(),
        Optional.ofNullable(
            Placement.placeOne(body, A, none, new TreeMap<>(), spare).get(body.address())));
  }

  @Test
  void tagsTravelInTheListOfMembersAndWithoutThemItIsAsShortAsBefore() {
    SortedMap<NodeId, Life> members = members(Map.of(A, List.of(), B, List.of("led", "camera")));
    EdnMap list = MemberList.ofLives(members);
    assertEquals("{\"a\" 1, \"b\" [1 :camera :led]}", list.toString());
    assertEquals(members, MemberList.lives(list));
    assertEquals(new TreeMap<>(Map.of(A, 1L, B, 1L)), MemberList.fromValue(list));
  }

  @Test
  void whatIsNoTagInWhatAMemberSpreadsIsNotLookedAt() {
    EdnMap spread =
        (EdnMap)
            EdnReader.readOne("{:led true \"text\" 1 7 8 :a/b true :here true :camera \"front\"}");
    assertEquals(new TreeSet<>(List.of("camera", "led")), Tags.of(spread));
    EdnMap many = EdnMap.EMPTY;
    for (int i = 0; i < 40; i++) {
      many = many.with(jellybean.edn.Keyword.of("t" + i), Int.of(i));
    }
    assertEquals(Tags.MAX_TAGS, Tags.of(many).size());
  }

  // ---- a cluster

  private static String shown(SimCluster fleet, String supervisor) {
    return fleet.locate(supervisor).orElseThrow().state(supervisor).toString();
  }

  @Test
  void aChildWithoutAMemberThatHasItsTagIsShownAndCountedAndTheRestRuns() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, "a", "b");
    fleet.deploy("a", "s", SYSTEM);
    assertEquals(1, fleet.running("/s/tally"));
    assertEquals(1, fleet.running("/s/last"));
    assertEquals(0, fleet.running("/s/lamp"));
    assertEquals(1, fleet.dead("unplaced"));
    String why =
        "cannot place /s/lamp: expected a member with the tag :led, found none; it starts when one"
            + " joins";
    assertTrue(shown(fleet, "/s").contains(why), shown(fleet, "/s"));
    assertTrue(shown(fleet, "/s").contains(":unplaced"), shown(fleet, "/s"));
    fleet.send("/s", "add", Int.of(1));
    simulation.settle();
    assertEquals(1, fleet.dead("no-such-actor"), "what is sent to it");
  }

  @Test
  void itStartsWhenAMemberWithTheTagJoinsAlsoIfTheHomeHasDiedMeanwhile() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
          fleet.deploy("a", "s", SYSTEM);
          fleet.kill(fleet.locate("/s").orElseThrow());
          simulation.settle();
          assertEquals(1, fleet.running("/s/tally"));
          assertEquals(0, fleet.running("/s/lamp"));
          fleet.tag("d", "led");
          fleet.start("d");
          fleet.announce();
          simulation.settle();
          assertEquals(1, fleet.running("/s/lamp"));
          assertEquals("d", fleet.locate("/s/lamp").orElseThrow().id().value());
          fleet.send("/s", "add", Int.of(5));
          simulation.settle();
          assertEquals("5", fleet.state("/s/tally").toString());
        });
  }

  @Test
  void whenTheOnlyOneDiesItWaitsForTheNextOne() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation);
          fleet.tag("c", "led");
          List.of("a", "b", "c").forEach(fleet::start);
          fleet.announce();
          simulation.settle();
          fleet.deploy("a", "s", SYSTEM);
          SimNode lamp = fleet.locate("/s/lamp").orElseThrow();
          assertEquals("c", lamp.id().value());
          fleet.kill(lamp);
          simulation.settle();
          assertEquals(0, fleet.running("/s/lamp"));
          assertEquals(1, fleet.running("/s/tally"));
          fleet.start("c");
          fleet.announce();
          simulation.settle();
          assertEquals("c", fleet.locate("/s/lamp").orElseThrow().id().value());
        });
  }
}
