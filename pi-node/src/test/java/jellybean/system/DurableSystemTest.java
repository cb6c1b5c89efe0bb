package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Systems with durable actors, on nodes whose power goes. */
class DurableSystemTest {
  private static final String LEDGER =
      """
      {:supervisor s
       :children [{:actor till :durable true :state {:sum 0}
                   :on {:pay (fn [s n] {:state (update s :sum + n) :say [[:paid n]]})}
                   :says #{:paid}}
                  {:actor book :durable true :state []
                   :on {:paid (fn [s n] {:state (conj s n)})}}
                  {:actor seen :state 0 :on {:paid (fn [s n] {:state (inc s)})}}]}
      """;

  private static final String ACCOUNTS =
      """
      {:supervisor s
       :forward {:open (start accounts) :close (stop accounts) :pay :accounts/pay}
       :children [{:template accounts :use "account.edn"}]}
      """;

  private static final String ACCOUNT =
      """
      {:supervisor account
       :children [{:actor till :durable true :state {:sum 0}
                   :on {:pay (fn [s n] {:state (update s :sum + n)})}}]}
      """;

  private static SimCluster fleet(Simulation simulation, String... names) {
    SimCluster fleet = SimCluster.of(simulation);
    for (String name : names) {
      fleet.startDurable(name);
    }
    fleet.announce();
    simulation.settle();
    return fleet;
  }

  private static String shown(SimCluster fleet, String address) {
    return fleet.state(address).toString();
  }

  /** The power goes at one node and comes again. */
  private static SimNode cut(Simulation simulation, SimCluster fleet, String name) {
    simulation.crash(fleet.node(name), 0);
    SimNode next = fleet.startDurable(name);
    fleet.announce();
    return next;
  }

