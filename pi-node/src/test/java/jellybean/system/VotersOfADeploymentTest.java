package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.cluster.majority.Configuration;
import jellybean.cluster.majority.Elector;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.sim.Conditions;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A system that runs only where the majority is begins with the votes of all live members. */
class VotersOfADeploymentTest {
  private static final String OPERATOR = "/sys/a/operator";
  private static final Bundle SYSTEM = EveryKind.bundle(EveryKind.MAJORITY);

  /** Asks for what it is told to, and keeps the answers. */
  private record Operator(String node) implements Behaviour<EdnVector> {
    private static final Keyword ANSWER = Keyword.of("answer");

    @Override
    public EdnVector initial() {
      return EdnVector.EMPTY;
    }

    @Override
    public Step<EdnVector> handle(EdnVector answers, Delivery delivery) {
      if (delivery.name() == ANSWER) {
        return Step.of(answers.append(delivery.data()));
      }
      return Step.of(
          answers,
          new Effect.Send(
              Protocol.documents(new NodeId(node)),
              delivery.name(),
              delivery.data(),
              Optional.of(new Effect.Ask(ANSWER, 100_000))));
    }

    @Override
    public Value show(EdnVector answers) {
      return answers;
    }
  }

  /** Members that have joined in this very moment, and an operator at the first of them. */
  private record Joined(Simulation simulation, SimCluster fleet) {
    static Joined now(Simulation simulation, String... nodes) {
      return silent(simulation, Set.of(), nodes);
    }

    /** Some do not get through to the operator's member, which sees that they live. */
    static Joined silent(Simulation simulation, Set<String> silent, String... nodes) {
      SimCluster fleet = SimCluster.of(simulation);
      List.of(nodes).forEach(fleet::start);
      silent.forEach(node -> simulation.network().cut(fleet.node("a"), fleet.node(node)));
      Joined joined = new Joined(simulation, fleet);
      joined.hire();
      fleet.announce();
      return joined;
    }

    void hire() {
      fleet.node("a").start(OPERATOR, new Operator("a"));
    }

    void order(Bundle bundle) {
      ask(
          "jelly/deploy",
          EdnMap.of(
              Protocol.NAME,
              new Text("s"),
              Protocol.BUNDLE,
              bundle.toValue(),
              Protocol.WITH,
              EdnMap.EMPTY));
    }

    void ask(String name, EdnMap data) {
      fleet.node("a").send("/sys/test", OPERATOR, name, data);
    }

    List<String> answers() {
      EdnVector answers = (EdnVector) fleet.node("a").state(OPERATOR);
      return IntStream.range(0, answers.size()).mapToObj(i -> answers.get(i).toString()).toList();
    }

    void assertOnlyAnswerIsThatItRuns() {
      assertEquals(1, answers().size(), () -> answers().toString());
      assertTrue(answers().getFirst().contains(":system \"s\""), answers()::toString);
    }

    Value documents(String node, String key) {
      EdnMap state = (EdnMap) fleet.node(node).state("/sys/" + node + "/documents");
      return state.get(Keyword.of(key), Nil.NIL);
    }

    boolean isDeployed(String node) {
      return !documents(node, "systems").equals(EdnMap.EMPTY);
    }

    /** Who decided about it when a member heard of it first. */
    Set<String> decide(String node) {
      EdnMap systems =
          (EdnMap)
              ((EdnMap) fleet.node(node).state("/sys/" + node + "/homes"))
                  .get(Keyword.of("systems"));
      EdnMap system = (EdnMap) systems.get(new Text("s"), EdnMap.EMPTY);
      TreeSet<String> nodes = new TreeSet<>();
      system.find(Keyword.of("activated")).stream()
          .flatMap(c -> Configuration.fromValue(c).electorate().electors().stream())
          .forEach(elector -> nodes.add(elector.node().value()));
      return nodes;
    }

    /** Runs until a member has the document, and not much longer. */
    void runUntilDeployed(String node, long withinMs) {
      long endMs = simulation.nowMs() + withinMs;
      while (!isDeployed(node) && simulation.nowMs() < endMs) {
        simulation.runFor(10);
      }
      simulation.runFor(50);
    }
  }

  /** An order to deploy it waits: of three members one does not get through. */
  private static Joined waitingForC(long seed) {
    Joined it = Joined.silent(new Simulation(seed), Set.of("c"), "a", "b", "c");
    it.order(SYSTEM);
    return it;
  }

