package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jellybean.message.Address;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final SortedSet<NodeId> ALL = new TreeSet<>(List.of(A, B, C));

  private static final SupervisorDef DEF =
      Definitions.definition(
          """
          {:supervisor s
           :children [{:actor home :state 0 :on {} :says #{}}
                      {:actor many :state 0 :on {} :says #{} :replicas 6 :place :spread}]}
          """);
  private static final List<Body> BODIES =
      Body.of(Address.of("s"), DEF, new TreeMap<>(), new TreeMap<>());

  @Test
  void withoutAWishAChildLivesWithItsSupervisor() {
    assertEquals(B, place(B, ALL, new TreeMap<>()).get(Address.of("s", "home")));
  }

  @Test
  void spreadReplicasAreSharedEvenlyByTheMembers() {
    SortedMap<Address, NodeId> places = place(A, ALL, new TreeMap<>());
    for (NodeId node : ALL) {
      long bodies = places.values().stream().filter(node::equals).count();
      assertTrue(bodies >= 2 && bodies <= 3, node + " has " + bodies + " of 7: " + places);
    }
  }

  @Test
  void whatLivesStaysWhereItIs() {
    SortedMap<Address, NodeId> before = place(A, new TreeSet<>(List.of(A, B)), new TreeMap<>());
    assertEquals(before, place(A, ALL, before));
  }

  @Test
  void onlyWhatAMemberHadMovesWhenItGoes() {
    SortedMap<Address, NodeId> before = place(A, ALL, new TreeMap<>());
    SortedMap<Address, NodeId> after = place(A, new TreeSet<>(List.of(A, C)), before);
    before.forEach(
        (body, node) -> {
          if (node.equals(B)) {
            assertTrue(!after.get(body).equals(B), body + " stayed on a dead member");
          } else {
            assertEquals(node, after.get(body), body + " moved without need");
          }
        });
  }

  private static SortedMap<Address, NodeId> place(
      NodeId home, SortedSet<NodeId> members, SortedMap<Address, NodeId> known) {
    return Placement.place(BODIES, home, lives(members), known, _ -> false, new TreeMap<>());
  }

  private static SortedMap<NodeId, Life> lives(SortedSet<NodeId> members) {
    SortedMap<NodeId, Life> lives = new TreeMap<>();
    members.forEach(node -> lives.put(node, Life.of(1)));
    return lives;
  }

  // ---- with headroom

  /** How many of the six replicas each member gets at the first start. */
  private static Map<NodeId, Long> shares(Map<NodeId, Long> spare) {
    SortedMap<Address, NodeId> places =
        Placement.place(BODIES, A, lives(ALL), new TreeMap<>(), _ -> false, new TreeMap<>(spare));
    places.remove(Address.of("s", "home"));
    return places.values().stream().collect(Collectors.groupingBy(n -> n, Collectors.counting()));
  }

  @Test
  void aBoardWithMoreCoresToSpareGetsMoreFromTheBeginning() {
    assertEquals(Map.of(A, 1L, B, 4L, C, 1L), shares(Map.of(A, 1_900L, B, 4_000L, C, 900L)));
  }

  @Test
  void equalBoardsGetEquallyManyThoughOneIsBusierAtTheMoment() {
    assertEquals(Map.of(A, 2L, B, 2L, C, 2L), shares(Map.of(A, 1_950L, B, 100L, C, 900L)));
  }

  @Test
  void aFullBoardGetsNothingWhileThereIsAnother() {
    assertEquals(Map.of(A, 3L, C, 3L), shares(Map.of(A, 1_900L, B, -1_000_000L, C, 900L)));
    assertEquals(
        6L,
        shares(Map.of(A, -1_000_000L, B, -1_000_000L, C, -1_000_000L)).values().stream()
            .mapToLong(n -> n)
            .sum());
  }

  @Test
  void aMemberThatHasNotToldYetIsTakenForOneOfThoseWithLittle() {
    assertEquals(Map.of(A, 1L, B, 2L, C, 3L), shares(Map.of(B, 1_900L, A, 1_900L, C, 3_000L)));
    assertEquals(Map.of(A, 1L, B, 2L, C, 3L), shares(Map.of(B, 1_900L, C, 3_000L)));
  }

  // ---- a replica that joins

  /** Places {@code places} for the first replicas, and says where one more goes. */
  private static NodeId joins(String child, Map<NodeId, Long> spare, NodeId... places) {
    SortedMap<Address, NodeId> known = new TreeMap<>();
    for (int i = 0; i < places.length; i++) {
      known.put(Address.of("s", child, Integer.toString(i)), places[i]);
    }
    Address next = Address.of("s", child, Integer.toString(places.length));
    Body body = BODIES.stream().filter(b -> b.address().equals(next)).findFirst().orElseThrow();
    return Placement.placeOne(body, A, lives(ALL), known, new TreeMap<>(spare)).get(next);
  }

  @Test
  void aReplicaJoinsWhereMostHeadroomIs() {
    assertEquals(B, joins("many", Map.of(A, 200L, B, 900L, C, 500L), C));
    assertEquals(C, joins("many", Map.of(A, 200L, B, 500L, C, 900L), B));
  }

  @Test
  void itDoesNotJoinASiblingThatNeedsTheCoreItself() {
    assertEquals(B, joins("many", Map.of(A, 1_000L, B, 300L, C, 100L), A));
    assertEquals(A, joins("many", Map.of(A, 3_000L, B, 300L, C, 100L), A));
  }

  @Test
  void whereOnlySomeHaveToldTheOthersAreTakenToBeBusy() {
    assertEquals(B, joins("many", Map.of(B, 200L), A));
    assertEquals(C, joins("many", Map.of(A, 100L, B, -1_000_000L), A));
  }

  @Test
  void whereTheDifferenceIsSmallOrNothingIsKnownItJoinsTheMemberWithTheFewestBodies() {
    assertEquals(C, joins("many", Map.of(A, 880L, B, 990L, C, 900L), A, B, A, B));
    assertEquals(C, joins("many", Map.of(), A, B, A, B));
  }

  @Test
  void whatHasAPlaceStaysThereWhateverIsLeftElsewhere() {
    SortedMap<Address, NodeId> known = new TreeMap<>();
    known.put(Address.of("s", "many", "0"), A);
    Body body = BODIES.get(2);
    SortedMap<NodeId, Long> spare = new TreeMap<>(Map.of(B, 9_000L));
    assertEquals(
        A, Placement.placeOne(body, A, lives(ALL), known, spare).get(Address.of("s", "many", "0")));
  }

  @Test
  void aReplicaThatMayNotLiveAnywhereStaysWithItsSupervisor() {
    SupervisorDef def =
        Definitions.definition(
            "{:supervisor s :children [{:actor few :on {} :replicas {:min 1 :max 2}}]}");
    Body body = new Body(Address.of("s", "few", "1"), def.children().getFirst());
    SortedMap<NodeId, Long> spare = new TreeMap<>(Map.of(B, 9_000L));
    SortedMap<Address, NodeId> places =
        Placement.placeOne(body, A, lives(ALL), new TreeMap<>(), spare);
    assertEquals(A, places.get(body.address()));
  }
}
