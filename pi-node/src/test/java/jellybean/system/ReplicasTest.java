package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Replicas that come and go on one node, as {@link InventedLoads} have them. */
class ReplicasTest {
  private static final int SEEDS = 20;
  private static final int KEYS = 12;
  private static final long TICK_MS = Balancer.SAMPLE_MS;
  private static final long[] GROWING = {100, 200, 400};

  /** Two sayers count up for each key; each key's state is all that was said for it. */
  private static final String BY_KEY =
      """
      {:supervisor s
       :children [{:actor a :on {:go (fn [s k] {:say [[:note [:a k]]]})} :says #{:note}}
                  {:actor b :on {:go (fn [s k] {:say [[:note [:b k]]]})} :says #{:note}}
                  {:actor notes :replicas {:min 1 :max 4} :state []
                   :route {:note (fn [[who [k n]]] k)}
                   :on {:note (fn [seen [who [k n]]] {:state (conj seen [who n])})
                        :crash (fn [s d] (throw))}}]}
      """
          .replace("(throw)", "(nth [] 1)");

  private static final String MERGING =
      """
      {:supervisor s
       :children [{:actor a :on {:go (fn [s n] {:say [[:add n]]})} :says #{:add}}
                  {:actor sum :replicas {:min 1 :max 4} :state 0
                   :on {:add (fn [s n] {:state (+ s n)})
                        :merge (fn [s other] {:state (+ s other)})}}]}
      """;

  private static final class Fleet {
    private final Simulation simulation;
    private final SimCluster cluster;
    private final SplittableRandom random;
    private final Runnable meanwhile;
    private long queued;
    private long busyMs;
    private long idleMs;

    Fleet(Simulation simulation, int loops, String document, Consumer<Fleet> meanwhile) {
      this.simulation = simulation;
      this.cluster =
          SimCluster.ofLoops(simulation, loops, "a", h -> new InventedLoads(h, this::loads));
      this.random = simulation.splitRandom();
      simulation.slowLoops(80);
      this.meanwhile = () -> meanwhile.accept(this);
      cluster.deployLively("a", "s", document, TICK_MS / 2);
    }

    /** What crashes each second may never be found at rest. */
    boolean isEvenTick() {
      return simulation.nowMs() / TICK_MS % 2 == 0;
    }

    /** Some time before the loads are looked at again. */
    void soon(Runnable task) {
      simulation.after(random.nextLong(TICK_MS), task);
    }

    private SimNode node() {
      return cluster.node("a");
    }

    List<String> bodies(String child) {
      return cluster.placesOf("s").keySet().stream()
          .filter(body -> body.startsWith("/s/" + child + "/"))
          .toList();
    }

    /**
     * Has all replicas together wait with so many messages at one tick after the other, and be busy
     * all the time, or not at all.
     */
    void tick(boolean isBusy, long... queues) {
      for (long each : queues) {
        queued = each;
        busyMs += isBusy ? TICK_MS : 0;
        idleMs += isBusy ? 0 : TICK_MS;
        meanwhile.run();
        simulation.runFor(TICK_MS);
      }
    }

    private List<Load> loads(NodeId node, int bodies) {
      return Collections.nCopies(bodies, new Load(queued / bodies, busyMs, idleMs));
    }

    void idle(long ms) {
      for (long past = 0; past < ms; past += TICK_MS) {
        tick(false, 0);
      }
    }

    private void work(long ms) {
      for (long past = 0; past < ms; past += TICK_MS) {
        tick(true, 0);
      }
    }

    void grow() {
      work(Balancer.MIN_CHANGE_MS);
      tick(true, GROWING);
      tick(true, 0);
    }
  }

  private static void nothing(Fleet fleet) {}

  @Test
  void aQueueThatGrowsGetsAReplicaAndAnIdleOneLosesIt() {
    Fleet fleet = new Fleet(new Simulation(1), 2, BY_KEY, ReplicasTest::nothing);
    assertEquals(List.of("/s/notes/0"), fleet.bodies("notes"));
    fleet.grow();
    assertEquals(List.of("/s/notes/0", "/s/notes/1"), fleet.bodies("notes"));
    fleet.idle(Balancer.MIN_CHANGE_MS + 2 * TICK_MS);
    assertEquals(List.of("/s/notes/0"), fleet.bodies("notes"));
  }