  @Test
  void aSystemIsThereAgainAfterAPowerCutWithWhatWasDurableInIt() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = fleet(simulation, "a");
    fleet.deploy("a", "s", LEDGER);
    for (int i = 1; i <= 4; i++) {
      fleet.send("/s", "pay", Int.of(i));
    }
    simulation.settle();
    assertEquals("4", shown(fleet, "/s/seen"));
    SimNode node = cut(simulation, fleet, "a");
    simulation.settle();
    assertEquals("{:sum 10}", node.shown("/s/till"));
    assertEquals("[1 2 3 4]", node.shown("/s/book"));
    assertEquals("0", node.shown("/s/seen"));
    fleet.send("/s", "pay", Int.of(5));
    simulation.settle();
    assertEquals("{:sum 15}", node.shown("/s/till"));
  }

  @Test
  void atWhateverMomentThePowerGoesTheBooksAreInBalance() {
    Simulation.underSeeds(
        60,
        simulation -> {
          SplittableRandom random = simulation.splitRandom();
          SimCluster fleet = fleet(simulation, "a");
          fleet.deploy("a", "s", LEDGER);
          for (int life = 0; life < 4; life++) {
            for (int i = random.nextInt(30); i > 0; i--) {
              fleet.send("/s", "pay", Int.of(random.nextInt(100)));
            }
            simulation.runFor(random.nextLong(200));
            SimNode node = cut(simulation, fleet, "a");
            simulation.settle();
            assertBalanced(node);
          }
        });
  }

  private static void assertBalanced(SimNode node) {
    long booked =
        SimCluster.list(node.state("/s/book")).stream().mapToLong(n -> ((Int) n).value()).sum();
    assertEquals(EdnMap.of(Keyword.of("sum"), Int.of(booked)), node.state("/s/till"));
  }

  @Test
  void instancesOfATemplateAreThereAgainAndThoseThatWereStoppedAreForgotten() {
    Simulation simulation = new Simulation(2);
    SimCluster fleet = fleet(simulation, "a");
    Bundle bundle =
        new Bundle("s.edn", new TreeMap<>(Map.of("s.edn", ACCOUNTS, "account.edn", ACCOUNT)));
    fleet.deploy("a", "s", bundle, EdnMap.EMPTY);
    for (int i = 0; i < 3; i++) {
      fleet.send("/s", "open", Nil.NIL);
    }
    simulation.settle();
    fleet.send("/s", "pay", Int.of(7));
    simulation.settle();
    fleet.send("/s", "close", EdnMap.of(Keyword.of("instance"), Int.of(1)));
    simulation.settle();
    SimNode node = cut(simulation, fleet, "a");
    simulation.settle();
    assertEquals("{:sum 7}", node.shown("/s/accounts/0/till"));
    assertFalse(node.view("/s/accounts/1/till").isPresent());
    assertEquals("{:sum 7}", node.shown("/s/accounts/2/till"));
    fleet.send("/s", "open", Nil.NIL);
    fleet.send("/s", "open", EdnMap.of(Keyword.of("instance"), Int.of(1)));
    simulation.settle();
    assertEquals("{:sum 0}", node.shown("/s/accounts/3/till"));
    assertEquals("{:sum 0}", node.shown("/s/accounts/1/till"));
  }

  @Test
  void instancesWithoutAnythingDurableInThemAreThereAgainToo() {
    Simulation simulation = new Simulation(2);
    SimCluster fleet = fleet(simulation, "a");
    String volatileAccount = ACCOUNT.replace(":durable true ", "");
    Bundle bundle =
        new Bundle(
            "s.edn", new TreeMap<>(Map.of("s.edn", ACCOUNTS, "account.edn", volatileAccount)));
    fleet.deploy("a", "s", bundle, EdnMap.EMPTY);
    fleet.send("/s", "open", Nil.NIL);
    simulation.settle();
    fleet.send("/s", "pay", Int.of(7));
    simulation.settle();
    SimNode node = cut(simulation, fleet, "a");
    simulation.settle();
    assertEquals("{:sum 0}", node.shown("/s/accounts/0/till"));
  }

  @Test
  void aNewVersionKeepsWhatIsStillDurableAndForgetsTheRest() {
    Simulation simulation = new Simulation(3);
    SimCluster fleet = fleet(simulation, "a");
    fleet.deploy("a", "s", LEDGER);
    fleet.send("/s", "pay", Int.of(3));
    simulation.settle();
    fleet.deploy("a", "s", LEDGER.replace("{:actor book :durable true", "{:actor book"));
    assertEquals("{:sum 3}", shown(fleet, "/s/till"));
    assertEquals("[]", shown(fleet, "/s/book"));
    fleet.deploy("a", "s", LEDGER);
    assertEquals("{:sum 3}", shown(fleet, "/s/till"));
    assertEquals("[]", shown(fleet, "/s/book"));
  }

  @Test
  void aDurableActorIsAbsentWhileItsBoardIsAwayAndNobodyElseStartsIt() {
    Simulation simulation = new Simulation(4);
    SimCluster fleet = fleet(simulation, "a", "b", "c");
    SortedSet<NodeId> members = new TreeSet<>();
    Stream.of("a", "b", "c").map(NodeId::new).forEach(members::add);
    String home = Rendezvous.choose(Rendezvous.hash("s"), members).orElseThrow().value();
    String away = home.equals("b") ? "c" : "b";
    fleet.deploy("a", "s", LEDGER.replace("{:actor till", "{:actor till :place \"" + away + "\""));
    assertEquals(away, fleet.locate("/s/till").orElseThrow().id().value());
    fleet.send("/s", "pay", Int.of(3));
    simulation.settle();
    fleet.kill(fleet.node(away));
    simulation.settle();
    assertTrue(fleet.locate("/s/till").isEmpty(), "somebody else started it");
    String listed = fleet.state("/s").toString();
    assertTrue(
        listed.contains(
            ":away [{:address \"/s/till\", :kind :actor, :member \""
                + away
                + "\", :status :absent}]"),
        listed);
    fleet.send("/s", "pay", Int.of(4));
    simulation.settle();
    fleet.startDurable(away);
    fleet.announce();
    simulation.settle();
    assertEquals("{:sum 7}", shown(fleet, "/s/till"), "what waited for the board");
    fleet.send("/s", "pay", Int.of(5));
    simulation.settle();
    assertEquals("{:sum 12}", shown(fleet, "/s/till"));
    assertEquals("[3 4 5]", shown(fleet, "/s/book"));
  }

  @Test
  void onANodeThatKeepsNothingASystemWithDurableActorsFailsAndSaysWhy() {
    Simulation simulation = new Simulation(5);
    SimCluster fleet = SimCluster.of(simulation, "a");
    fleet.deploy("a", "s", LEDGER);
    String letters =
        fleet.node("a").deadLetters().stream().map(Object::toString).collect(Collectors.joining());
    assertTrue(
        letters.contains(
            "cannot start /s/till on a: it is durable: expected a node that was started with"
                + " --data DIR"),
        letters);
  }
}