  @Test
  void whenAllHaveJustJoinedAllOfThemDecide() {
    Simulation.underSeeds(
        10,
        Conditions.WIFI,
        simulation -> {
          Joined it = Joined.now(simulation, "a", "b", "c", "d", "e");
          it.order(SYSTEM);
          it.runUntilDeployed("a", 20_000);
          assertEquals(Set.of("a", "b", "c", "d", "e"), it.decide("a"));
          simulation.runFor(30_000);
          it.assertOnlyAnswerIsThatItRuns();
        });
  }

  @Test
  void anOrderThatIsThereBeforeAnyMemberIsKnownWaitsForAll() {
    Simulation simulation = new Simulation(3);
    SimCluster fleet = SimCluster.of(simulation);
    List.of("a", "b").forEach(fleet::start);
    Joined it = new Joined(simulation, fleet);
    it.hire();
    it.order(SYSTEM);
    simulation.runFor(1_000);
    assertEquals(List.of(), it.answers());
    fleet.announce();
    it.runUntilDeployed("a", 20_000);
    assertEquals(Set.of("a", "b"), it.decide("a"));
  }

  @Test
  void aMemberThatSaysNothingYetIsWaitedForAndItIsSeen() {
    Joined it = waitingForC(4);
    Simulation simulation = it.simulation();
    simulation.runFor(5_000);
    assertEquals(List.of(), it.answers());
    assertEquals("{\"s\" [\"c\"]}", it.documents("a", "waiting").toString());
    assertEquals(
        "[{:address \"/s\", :kind :system, :member \"a\", :status :waiting,"
            + " :why \"not begun: these have to say first how they vote: [c]\"}]",
        it.documents("a", "away").toString());
    simulation.network().heal();
    it.runUntilDeployed("a", 20_000);
    assertEquals(Set.of("a", "b", "c"), it.decide("a"));
    assertEquals(Nil.NIL, it.documents("a", "waiting"));
    simulation.runFor(30_000);
    it.assertOnlyAnswerIsThatItRuns();
    assertEquals(0, it.fleet.node("a").dead("voters-silent"));
  }

  @Test
  void whenOneStaysSilentTheOrderFailsAndNothingIsDeployed() {
    Joined it = waitingForC(5);
    Simulation simulation = it.simulation();
    simulation.runFor(Deploying.MAX_VOTERS_WAIT_MS - 1_000);
    assertEquals(List.of(), it.answers());
    simulation.runFor(2_000);
    assertEquals(
        List.of(
            "#jelly/error {:message \"cannot deploy s by way of a: it runs only where the majority"
                + " is, and begins with the votes of all live members: expected that [a, b, c] say"
                + " within 30000 ms how they vote, found no word from [c]; nothing was deployed:"
                + " deploy it by way of a member that reaches them, or stop them\"}"),
        it.answers());
    assertEquals(1, it.fleet.node("a").dead("voters-silent"));
    assertEquals(Nil.NIL, it.documents("a", "waiting"));
    simulation.network().heal();
    simulation.runFor(20_000);
    assertEquals(
        List.of(false, false, false), List.of("a", "b", "c").stream().map(it::isDeployed).toList());
  }

  @Test
  void aMemberThatDiesMeanwhileIsWaitedForNoLonger() {
    Joined it = waitingForC(6);
    Simulation simulation = it.simulation();
    simulation.runFor(5_000);
    it.fleet.kill(it.fleet.node("c"));
    it.runUntilDeployed("a", 2 * SimCluster.NOTICED_AFTER_MS);
    assertEquals(Set.of("a", "b"), it.decide("a"));
    simulation.runFor(30_000);
    it.assertOnlyAnswerIsThatItRuns();
  }

  @Test
  void aLaterOrderForTheSameSystemTakesThePlaceOfOneThatWaits() {
    Joined it = waitingForC(7);
    Simulation simulation = it.simulation();
    simulation.runFor(20_000);
    it.order(SYSTEM);
    simulation.runFor(15_000);
    assertEquals(
        List.of(
            "#jelly/error {:message \"cannot deploy s: while it waited for [c] to say how they"
                + " vote, a later order to deploy it came to a\"}"),
        it.answers(),
        "and the later one waits as long as any");
    simulation.network().heal();
    it.runUntilDeployed("a", 10_000);
    assertEquals(Set.of("a", "b", "c"), it.decide("a"));
    simulation.runFor(30_000);
    assertEquals(2, it.answers().size());
    assertTrue(it.answers().getLast().contains(":version [1 \"a\"]"), it.answers()::toString);
  }