  @Test
  void replicasComeAndGoInTheirTimeHoweverTheClockIsSet() {
    long yearMs = 365L * 86_400_000;
    for (long jumpMs : List.of(-yearMs, yearMs)) {
      Fleet fleet = new Fleet(new Simulation(1), 2, BY_KEY, ReplicasTest::nothing);
      fleet.grow();
      fleet.node().shiftWallClock(jumpMs);
      fleet.idle(Balancer.MIN_CHANGE_MS / 2);
      assertEquals(List.of("/s/notes/0", "/s/notes/1"), fleet.bodies("notes"));
      fleet.idle(Balancer.MIN_CHANGE_MS / 2 + 2 * TICK_MS);
      assertEquals(List.of("/s/notes/0"), fleet.bodies("notes"));
      fleet.node().shiftWallClock(jumpMs);
      fleet.grow();
      assertEquals(List.of("/s/notes/0", "/s/notes/1"), fleet.bodies("notes"));
    }
  }

  @Test
  void thereAreNeverMoreOrFewerThanTheDocumentSays() {
    Fleet fleet = new Fleet(new Simulation(1), 2, BY_KEY, ReplicasTest::nothing);
    for (int i = 0; i < 40; i++) {
      fleet.tick(true, GROWING);
    }
    assertEquals(4, fleet.bodies("notes").size());
    fleet.idle(8 * Balancer.MIN_CHANGE_MS);
    assertEquals(1, fleet.bodies("notes").size());
  }

  /** What was said so far, by key, in the order in which each sayer said it. */
  private static final class Talk {
    private final TreeMap<String, List<String>> said = new TreeMap<>();

    void say(Fleet fleet) {
      int messages = fleet.random.nextInt(100);
      for (int i = 0; i < messages; i++) {
        boolean isA = fleet.random.nextBoolean();
        int key = fleet.random.nextInt(KEYS);
        fleet.soon(() -> say(fleet, isA ? "a" : "b", key));
      }
    }

    private void say(Fleet fleet, String who, int key) {
      List<String> before = said.computeIfAbsent(who + key, _ -> new ArrayList<>());
      Value data = EdnVector.of(Int.of(key), Int.of(before.size()));
      before.add(String.valueOf(before.size()));
      fleet.node().send("/sys/test", "/s/" + who, "go", data);
    }

    /** The same as the replicas have it, whoever of them has a key. */
    TreeMap<String, List<String>> heard(Fleet fleet) {
      TreeMap<String, List<String>> heard = new TreeMap<>();
      List<Value> keys = new ArrayList<>();
      for (String body : fleet.bodies("notes")) {
        EdnMap states = (EdnMap) fleet.cluster.state(body);
        keys.addAll(states.keys());
        states.forEach(
            (key, notes) ->
                SimCluster.list(notes)
                    .forEach(
                        note -> {
                          List<Value> pair = SimCluster.list(note);
                          String who = pair.getFirst().toString().substring(1) + key;
                          heard
                              .computeIfAbsent(who, _ -> new ArrayList<>())
                              .add(pair.getLast().toString());
                        }));
      }
      assertEquals(List.copyOf(new java.util.HashSet<>(keys)).size(), keys.size(), "keys twice");
      return heard;
    }
  }

