package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
    return Placement.place(BODIES, home, members, known);
  }
}