  @Test
  void anOrderThatIsRefusedLeavesOneThatWaitsAlone() {
    Joined it = waitingForC(8);
    Simulation simulation = it.simulation();
    it.order(EveryKind.bundle("{:supervisor s :children 7}"));
    simulation.runFor(5_000);
    assertEquals(1, it.answers().size(), it.answers()::toString);
    assertEquals("{\"s\" [\"c\"]}", it.documents("a", "waiting").toString());
  }

  @Test
  void whenTheMemberThatWaitsDiesNothingIsDeployedAndAnotherMayDeployIt() {
    Simulation simulation = new Simulation(9);
    SimCluster fleet = SimCluster.of(simulation);
    List.of("a", "b", "c").forEach(fleet::startDurable);
    simulation.network().cut(fleet.node("a"), fleet.node("c"));
    Joined it = new Joined(simulation, fleet);
    it.hire();
    fleet.announce();
    it.order(SYSTEM);
    simulation.runFor(5_000);
    fleet.kill(fleet.node("a"));
    simulation.network().heal();
    simulation.runFor(2 * SimCluster.NOTICED_AFTER_MS);
    fleet.order("b", "s", SYSTEM, EdnMap.EMPTY);
    it.runUntilDeployed("b", 10_000);
    assertEquals(Set.of("b", "c"), it.decide("b"));
    fleet.startDurable("a");
    fleet.announce();
    simulation.runFor(60_000);
    assertEquals(1, fleet.instances("/s"));
    EdnMap systems = (EdnMap) it.documents("a", "systems");
    assertTrue(
        systems.toString().contains(":version [1 \"b\"]"), () -> "only b's order: " + systems);
  }

  @Test
  void whatWaitsMayBeTakenAway() {
    Joined it = waitingForC(10);
    Simulation simulation = it.simulation();
    simulation.runFor(1_000);
    it.ask("jelly/undeploy", EdnMap.of(Protocol.NAME, new Text("s")));
    simulation.runFor(1_000);
    assertEquals(
        List.of(
            "#jelly/error {:message \"cannot deploy s: while it waited for [c] to say how they"
                + " vote, it was taken away\"}",
            "{:system \"s\"}"),
        it.answers());
    simulation.network().heal();
    simulation.runFor(20_000);
    assertEquals(false, it.isDeployed("a"));
  }

  @Test
  void whenAnotherMemberHasDeployedItTheOrderThatWaitedIsTheNextVersion() {
    Joined it = waitingForC(11);
    Simulation simulation = it.simulation();
    simulation.runFor(1_000);
    it.fleet.order("b", "s", SYSTEM, EdnMap.EMPTY);
    it.runUntilDeployed("a", 10_000);
    assertEquals(Set.of("a", "b", "c"), it.decide("a"), "b hears all three");
    assertTrue(
        it.documents("a", "systems").toString().contains(":version [2 \"a\"]"),
        () -> it.documents("a", "systems").toString());
    assertEquals(Nil.NIL, it.documents("a", "waiting"));
  }

  @Test
  void aSystemThatRunsOnBothSidesOfASplitWaitsForNobody() {
    Simulation simulation = new Simulation(12);
    Joined it = Joined.silent(simulation, Set.of("c"), "a", "b", "c");
    it.order(Bundle.of("s.edn", "{:supervisor s :children []}"));
    simulation.runFor(100);
    assertEquals(true, it.isDeployed("a"));
  }

  @Test
  void whoVotedInAnEarlierLifeOfAMemberIsNotCounted() {
    NodeId node = new NodeId("a");
    TreeMap<NodeId, Voter> voters = new TreeMap<>();
    voters.put(node, new Voter(1, new Elector(node, 4711)));
    DocumentsState first = DocumentsState.EMPTY.withVoters(voters);
    assertEquals(false, first.knowsVoters(), "nobody is known to live");
    TreeMap<NodeId, Long> members = new TreeMap<>();
    members.put(node, 1L);
    assertEquals(true, first.withMembers(members).knowsVoters());
    members.put(node, 2L);
    assertEquals(List.of(node), first.withMembers(members).silent());
    assertEquals(voters, Voters.fromValue(Voters.toValue(voters)));
  }
}
