package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.actor.Effect;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.sim.Conditions;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Systems on simulated fleets: deployed, spread, talking, crashing, losing members. */
class SystemTest {
  private static final int SEEDS = 20;

  private static final String COUNTER =
      """
      {:supervisor counter
       :functions {add  (fn [state n]
                          (let [state (update state :count + n)]
                            {:state state :say [[:merge_state {:count (:count state)}]]}))
                   show (fn [state kvs]
                          (let [state (merge state kvs)]
                            {:state state :say [[:updated_state state]]}))}
       :says #{:updated_state}
       :children [{:actor count :state {:count 0} :on {:add add}          :says #{:merge_state}}
                  {:actor state :state {}         :on {:merge_state show} :says #{:updated_state}}]}
      """;

  /** A talker, pinned to b, and a listener, pinned to c, whatever the home. */
  private static final String ACROSS =
      """
      {:supervisor pair
       :children [{:actor talker   :state 0 :place "b" :says #{:word}
                   :on {:go (fn [n k] {:state (inc n) :say (mapv (fn [i] [:word i]) (range k))})}}
                  {:actor listener :state [] :place "c" :says #{}
                   :on {:word (fn [seen w] {:state (conj seen w)})}}]}
      """;

  @Test
  void theEssaysCounterCountsWhatIsSentIntoItsCluster() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
          fleet.deploy("b", "counter", COUNTER);
          for (int i = 1; i <= 4; i++) {
            fleet.send("/counter", "add", Int.of(i));
          }
          simulation.settle();
          assertEquals("{:count 10}", fleet.state("/counter/count").toString());
          assertEquals("{:count 10}", fleet.state("/counter/state").toString());
        });
  }

  @Test
  void everyBodyRunsExactlyOnceWhereverItWasDeployed() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WILD,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
          fleet.deploy("c", "counter", COUNTER);
          for (String address : new String[] {"/counter", "/counter/count", "/counter/state"}) {
            assertEquals(1, fleet.instances(address), address);
          }
        });
  }

  @Test
  void twoActorsOnOtherNodesTalkWithoutAFrameAtTheHome() {
    Simulation.underSeeds(
        SEEDS,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c", "d");
          fleet.deploy("a", "pair", ACROSS);
          SimNode home = fleet.locate("/pair").orElseThrow();
          SimNode talker = fleet.locate("/pair/talker").orElseThrow();
          assertEquals("b", talker.id().value());
          assertEquals("c", fleet.locate("/pair/listener").orElseThrow().id().value());
          long before = simulation.network().carried();
          talker.send("/sys/test", "/pair/talker", "go", Int.of(50));
          simulation.settle();
          assertEquals(50, SimCluster.list(fleet.state("/pair/listener")).size());
          assertEquals(
              50, simulation.network().carried() - before, "one frame each, none by " + home.id());
        });
  }

  @Test
  void messagesOfOneSayerArriveInOrder() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WILD,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
          fleet.deploy("a", "pair", ACROSS);
          fleet.node("b").send("/sys/test", "/pair/talker", "go", Int.of(200));
          simulation.settle();
          StringBuilder expected = new StringBuilder("[0");
          for (int i = 1; i < 200; i++) {
            expected.append(' ').append(i);
          }
          assertEquals(expected + "]", fleet.state("/pair/listener").toString());
        });
  }

  private static final String FRAGILE =
      """
      {:supervisor fragile
       :intensity {:max 2 :within-ms 5000}
       :children [{:actor x :state 0 :says #{}
                   :on {:add  (fn [n d] {:state (+ n d)})
                        :fail (fn [n d] (nth [] 5))}}
                  {:actor doctor :state [] :says #{}
                   :on {:crashed (fn [seen d] {:state (conj seen (:actor d))})}}]}
      """;

  @Test
  void aCrashedActorStartsAgainWithItsFirstStateAndItsMailbox() {
    Simulation simulation = new Simulation(7);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "fragile", FRAGILE);
    SimNode node = fleet.locate("/fragile/x").orElseThrow();
    node.send("/sys/test", "/fragile/x", "add", Int.of(5));
    node.send("/sys/test", "/fragile/x", "fail", Nil.NIL);
    node.send("/sys/test", "/fragile/x", "add", Int.of(1));
    simulation.settle();
    assertEquals("1", fleet.state("/fragile/x").toString());
    assertEquals("[\"/fragile/x\"]", fleet.state("/fragile/doctor").toString());
    assertEquals(1, fleet.dead("crashed"));
  }

  @Test
  void tooManyCrashesEndTheSystem() {
    Simulation simulation = new Simulation(7);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "fragile", FRAGILE);
    SimNode node = fleet.locate("/fragile/x").orElseThrow();
    for (int i = 0; i < 3; i++) {
      node.send("/sys/test", "/fragile/x", "fail", Nil.NIL);
    }
    simulation.settle();
    assertEquals(0, fleet.instances("/fragile"));
    assertEquals(0, fleet.instances("/fragile/x"));
    assertEquals(0, fleet.instances("/fragile/doctor"));
  }

  @Test
  void crashesThatAreFarApartAreForgiven() {
    Simulation simulation = new Simulation(7);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "fragile", FRAGILE);
    SimNode node = fleet.locate("/fragile/x").orElseThrow();
    for (int i = 0; i < 8; i++) {
      node.send("/sys/test", "/fragile/x", "fail", Nil.NIL);
      simulation.settle();
      simulation.runFor(3_000);
    }
    assertEquals(1, fleet.instances("/fragile/x"));
  }

  private static final String SPREAD =
      """
      {:supervisor spread
       :children [{:actor w :state 0 :replicas 6 :place :spread :says #{}
                   :route {:hit (fn [d] d)}
                   :on {:hit (fn [n d] {:state (inc n)})}}]}
      """;

  @Test
  void whatLivedOnALostMemberIsStartedElsewhere() {
    Simulation.underSeeds(
        SEEDS,
        Conditions.WIFI,
        simulation -> {
          SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
          fleet.deploy("a", "spread", SPREAD);
          SimNode home = fleet.locate("/spread").orElseThrow();
          SimNode victim = fleet.alive().stream().filter(n -> n != home).findFirst().orElseThrow();
          var before = fleet.placesOf("spread");
          assertTrue(before.containsValue(victim.id().value()), "nothing to lose: " + before);
          fleet.kill(victim);
          simulation.settle();
          var after = fleet.placesOf("spread");
          assertEquals(before.keySet(), after.keySet());
          before.forEach(
              (body, node) -> {
                if (node.equals(victim.id().value())) {
                  assertNotEquals(node, after.get(body), body);
                } else {
                  assertEquals(node, after.get(body), body + " moved without need");
                }
              });
        });
  }

  @Test
  void whatCannotBeDeliveredToALostMemberIsADeadLetterWithItsReason() {
    Simulation simulation = new Simulation(3);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "pair", ACROSS);
    SimNode talker = fleet.node("b");
    fleet.kill(fleet.node("c"));
    talker.send("/sys/test", "/pair/talker", "go", Int.of(5));
    simulation.runFor(100);
    assertEquals(5, talker.dead("member-lost"));
    assertTrue(
        talker.deadLetters().toString().contains(":to \"/pair/listener\""),
        talker.deadLetters().toString());
  }

  @Test
  void keyedReplicasSeeOnlyTheStateOfTheKey() {
    Simulation simulation = new Simulation(5);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "spread", SPREAD);
    for (int i = 0; i < 30; i++) {
      fleet.send("/spread", "hit", new Text("k" + i % 10));
    }
    simulation.settle();
    long keys = 0;
    for (int i = 0; i < 6; i++) {
      String state = fleet.state("/spread/w/" + i).toString();
      keys += state.chars().filter(c -> c == 'k').count();
      assertTrue(state.replaceAll("\"k\\d\" 3|[{}, ]", "").isEmpty(), state);
    }
    assertEquals(10, keys);
  }

  @Test
  void aMemberThatJoinsLaterLearnsEverySystem() {
    Simulation simulation = new Simulation(5);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "counter", COUNTER);
    SimNode late = fleet.start("d");
    fleet.announce();
    simulation.settle();
    assertTrue(late.shown(Protocol.host(late.id()).path()).contains("\"counter\""));
    late.start(
        "/x/probe",
        Script.from(Nil.NIL, Effect.send(Address.of("counter"), SimCluster.kw("add"), Int.of(2))));
    simulation.settle();
    assertEquals("{:count 2}", fleet.state("/counter/count").toString());
  }

  @Test
  void anotherVersionOfADocumentReplacesTheFirstOnAllMembers() {
    Simulation simulation = new Simulation(5);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "spread", SPREAD);
    fleet.deploy("b", "spread", SPREAD.replace(":replicas 6", ":replicas 3"));
    assertEquals(
        java.util.Set.of("/spread", "/spread/w/0", "/spread/w/1", "/spread/w/2"),
        fleet.placesOf("spread").keySet());
    for (int i = 0; i < 3; i++) {
      assertEquals(1, fleet.instances("/spread/w/" + i));
    }
  }

  private static final String ENDLESS =
      """
      {:supervisor endless
       :intensity {:max 5 :within-ms 5000}
       :children [{:actor x :state 0 :says #{}
                   :on {:spin (fn [n d] (loop [i 0] (recur (inc i))))
                        :add  (fn [n d] {:state (+ n d)})}}
                  {:actor y :state 0 :says #{} :on {:add (fn [n d] {:state (+ n d)})}}]}
      """;

  @Test
  void aBehaviourThatLoopsForeverIsCutByItsFuelAndDisturbsNobody() {
    Simulation simulation = new Simulation(7);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "endless", ENDLESS);
    SimNode node = fleet.locate("/endless/x").orElseThrow();
    node.send("/sys/test", "/endless/x", "spin", Nil.NIL);
    fleet.send("/endless", "add", Int.of(3));
    simulation.settle();
    assertEquals("3", fleet.state("/endless/x").toString());
    assertEquals("3", fleet.state("/endless/y").toString());
    assertEquals(1, fleet.dead("crashed"));
    String letters = node.deadLetters().toString();
    assertTrue(letters.contains("fuel limit: used up the fuel of 200000 units"), letters);
    assertTrue(letters.contains("endless.edn:4:"), letters);
  }
}