  @Test
  void whileReplicasComeAndGoEachKeyGetsAllThatIsSaidForItOnceAndInOrder() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          Talk talk = new Talk();
          int loops = 1 + simulation.splitRandom().nextInt(3);
          Fleet fleet = new Fleet(simulation, loops, BY_KEY, talk::say);
          List<Integer> counts = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            fleet.grow();
            counts.add(fleet.bodies("notes").size());
          }
          fleet.idle(5 * Balancer.MIN_CHANGE_MS);
          counts.add(fleet.bodies("notes").size());
          assertEquals(List.of(2, 3, 4, 1), counts);
          assertEquals(talk.said, talk.heard(fleet));
          assertEquals(0, fleet.cluster.dead("no-such-actor"));
        });
  }

  @Test
  void aKeyHasOneReplicaAtATimeAndTheReplicasShareTheKeys() {
    Talk talk = new Talk();
    Fleet fleet = new Fleet(new Simulation(3), 2, BY_KEY, talk::say);
    fleet.grow();
    fleet.grow();
    assertEquals(talk.said, talk.heard(fleet));
    for (String body : fleet.bodies("notes")) {
      assertTrue(!((EdnMap) fleet.cluster.state(body)).isEmpty(), body + " has no key");
    }
  }

  @Test
  void whatAReplicaKnewThatLeavesIsMergedIntoAnother() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          int[] sum = {0};
          Fleet fleet =
              new Fleet(
                  simulation,
                  2,
                  MERGING,
                  self -> {
                    for (int i = 0; i < 20; i++) {
                      int number = self.random.nextInt(100);
                      sum[0] += number;
                      self.soon(() -> self.node().send("/sys/test", "/s/a", "go", Int.of(number)));
                    }
                  });
          fleet.grow();
          fleet.grow();
          assertEquals(3, fleet.bodies("sum").size());
          fleet.idle(4 * Balancer.MIN_CHANGE_MS);
          assertEquals(List.of("/s/sum/0"), fleet.bodies("sum"));
          assertEquals(Int.of(sum[0]), fleet.cluster.state("/s/sum/0"));
        });
  }

  @Test
  void aReplicaWithoutAKeyOrAMergeFunctionMayNotKeepAnything() {
    Fleet fleet =
        new Fleet(
            new Simulation(1),
            1,
            "{:supervisor s :children [{:actor n :replicas {:min 1 :max 2}"
                + " :on {:add (fn [s d] {:state d}) :ask (fn [s d] {:state s})}}]}",
            ReplicasTest::nothing);
    fleet.node().send("/sys/test", "/s", "ask", Int.of(1));
    fleet.node().send("/sys/test", "/s", "add", Int.of(1));
    fleet.simulation.runFor(TICK_MS);
    assertTrue(
        fleet
            .node()
            .deadLetters()
            .toString()
            .contains(
                "step of :add in /s/n/0: expected no new state from a replica that comes and goes"
                    + " and has no function for :merge"),
        () -> fleet.node().deadLetters().toString());
    assertEquals(1, fleet.cluster.dead("crashed"));
  }

  @Test
  void aReplicaThatCrashesWhileItHandsOverDoesNotHoldUpTheOthers() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          Fleet fleet =
              new Fleet(
                  simulation,
                  2,
                  BY_KEY.replace(
                      "{:supervisor s", "{:supervisor s :intensity {:max 99 :within-ms 5000}"),
                  self -> {
                    if (self.isEvenTick()) {
                      return;
                    }
                    List<String> bodies = self.bodies("notes");
                    String body = bodies.get(self.random.nextInt(bodies.size()));
                    self.node().send("/sys/test", body, "crash", Int.of(1));
                  });
          // A crash makes the load look small; then it grows the next time.
          for (int i = 0; i < 5 && fleet.bodies("notes").size() < 2; i++) {
            fleet.grow();
          }
          assertEquals(2, fleet.bodies("notes").size());
          fleet.idle(2 * Balancer.MIN_CHANGE_MS);
          assertEquals(1, fleet.bodies("notes").size());
        });
  }

  @Test
  void whoIsNotItsSupervisorGivesAReplicaNoOrders() {
    Fleet fleet = new Fleet(new Simulation(1), 1, BY_KEY, ReplicasTest::nothing);
    EdnMap order = EdnMap.of(Protocol.AFTER, EdnVector.of(new Text("/s/a")));
    fleet.node().send("/s/a", "/s/notes/0", "jelly/hand-over", order);
    fleet.simulation.runFor(TICK_MS);
    assertEquals(1, fleet.cluster.dead("refused"));
  }

  @Test
  void anOperatorsMessageToTheChildReachesWhoHasTheKey() {
    Talk talk = new Talk();
    Fleet fleet = new Fleet(new Simulation(3), 2, BY_KEY, talk::say);
    fleet.grow();
    Value note = SimCluster.kw("x");
    EdnMap order =
        EdnMap.of(
            Protocol.TO,
            new Text("/s/notes"),
            Protocol.NAME,
            SimCluster.kw("note"),
            Protocol.DATA,
            EdnVector.of(SimCluster.kw("op"), EdnVector.of(Int.of(7), note)));
    fleet.node().send("/sys/test", "/s", "jelly/send", order);
    fleet.simulation.runFor(1);
    assertTrue(talk.heard(fleet).get("op7").equals(List.of(":x")));
  }
}
