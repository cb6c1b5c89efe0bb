package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import jellybean.actor.Behaviour;
import jellybean.edn.EdnMap;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Keys that move between replicas on several members, while senders on all of them talk. */
class KeysOverMembersTest {
  private static final int SEEDS = 100;
  private static final int ITEMS = 1_200;
  private static final int KEYS = 8;
  private static final long TICK_MS = Balancer.SAMPLE_MS;

  private static final String NOTES =
      """
      {:supervisor s
       :functions {tick (fn [n _]
                          (if (< n %d)
                            {:state (inc n) :say [[:note [(mod n %d) n]]] :after [[40 :tick nil]]}
                            {:state n}))}
       :children [{:actor one :place "a" :state 0 :says #{:note} :on {:go tick :tick tick}}
                  {:actor two :place "b" :state 0 :says #{:note} :on {:go tick :tick tick}}
                  {:actor three :place "c" :state 0 :says #{:note} :on {:go tick :tick tick}}
                  {:actor notes :replicas {:min 1 :max 4} :place :spread :state []
                   :route {:note (fn [[k n]] k)}
                   :on {:note (fn [seen [k n] i] {:state (conj seen [(:from i) n])})}}]}
      """
          .formatted(ITEMS, KEYS);

  private static final class Fleet {
    private final Simulation simulation;
    private final SimCluster cluster;
    private long queued;
    private long busyMs;
    private long idleMs;

    Fleet(Simulation simulation, UnaryOperator<Behaviour<HostState>> hosts) {
      this.simulation = simulation;
      this.cluster =
          SimCluster.withHosts(
              simulation, h -> new InventedLoads(hosts.apply(h), this::loads), "a", "b", "c");
      cluster.deployLively("a", "s", NOTES, TICK_MS / 2);
      cluster.send("/s", "go", Nil.NIL);
    }

    private List<Load> loads(NodeId node, int bodies) {
      return Collections.nCopies(bodies, new Load(queued / bodies, busyMs, idleMs));
    }

    void overload(int ticks) {
      for (int i = 0; i < ticks; i++) {
        queued += 100;
        busyMs += TICK_MS;
        simulation.runFor(TICK_MS);
      }
    }

    void idle(long ms) {
      queued = 0;
      for (long past = 0; past < ms; past += TICK_MS) {
        idleMs += TICK_MS;
        simulation.runFor(TICK_MS);
      }
    }

    int replicas() {
      return cluster.placesOf("s/notes").size();
    }

    /** What each sender said of each key, in the order in which it was handled. */
    Map<String, List<Long>> heard() {
      Map<String, List<Long>> heard = new TreeMap<>();
      for (String body : cluster.placesOf("s/notes").keySet()) {
        ((EdnMap) cluster.state(body))
            .forEach(
                (key, notes) -> {
                  for (Value note : SimCluster.list(notes)) {
                    List<Value> pair = SimCluster.list(note);
                    heard
                        .computeIfAbsent(pair.getFirst() + " " + key, _ -> new ArrayList<>())
                        .add(Long.parseLong(pair.getLast().toString()));
                  }
                });
      }
      return heard;
    }
  }

  private static Map<String, List<Long>> said() {
    Map<String, List<Long>> said = new TreeMap<>();
    for (String who : List.of("one", "two", "three")) {
      for (long n = 0; n < ITEMS; n++) {
        said.computeIfAbsent("\"/s/" + who + "\" " + n % KEYS, _ -> new ArrayList<>()).add(n);
      }
    }
    return said;
  }

  private static Map<String, List<Long>> heard(
      Simulation simulation, UnaryOperator<Behaviour<HostState>> hosts) {
    Fleet fleet = new Fleet(simulation, hosts);
    fleet.overload(4);
    assertTrue(fleet.replicas() >= 2, "one more came");
    fleet.idle(Balancer.MIN_CHANGE_MS + 3 * TICK_MS);
    fleet.overload(4);
    fleet.idle(2 * Balancer.MIN_CHANGE_MS);
    return fleet.heard();
  }

  @Test
  void whileReplicasComeAndGoOnSeveralMembersEachKeyGetsAllOnceAndInOrder() {
    Map<String, List<Long>> said = said();
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> assertEquals(said, heard(simulation, UnaryOperator.identity())));
  }

  @Test
  void withoutFencesTheOrderBreaksAndIsSeenToBreak() {
    Map<String, List<Long>> said = said();
    boolean isBroken =
        Simulation.underSomeSeed(
            10 * SEEDS,
            Conditions.WIFI,
            simulation -> !said.equals(heard(simulation, UnfencedHost::new)));
    assertTrue(isBroken, "a test of the order that cannot fail");
  }
}
