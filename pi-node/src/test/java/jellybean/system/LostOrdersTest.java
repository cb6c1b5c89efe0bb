package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.actor.Effect;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor and a host tell each other may be lost although both live. */
class LostOrdersTest {
  private static final String SYSTEM =
      """
      {:supervisor s
       :children [{:actor told :place "b" :state 0
                   :on {:add (fn [n x] {:state (+ n x)})
                        :shutdown (fn [n _] nil)}}
                  {:actor killed :place "b" :state 0
                   :on {:add (fn [n x] {:state (+ n x)})}}]}
      """;

  /** Messages that are still to be lost, by node and name. */
  private final Map<String, Integer> losses = new HashMap<>();

  private final Simulation simulation = new Simulation(1);
  private final SimCluster fleet =
      SimCluster.withHosts(simulation, host -> new LossyHost(host, this::loses), "a", "b", "c");

  private boolean loses(NodeId node, Keyword name) {
    String key = node + " " + name;
    int left = losses.getOrDefault(key, 0);
    losses.put(key, left - 1);
    return left > 0;
  }

  private void lose(int times, String node, Keyword name) {
    losses.put(node + " " + name, times);
  }

  private void assertAllIsLost() {
    losses.forEach((key, left) -> assertTrue(left <= 0, key + " was not lost"));
  }

