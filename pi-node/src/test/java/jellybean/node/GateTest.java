package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.Bundle;
import jellybean.system.MemberList;
import jellybean.system.SimCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shell hears of a fleet when it asks one member. */
class GateTest {
  private final Simulation simulation = new Simulation(11);
  private SimCluster fleet;
  private int asked;

  @BeforeEach
  void startFleet() {
    fleet = SimCluster.of(simulation, "a", "b", "c");
    var members = new java.util.TreeMap<NodeId, Long>();
    fleet.alive().forEach(n -> members.put(n.id(), n.incarnation()));
    for (SimNode node : fleet.alive()) {
      Inspector inspector =
          new Inspector(
              node.id(), () -> EdnMap.of(Keyword.of("node"), new Text(node.id().value())));
      node.actors().start(ActorSpec.part(ShellProtocol.inspector(node.id()), inspector));
      node.actors().start(ActorSpec.part(ShellProtocol.gate(node.id()), new Gate(node.id())));
      node.send(
          "/sys/test",
          ShellProtocol.gate(node.id()).path(),
          "jelly/members",
          MemberList.toValue(members));
    }
    fleet.deploy(
        "a",
        "pair",
        """
        {:supervisor pair
         :children [{:actor sum :state 0 :place "b" :says #{}
                     :on {:add  (fn [n d] {:state (+ n d)})
                          :what (fn [n d i] {:reply [[(:reply-to i) n]]})}}
                    {:actor many :state 0 :replicas 3 :place :spread :says #{}
                     :on {:hit (fn [n d] {:state (inc n)})}}]}
        """);
  }

  @Test
  void allMembersAreListedWithWhatTheyReport() {
    assertEquals("[{:node \"a\"} {:node \"b\"} {:node \"c\"}]", ask("nodes", Nil.NIL).toString());
  }

  @Test
  void theRootHoldsTheSystemsAndTheNodesOwnParts() {
    String root = ask("ls", new Text("/")).toString();
    assertTrue(root.contains(":name \"pair\""), root);
    assertTrue(root.contains(":name \"sys\""), root);
  }

  @Test
  void replicasAreListedAsOneLineAndOneByOneBelow() {
    String pair = ask("ls", new Text("/pair")).toString();
    assertTrue(pair.contains(":kind :replicas, :replicas 3"), pair);
    String many = ask("ls", new Text("/pair/many")).toString();
    for (int i = 0; i < 3; i++) {
      assertTrue(many.contains("\"/pair/many/" + i + "\""), many);
    }
  }

  @Test
  void whatDoesNotExistIsAnErrorThatNamesIt() {
    assertEquals(
        "#jelly/error {:message \"no such actor: expected one at /nowhere, found none\"}",
        ask("cat", new Text("/nowhere")).toString());
    assertEquals(
        "#jelly/error {:message \"bad address \\\"nowhere\\\": expected it to start with /\"}",
        ask("ls", new Text("nowhere")).toString());
  }

  @Test
  void aMessageReachesAnActorOfAnotherNodeAndItsStateIsSeen() {
    ask("send", order("/pair/sum", "add", Int.of(5)));
    ask("send", order("/pair", "add", Int.of(6)));
    simulation.settle();
    assertTrue(
        ask("cat", new Text("/pair/sum")).toString().contains(":state 11"),
        ask("cat", new Text("/pair/sum")).toString());
    assertEquals("11", ask("ask", order("/pair/sum", "what", Nil.NIL)).toString());
  }

  @Test
  void aMessageForReplicasReachesOneOfThem() {
    ask("send", order("/pair/many", "hit", Nil.NIL));
    simulation.settle();
    String many = ask("ls", new Text("/pair")).toString();
    assertTrue(many.contains(":handled 1"), many);
  }

  @Test
  void historyAndDeadLettersComeFromAllMembersInTheOrderOfTime() {
    ask("send", order("/pair/sum", "add", Int.of(5)));
    ask("send", order("/pair/sum", "nonsense", Int.of(5)));
    simulation.settle();
    String history = ask("history", new Text("/pair")).toString();
    assertTrue(history.contains(":name :add, :data 5"), history);
    String dead = ask("dead-letters", Nil.NIL).toString();
    assertTrue(dead.contains(":name :nonsense"), dead);
  }

  @Test
  void aMemberThatDoesNotAnswerIsMissingInTheAnswer() {
    simulation.crash(fleet.node("c"), 60_000);
    assertEquals("[{:node \"a\"} {:node \"b\"}]", ask("nodes", Nil.NIL).toString());
  }

  @Test
  void anUnknownQuestionIsAnErrorThatSaysWhatThereIs() {
    String answer = ask("dance", Nil.NIL).toString();
    assertTrue(answer.contains("unknown question :dance to /sys/a/shell: expected"), answer);
  }

  @Test
  void aDocumentWithFaultsIsRefusedWithAllOfThemAndNothingChanges() {
    String faulty =
        "{:supervisor pair\n :children [{:actor x :on {:a nofun} :colour 1}\n {:actor x}]}";
    EdnMap order =
        EdnMap.of(
            Keyword.of("name"),
            new Text("pair"),
            Keyword.of("bundle"),
            Bundle.of("bad.edn", faulty).toValue(),
            Keyword.of("with"),
            EdnMap.EMPTY);
    String answer = ask("deploy", order).toString();
    assertTrue(answer.startsWith("#jelly/error"), answer);
    for (String fault : new String[] {"bad.edn:2:", "nofun", ":colour", "bad.edn:3:"}) {
      assertTrue(answer.contains(fault), fault + " is missing in " + answer);
    }
    assertEquals("0", ask("ask", order("/pair/sum", "what", Nil.NIL)).toString());
  }

  @Test
  void aDeploymentIsAnsweredWhenAllOfItRuns() {
    String document =
        "{:supervisor two :children [{:actor x :state 7 :on {:a (fn [s d] {})} :says #{}}]}";
    EdnMap order =
        EdnMap.of(
            Keyword.of("name"),
            new Text("two"),
            Keyword.of("bundle"),
            Bundle.of("two.edn", document).toValue(),
            Keyword.of("with"),
            EdnMap.EMPTY);
    String answer = ask("deploy", order).toString();
    assertTrue(answer.contains(":system \"two\""), answer);
    assertTrue(ask("cat", new Text("/two/x")).toString().contains(":state 7"));
  }

  private static EdnMap order(String to, String name, Value data) {
    return EdnMap.of(
        Keyword.of("to"),
        new Text(to),
        Keyword.of("name"),
        Keyword.of(name),
        Keyword.of("data"),
        data);
  }

  private Value ask(String question, Value data) {
    SimNode a = fleet.node("a");
    String asker = "/test/asker-" + asked++;
    a.start(asker, new Asker(question, data));
    simulation.settle();
    EdnVector answers = (EdnVector) a.state(asker);
    assertEquals(1, answers.size(), "answers to " + question);
    return answers.get(0);
  }

  private record Asker(String question, Value data) implements Behaviour<EdnVector> {
    @Override
    public EdnVector initial() {
      return EdnVector.EMPTY;
    }

    @Override
    public Step<EdnVector> started(EdnVector state, Info info) {
      return Step.of(
          state,
          new Effect.Send(
              Address.of("sys", "a", "shell"),
              Keyword.of(question),
              data,
              Optional.of(new Effect.Ask(Keyword.of("answer"), 30_000))));
    }

    @Override
    public Step<EdnVector> handle(EdnVector state, Delivery delivery) {
      return Step.of(state.append(delivery.data()));
    }

    @Override
    public Value show(EdnVector state) {
      return state;
    }
  }
}
