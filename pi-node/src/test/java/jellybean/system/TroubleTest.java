package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What goes wrong on a running system harms nothing but what went wrong. */
class TroubleTest {
  private final Simulation simulation = new Simulation(11);
  private final SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");

  private static final String ROUTED =
      """
      {:supervisor s
       :children [{:actor w :state 0 :replicas 2 :route {:hit (fn [d] (+ 1 d))} :says #{}
                   :on {:hit (fn [n d] {:state (inc n)})}}
                  {:actor plain :state 0 :says #{} :on {:add (fn [n d] {:state (+ n d)})}}]}
      """;

  private SimNode home() {
    return fleet.locate("/s").orElseThrow();
  }

  private void order(String to, String name, jellybean.edn.Value data) {
    home()
        .send(
            "/sys/test",
            "/s",
            "jelly/send",
            jellybean.edn.EdnMap.of(
                Protocol.TO,
                new Text(to),
                Protocol.NAME,
                SimCluster.kw(name),
                Protocol.DATA,
                data));
    simulation.settle();
  }

  @Test
  void aRouteThatFailsForAMessageFromAboveIsADeadLetter() {
    fleet.deploy("a", "s", ROUTED);
    fleet.send("/s", "hit", new Text("x"));
    order("/s/w", "hit", new Text("x"));
    simulation.settle();
    assertEquals(2, fleet.dead("route-failed"));
    fleet.send("/s", "add", Int.of(2));
    simulation.settle();
    assertEquals("2", fleet.state("/s/plain").toString());
  }

  @Test
  void aMessageFromAboveThatNobodyTakesIsOneDeadLetter() {
    fleet.deploy("a", "s", ROUTED);
    fleet.send("/s", "nonsense", Nil.NIL);
    fleet.send("/s", "nobody/hears", Nil.NIL);
    simulation.settle();
    assertEquals(2, fleet.dead("unrouted"));
  }

  @Test
  void aNameThatAnActorDoesNotHandleIsADeadLetterAndNoCrash() {
    fleet.deploy("a", "s", ROUTED);
    for (int i = 0; i < 5; i++) {
      order("/s/plain", "ad", Int.of(1));
      order("/s/gone", "add", Int.of(1));
    }
    assertEquals(10, fleet.dead("unrouted"));
    assertEquals(0, fleet.dead("crashed"));
    assertTrue(
        home().deadLetters().toString().contains("found one that does not handle :ad\""),
        home().deadLetters().toString());
  }

  @Test
  void aMessageToOneReplicaReachesThatOne() {
    fleet.deploy("a", "s", ROUTED.replace(":route {:hit (fn [d] (+ 1 d))}", ""));
    for (int i = 0; i < 20; i++) {
      order("/s/w/1", "hit", Nil.NIL);
    }
    assertEquals("20", fleet.state("/s/w/1").toString());
  }

  @Test
  void theProtocolOfSupervisorsIsRefusedFromStrangers() {
    fleet.deploy("a", "s", ROUTED);
    for (String name : new String[] {"jelly/held", "jelly/crashed", "jelly/shutdown"}) {
      home().send("/op/a/ann", "/s", name, Int.of(1));
    }
    simulation.settle();
    assertEquals(3, fleet.dead("refused"));
    assertEquals(0, fleet.dead("crashed"));
    assertEquals(1, fleet.instances("/s/plain"));
  }

  private static final String NESTED =
      """
      {:supervisor s
       :intensity {:max 5 :within-ms 5000}
       :children [{:supervisor t :children
                   [{:actor x :state 0 :place "b" :says #{} :on {:add (fn [n d] {:state (+ n d)})}}
                    {:actor y :state 0 :says #{} :on {:add (fn [n d] {:state (+ n d)})}}]}
                  {:actor z :state 0 :says #{} :on {:add (fn [n d] {:state (+ n d)})}}]}
      """;

  @Test
  void aSupervisorsCrashEndsItsChildrenWhereverTheyAreAndTheyStartAgain() {
    fleet.deploy("a", "s", NESTED);
    fleet.send("/s/t", "add", Int.of(5));
    fleet.send("/s", "add", Int.of(7));
    simulation.settle();
    assertEquals("5", fleet.state("/s/t/x").toString());
    home().send("/sys/test", "/s/t", "jelly/held", Int.of(1));
    simulation.settle();
    assertEquals("0", fleet.state("/s/t/x").toString());
    assertEquals("0", fleet.state("/s/t/y").toString());
    assertEquals("7", fleet.state("/s/z").toString());
    fleet.send("/s/t", "add", Int.of(2));
    simulation.settle();
    assertEquals("2", fleet.state("/s/t/x").toString());
    assertEquals(1, fleet.instances("/s/t/x"));
  }

  @Test
  void aRootsCrashEndsItsChildrenWhereverTheyAreAndTheyStartAgain() {
    fleet.deploy("a", "s", NESTED);
    fleet.send("/s/t", "add", Int.of(5));
    fleet.send("/s", "add", Int.of(7));
    simulation.settle();
    home().send("/sys/test", "/s", "jelly/held", Int.of(1));
    simulation.settle();
    for (String actor : new String[] {"/s/t/x", "/s/t/y", "/s/z"}) {
      assertEquals("0", fleet.state(actor).toString(), actor);
      assertEquals(1, fleet.instances(actor), actor);
    }
    fleet.send("/s", "add", Int.of(2));
    simulation.settle();
    assertEquals("2", fleet.state("/s/z").toString());
  }