  /** One that is neither the home nor hosts any child. */
  private static String bystander() {
    List<NodeId> all = List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));
    NodeId home = Homes.choose("s", all).orElseThrow();
    return home.equals(new NodeId("a")) ? "c" : "a";
  }

  private void deploy() {
    fleet.deploy("a", "s", SYSTEM);
    assertEquals(1, fleet.running("/s/told"));
    assertEquals(1, fleet.running("/s/killed"));
  }

  private void order(String what, String actor) {
    SimNode home = fleet.locate("/s").orElseThrow();
    EdnMap order = EdnMap.of(Protocol.ORDER, Keyword.of(what), Protocol.ACTOR, new Text(actor));
    home.send("/sys/test", "/s", "jelly/operate", order);
    simulation.settle();
  }

  private void assertReachesFrom(String node) {
    Effect add = Effect.send(new Address("/s/killed"), Keyword.of("add"), Int.of(3));
    fleet.node(node).start("/probe", Script.recorder(add));
    simulation.settle();
    assertEquals("3", fleet.state("/s/killed").toString());
  }

  private void assertNobodyIsWaitedFor() {
    EdnMap shown = (EdnMap) fleet.state("/s");
    assertEquals("[]", shown.get(Keyword.of("waiting-for")).toString());
  }

  @Test
  void aCrashOfWhichItsSupervisorDoesNotHearIsSaidAgain() {
    fleet.deploy(
        "a",
        "s",
        "{:supervisor s :children [{:actor told :place \"b\" :state 0"
            + " :on {:add (fn [n x] {:state (+ n (quot 12 x))})}}]}");
    SimNode home = fleet.locate("/s").orElseThrow();
    SimNode b = fleet.node("b");
    assertTrue(home != b, "the supervisor lives elsewhere");
    simulation.network().cutOneWay(b, home);
    fleet.send("/s", "add", Int.of(0));
    simulation.runFor(500);
    assertEquals("crashed", b.view("/s/told").orElseThrow().status());
    simulation.network().giveUp(b, home);
    simulation.network().heal();
    simulation.runFor(10_000);
    assertEquals("crashed", b.view("/s/told").orElseThrow().status(), "nobody knows");
    simulation.runFor(10_000);
    assertEquals("running", b.view("/s/told").orElseThrow().status());
    fleet.send("/s", "add", Int.of(4));
    simulation.settle();
    assertEquals("3", fleet.state("/s/told").toString());
    assertEquals(1, b.view("/s/told").orElseThrow().restarts());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void aTableThatANewcomerMissedIsSaidAgain(int times) {
    deploy();
    lose(times, "d", Protocol.TABLE);
    fleet.start("d");
    fleet.announce();
    simulation.settle();
    assertAllIsLost();
    assertReachesFrom("d");
    assertNobodyIsWaitedFor();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void aTableThatAMemberMissedIsSaidAgainAlsoWhenNobodyWaitsForThatAnyMore(int times) {
    lose(times, bystander(), Protocol.TABLE);
    deploy();
    assertAllIsLost();
    assertReachesFrom(bystander());
    assertNobodyIsWaitedFor();
  }

  @Test
  void aConfirmationThatIsLostIsGivenAgain() {
    lose(2, bystander(), Protocol.HELD);
    deploy();
    assertAllIsLost();
    assertNobodyIsWaitedFor();
  }

  @Test
  void whoIsGoneIsToldNoMore() {
    lose(Integer.MAX_VALUE, bystander(), Protocol.TABLE);
    fleet.order("a", "s", Bundle.of("s.edn", SYSTEM), EdnMap.EMPTY);
    simulation.runFor(60_000);
    assertEquals(1, fleet.running("/s/killed"), "nothing waits for it");
    fleet.kill(fleet.node(bystander()));
    simulation.settle();
    assertNobodyIsWaitedFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"told", "killed"})
  void anOrderToEndThatIsLostIsGivenAgain(String child) {
    deploy();
    lose(1, "b", Protocol.STOP);
    order("stop", "/s/" + child);
    assertAllIsLost();
    assertEquals(0, fleet.instances("/s/" + child));
    order("start", "/s/" + child);
    assertEquals(1, fleet.running("/s/" + child));
  }

  @Test
  void anEndThatWasNotHeardOfIsSaidAgain() {
    deploy();
    lose(1, "b", Protocol.ENDED);
    order("restart", "/s/killed");
    assertAllIsLost();
    assertEquals(1, fleet.running("/s/killed"));
    assertEquals(0, fleet.dead("stopped"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anOrderToRestartThatIsLostIsGivenAgainAndCountsOnce(int times) {
    deploy();
    lose(1, "b", Protocol.RESTART);
    lose(times - 1, "b", Protocol.START);
    fleet.send("/s/killed", "add", new Text("no number"));
    simulation.settle();
    assertAllIsLost();
    assertEquals(1, fleet.running("/s/killed"), "a second restart would have been too many");
    EdnMap shown = (EdnMap) fleet.state("/s");
    assertEquals(Int.of(1), shown.get(Keyword.of("restarts")));
  }

  @Test
  void anOrderToEndThatComesTwiceDoesNotReachTheNextLife() {
    deploy();
    SimNode home = fleet.locate("/s").orElseThrow();
    EdnMap twice =
        EdnMap.of(
            Protocol.ACTOR, new Text("/s/told"),
            Protocol.KILL, Bool.FALSE,
            Protocol.KEEP, Bool.TRUE);
    for (int i = 0; i < 2; i++) {
      fleet.node("b").send("/s", "/sys/b/host", "jelly/stop", twice);
    }
    simulation.settle();
    EdnMap start = EdnMap.of(Protocol.ACTOR, new Text("/s/told"), Protocol.FRESH, Bool.FALSE);
    fleet.node("b").send("/s", "/sys/b/host", "jelly/start", start);
    simulation.settle();
    assertEquals(1, fleet.running("/s/told"), () -> home.shown("/s"));
  }

  @Test
  void whatIsGoneUnheardIsStartedAgainWhenItsHostConfirmsTheNextTable() {
    deploy();
    EdnMap order =
        EdnMap.of(
            Protocol.ACTOR, new Text("/s/killed"),
            Protocol.KILL, Bool.TRUE,
            Protocol.KEEP, Bool.FALSE);
    fleet.node("b").send("/s", "/sys/b/host", "jelly/stop", order);
    simulation.settle();
    assertEquals(0, fleet.instances("/s/killed"), "its supervisor never ordered that");
    order("stop", "/s/told");
    order("start", "/s/told");
    assertEquals(1, fleet.running("/s/killed"));
  }
}
