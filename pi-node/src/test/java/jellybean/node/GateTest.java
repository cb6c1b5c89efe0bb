package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shell hears of a fleet when it asks one member. */
class GateTest {
  private final AskedFleet fleet = new AskedFleet();

  @BeforeEach
  void deployPair() {
    fleet.deploy(
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

  private Value ask(String question, Value data) {
    return fleet.ask(question, data);
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
    ask("send", AskedFleet.order("/pair/sum", "add", Int.of(5)));
    ask("send", AskedFleet.order("/pair", "add", Int.of(6)));
    fleet.settle();
    assertTrue(
        ask("cat", new Text("/pair/sum")).toString().contains(":state 11"),
        ask("cat", new Text("/pair/sum")).toString());
    assertEquals("11", ask("ask", AskedFleet.order("/pair/sum", "what", Nil.NIL)).toString());
  }

  @Test
  void aMessageForReplicasReachesOneOfThem() {
    ask("send", AskedFleet.order("/pair/many", "hit", Nil.NIL));
    fleet.settle();
    String many = ask("ls", new Text("/pair")).toString();
    assertTrue(many.contains(":handled 1"), many);
  }

  @Test
  void historyAndDeadLettersComeFromAllMembersInTheOrderOfTime() {
    ask("send", AskedFleet.order("/pair/sum", "add", Int.of(5)));
    ask("send", AskedFleet.order("/pair/sum", "nonsense", Int.of(5)));
    fleet.settle();
    String history = ask("history", new Text("/pair")).toString();
    assertTrue(history.contains(":name :add, :data 5"), history);
    String dead = ask("dead-letters", Nil.NIL).toString();
    assertTrue(dead.contains(":name :nonsense"), dead);
  }

  @Test
  void aMemberThatDoesNotAnswerIsNamedInEveryAnswer() {
    fleet.silence("c");
    assertEquals(
        "[{:node \"a\"} {:node \"b\"} {:node \"c\", :status :no-answer}]",
        ask("nodes", Nil.NIL).toString());
    for (String question : new String[] {"ls", "tree", "history"}) {
      String answer = ask(question, new Text("/pair")).toString();
      assertTrue(answer.contains(":without [\"c\"]"), question + ": " + answer);
    }
    String dead = ask("dead-letters", Nil.NIL).toString();
    assertTrue(dead.endsWith("], :without [\"c\"]}"), dead);
  }

  @Test
  void aMemberThatNobodyUnderstandsCountsAsSilent() {
    fleet.silence("c");
    String answer =
        fleet
            .askWhile(
                "ls",
                new Text("/pair"),
                () ->
                    fleet.say(
                        "/sys/c/inspect",
                        "part/n0",
                        EdnReader.readOne("{:node \"c\" :rows [{:address \"no address\"}]}")))
            .toString();
    assertTrue(answer.contains(":without [\"c\"]"), answer);
    assertTrue(answer.contains("\"/pair/sum\""), answer);
  }

  @Test
  void whatIsNotFoundMayBeWhereNobodyAnswers() {
    fleet.silence("c");
    String fault =
        "#jelly/error {:message \"no such actor: expected one at /pair/none, found none; no answer"
            + " from c\"}";
    assertEquals(fault, ask("cat", new Text("/pair/none")).toString());
    assertEquals(fault, ask("ls", new Text("/pair/none")).toString());
    assertEquals(fault, ask("send", AskedFleet.order("/pair/none", "add", Int.of(1))).toString());
  }

  @Test
  void whoEverAnsweredIsNotNamed() {
    assertEquals("{:rows []}", ask("dead-letters", Nil.NIL).toString());
    assertFalse(ask("tree", new Text("/pair")).toString().contains(":without"));
  }

  @Test
  void aMessageToNobodyIsAnError() {
    String fault =
        "#jelly/error {:message \"no such actor: expected one at /pair/none, found none\"}";
    for (String how : new String[] {"send", "ask"}) {
      assertEquals(fault, ask(how, AskedFleet.order("/pair/none", "add", Int.of(1))).toString());
    }
    assertEquals(
        "#jelly/error {:message \"no such actor: expected one at /none, found none\"}",
        ask("send", AskedFleet.order("/none", "add", Int.of(1))).toString());
    assertEquals("{:rows []}", ask("dead-letters", Nil.NIL).toString());
  }

  @Test
  void theMachinesOwnNamesAreNotForOperators() {
    for (String how : new String[] {"send", "ask"}) {
      assertEquals(
          "#jelly/error {:message \"cannot send :jelly/held: expected a name outside the namespace"
              + " jelly, which is the machine's own\"}",
          ask(how, AskedFleet.order("/pair", "jelly/held", Int.of(5))).toString());
    }
    assertEquals("{:rows []}", ask("dead-letters", Nil.NIL).toString());
  }

  @Test
  void theMachinesOwnPartsAreNotForOperators() {
    assertEquals(
        "#jelly/error {:message \"cannot send to /sys/a/host: expected a system or an actor of"
            + " one\"}",
        ask("send", AskedFleet.order("/sys/a/host", "add", Int.of(5))).toString());
  }

  @Test
  void anOperatorIsNotBelievedWhatMembersSay() {
    fleet.say("/op/a/1", "jelly/members", EdnMap.EMPTY);
    fleet.say("/op/a/1", "part/n0", new Text("forged"));
    assertEquals("[{:node \"a\"} {:node \"b\"} {:node \"c\"}]", ask("nodes", Nil.NIL).toString());
  }

  @Test
  void anOrderThatIsNoneIsAnError() {
    String answer = ask("send", Int.of(7)).toString();
    assertTrue(
        answer.contains("cannot send: expected {:to \\\"/an/actor\\\" :name :a-keyword"), answer);
    assertTrue(answer.endsWith("found 7\"}"), answer);
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
    assertEquals("0", ask("ask", AskedFleet.order("/pair/sum", "what", Nil.NIL)).toString());
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
}