  @Test
  void aNestedSupervisorThatIsRestartedAfterALossKnowsWhoLives() {
    fleet.deploy("a", "s", NESTED);
    SimNode lost = fleet.node(home().id().value().equals("b") ? "c" : "b");
    fleet.kill(lost);
    simulation.settle();
    home().send("/sys/test", "/s/t", "jelly/held", Int.of(1));
    simulation.settle();
    fleet.send("/s/t", "add", Int.of(3));
    simulation.settle();
    assertEquals("3", fleet.state("/s/t/x").toString());
    assertEquals("3", fleet.state("/s/t/y").toString());
  }

  private static final String ESCALATES =
      """
      {:supervisor s
       :intensity {:max 1 :within-ms 60000}
       :children [{:supervisor t :intensity {:max 1 :within-ms 60000} :children
                   [{:actor x :state 0 :says #{}
                     :on {:add (fn [n d] {:state (+ n d)}) :fail (fn [n d] (nth [] 1))}}]}
                  {:actor z :state 0 :says #{} :on {:add (fn [n d] {:state (+ n d)})}}]}
      """;

  @Test
  void tooManyCrashesBelowAreOneRestartAboveAndThenTheEndOfAll() {
    fleet.deploy("a", "s", ESCALATES);
    fleet.send("/s", "add", Int.of(7));
    for (int i = 0; i < 2; i++) {
      fleet.send("/s/t", "fail", Nil.NIL);
      simulation.settle();
    }
    assertEquals(1, fleet.instances("/s/t/x"));
    assertEquals("7", fleet.state("/s/z").toString());
    for (int i = 0; i < 2; i++) {
      fleet.send("/s/t", "fail", Nil.NIL);
      simulation.settle();
    }
    for (String gone : new String[] {"/s", "/s/t", "/s/t/x", "/s/z"}) {
      assertEquals(0, fleet.instances(gone), gone);
    }
    assertEquals(1, fleet.dead("system-failed"));
    assertTrue(
        fleet
            .node("a")
            .deadLetters()
            .toString()
            .contains("/s gave up: more than 1 restarts within"),
        fleet.node("a").deadLetters().toString());
  }

  @Test
  void manyChildrenStartAndEnd() {
    StringBuilder children = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      children.append("{:actor x").append(i).append(" :says #{} :on {:add (fn [n d] nil)}}\n");
    }
    fleet.deploy("a", "s", "{:supervisor s :children [" + children + "]}");
    assertEquals(601, fleet.placesOf("s").size());
    fleet.deploy("a", "s", "{:supervisor s :children []}");
    assertEquals(1, fleet.placesOf("s").size());
  }

  @Test
  void moreChildrenThanATableCanHoldAreAFault() {
    StringBuilder children = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      children.append("{:actor x").append(i).append(" :says #{} :on {:add (fn [n d] nil)}}\n");
    }
    Checked checked =
        Samples.check(Bundle.of("s.edn", "{:supervisor s :children [" + children + "]}"));
    assertEquals(
        List.of(
            "s.edn:1:1: too many children: expected a table of at most 57344 bytes, found 77890,"
                + " divide them among more supervisors"),
        Samples.lines(checked));
  }

  @Test
  void aDeploymentLargerThanAFrameIsTakenAndOneThatIsTooLargeIsNot() {
    String text = "\u0416".repeat(40_000);
    fleet.deploy("a", "s", "{:supervisor s :children [{:actor a :state \"" + text + "\" :on {}}]}");
    assertEquals(1, fleet.instances("/s"));
    String lines = "\n".repeat(600_000);
    fleet.deploy("a", "t", "{:supervisor t :children [" + lines + "{:actor a :on {}}]}");
    assertEquals(0, fleet.instances("/t"), "a line feed takes two bytes when it is printed");
  }

  private static final String LAST_WORDS =
      """
      {:supervisor s
       :intensity {:max 5 :within-ms 5000}
       :children [{:supervisor t :strategy :one-for-all :children
                   [{:actor a :state 0 :says #{:bye}
                     :on {:shutdown (fn [n _] {:say [[:bye ["a" n]]]}) :n (fn [n d] {:state d})}}
                    {:actor b :state 0 :says #{} :on {:fail (fn [n d] (nth [] 1))}}]}
                  {:actor log :state [] :says #{}
                   :on {:t/bye (fn [seen d] {:state (conj seen d)})}}]}
      """;

  @Test
  void anActorThatHandlesShutdownSaysItsLastWordsAfterItsMailbox() {
    fleet.deploy("a", "s", LAST_WORDS);
    fleet.send("/s/t", "n", Int.of(42));
    fleet.send("/s/t", "fail", Nil.NIL);
    simulation.settle();
    assertEquals("[[\"a\" 42]]", fleet.state("/s/log").toString());
    assertEquals("0", fleet.state("/s/t/a").toString());
  }
}
