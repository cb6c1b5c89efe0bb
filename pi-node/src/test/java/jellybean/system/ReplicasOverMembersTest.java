package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import jellybean.message.NodeId;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that come and go on three nodes, as {@link InventedLoads} have them. */
class ReplicasOverMembersTest {
  private static final String WORK =
      """
      {:supervisor s
       :children [{:actor work :replicas {:min 1 :max 4} :place :spread
                   :on {:job (fn [s d] {})}}]}
      """;

  private static final long TICK_MS = Balancer.SAMPLE_MS;

  private final Simulation simulation = new Simulation(1);
  private SimCluster cluster;
  private long queued;
  private long busyMs;
  private long idleMs;

  @BeforeEach
  void startThreeNodes() {
    cluster =
        SimCluster.withHosts(simulation, h -> new InventedLoads(h, this::loads), "a", "b", "c");
    cluster.deployLively("a", "s", WORK, TICK_MS / 2);
  }

  private List<Load> loads(NodeId node, int bodies) {
    return Collections.nCopies(bodies, new Load(queued / bodies, busyMs, idleMs));
  }

  private void overload(int ticks) {
    for (int i = 0; i < ticks; i++) {
      queued += 100;
      busyMs += TICK_MS;
      simulation.runFor(TICK_MS);
    }
  }

  private void idle(long ms) {
    queued = 0;
    for (long past = 0; past < ms; past += TICK_MS) {
      idleMs += TICK_MS;
      simulation.runFor(TICK_MS);
    }
  }

  private List<String> nodes() {
    return new ArrayList<>(new TreeMap<>(cluster.placesOf("s/work")).values());
  }

  private String first() {
    return cluster.placesOf("s").get("/s/work/0");
  }

  private String another() {
    return first().equals("b") ? "c" : "b";
  }

  @Test
  void anOverloadGetsAReplicaWithinFiveSecondsWhereMostHeadroomIs() {
    List.of("a", "b", "c").forEach(node -> cluster.hasLeft(node, 400));
    cluster.hasLeft(another(), 900);
    idle(10 * TICK_MS);
    overload(4);
    assertEquals(List.of(first(), another()), nodes());
  }

  @Test
  void theFirstOneStartsWhereMostHeadroomIs() {
    for (String roomy : List.of("a", "b", "c")) {
      List.of("a", "b", "c").forEach(node -> cluster.hasLeft(node, 400));
      cluster.hasLeft(roomy, 900);
      cluster.deployLively("a", "s-" + roomy, WORK, TICK_MS / 2);
      assertEquals(roomy, cluster.placesOf("s-" + roomy).get("/s-" + roomy + "/work/0"));
    }
  }

  @Test
  void theNextOneComesHalfAMinuteLaterToTheMemberThatIsLeft() {
    List.of("a", "b", "c").forEach(node -> cluster.hasLeft(node, 1_000));
    overload(4);
    assertEquals(2, nodes().stream().distinct().count());
    overload(28);
    assertEquals(2, nodes().size());
    overload(4);
    assertEquals(3, nodes().stream().distinct().count());
  }

  @Test
  void whereNothingIsKnownAReplicaComesAllTheSame() {
    overload(4);
    assertEquals(2, nodes().stream().distinct().count());
  }

  @Test
  void anIdleReplicaIsWithdrawnAndANewOverloadIsAnsweredAtOnce() {
    overload(4);
    idle(Balancer.MIN_CHANGE_MS + 3 * TICK_MS);
    assertEquals(1, nodes().size());
    overload(4);
    assertEquals(2, nodes().size());
  }
}
