package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Bundle;
import org.junit.jupiter.api.Test;

/** Real processes with real keys on the loopback, found by multicast. */
class RealNodesTest extends RealFleet {
  @Test
  void threeNodesFindEachOtherCountWordsAndSurviveTheLossOfOne() throws Exception {
    List<RealNode> nodes = startThree(BoardProcess.JVM_OPTIONS);
    RealOperator operator = operator(nodes.getFirst());
    Path text = SYSTEMS.resolve("text/gpl-3.txt").toAbsolutePath();
    EdnMap deployed =
        deploy(operator, "wordcount.edn", EdnMap.of(Keyword.of("text"), new Text(text.toString())));
    assertEquals(new Text("wordcount"), deployed.get(Keyword.of("system")));
    assertEquals(expectedTop(text), top(result(operator)));
    assertTrue(membersOf(operator).size() >= 2, "all on one node: " + tree(operator));
    String facts = operator.ask("nodes", Nil.NIL).toString();
    assertTrue(facts.contains(":stuck 0") && facts.contains(":stalls 0"), facts);

    String home = ((Text) deployed.get(Keyword.of("home"))).value();
    RealNode victim =
        nodes.stream()
            .filter(n -> !n.name().equals(home) && n != nodes.getFirst())
            .filter(n -> membersOf(operator).contains(n.name()))
            .findFirst()
            .orElseThrow();
    victim.kill();
    for (int i = 0; i < 40; i++) {
      send(operator, "/wordcount/counter", "word", new Text("lost" + i));
    }
    nodes.stream().filter(n -> n != victim).forEach(n -> n.awaitLossOf(victim.name()));
    operator.askUntil(
        "tree",
        new Text("/wordcount"),
        tree -> bodies(tree) == 9 && !tree.toString().contains(member(victim)));
    operator.askUntil(
        "dead-letters", Nil.NIL, letters -> letters.toString().contains(":reason :member-lost"));
  }

  @Test
  void whenTheHomeIsKilledAnotherTakesTheSystemAndWhatLivesKeepsItsState() {
    List<RealNode> nodes = startThree(BoardProcess.JVM_OPTIONS);
    EdnMap deployed = deploy(operator(nodes.getFirst()), "wordcount.edn", EdnMap.EMPTY);
    String home = ((Text) deployed.get(Keyword.of("home"))).value();
    RealNode victim = nodes.stream().filter(n -> n.name().equals(home)).findFirst().orElseThrow();
    List<RealNode> rest = nodes.stream().filter(n -> n != victim).toList();
    RealOperator operator = operator(rest.getFirst());
    for (int i = 0; i < 40; i++) {
      send(operator, "/wordcount/counter", "word", new Text("w" + i));
    }
    Value counters =
        operator.askUntil("tree", new Text("/wordcount/counter"), t -> away(t, home).isPresent());
    Text kept = new Text(away(counters, home).orElseThrow());
    Matcher word = SENT.matcher("");
    operator.askUntil("cat", kept, shown -> word.reset(shown.toString()).find());
    victim.kill();
    rest.forEach(n -> n.awaitLossOf(home));
    operator.askUntil(
        "tree",
        new Text("/wordcount"),
        tree -> bodies(tree) == 9 && !tree.toString().contains(member(victim)));
    // The text is read again, but who lived on did not begin anew.
    String after = operator.ask("cat", kept).toString();
    assertTrue(after.contains(word.group()), after);
  }

  /** A word that was sent by hand, with its count. */
  private static final Pattern SENT = Pattern.compile("\"w\\d+\" 1");

  private static final Pattern COUNTER =
      Pattern.compile(":member \"(\\w+)\"[^}]*:address \"(/wordcount/counter/\\d)\"");

  /** A counter that does not live at home. */
  private static Optional<String> away(Value tree, String home) {
    return COUNTER
        .matcher(tree.toString())
        .results()
        .filter(found -> !found.group(1).equals(home))
        .map(found -> found.group(2))
        .findFirst();
  }

  @Test
  void aChildThatWantsATagLivesWhereItIs() {
    RealNode plain = startOne("a");
    plain.awaitReady();
    RealOperator operator = operator(plain);
    String system = "{:supervisor s :children [{:actor lamp :place :led :state 0 :on {}}]}";
    deploy(operator, "s", Bundle.of("s.edn", system), EdnMap.EMPTY);
    operator.askUntil(
        "ls",
        new Text("/s"),
        rows -> rows.toString().contains(":status :unplaced") && rows.toString().contains(":led"));
    List<String> options =
        List.of("--port", "0", "--profile", "desk", "--loops", "1", "--tags", "led,camera");
    RealNode tagged =
        RealNode.start("b", fleet.node("b"), folder, BoardProcess.JVM_OPTIONS, options);
    open.add(tagged);
    operator.askUntil(
        "ls",
        new Text("/s"),
        rows -> rows.toString().contains(":status :running") && rows.toString().contains("\"b\""));
    operator.askUntil("nodes", Nil.NIL, rows -> rows.toString().contains(":tags [:camera :led]"));
  }

  /** Two count, each on a board of its own, and say it to a third who keeps what both say. */
  private static final String TALKERS =
      """
      {:supervisor s
       :functions {tick (fn [n _] (if (< n 300)
                                    {:state (inc n) :say [[:item n]] :after [[5 :tick nil]]}
                                    {:state n}))}
       :children [{:actor one :place "a" :state 0 :says #{:item} :on {:go tick :tick tick}}
                  {:actor two :place "b" :state 0 :says #{:item} :on {:go tick :tick tick}}
                  {:actor sink :state {}
                   :on {:item (fn [last n i]
                                (if (= n (inc (get last (:from i) -1)))
                                  {:state (assoc last (:from i) n)}
                                  {:state (assoc last :broken [(:from i) n])}))}}]}
      """;

  @Test
  void anActorMovesWhileOthersTalkToItAndNothingIsLostOrOvertaken() {
    List<RealNode> nodes = startThree(BoardProcess.JVM_OPTIONS);
    RealOperator operator = operator(nodes.getFirst());
    deploy(operator, "s", Bundle.of("s.edn", TALKERS), EdnMap.EMPTY);
    send(operator, "/s", "go", Nil.NIL);
    for (String to : List.of("c", "b", "a", "c")) {
      EdnMap order =
          EdnMap.of(Keyword.of("to"), new Text("/s/sink"), Keyword.of("member"), new Text(to));
      Value answer = operator.ask("move", order);
      boolean isThere = answer.toString().contains("expected another member than where it is");
      assertTrue(answer.toString().contains(":done :move") || isThere, answer.toString());
    }
    operator.askUntil(
        "cat",
        new Text("/s/sink"),
        sink ->
            sink.toString().contains("\"/s/one\" 299")
                && sink.toString().contains("\"/s/two\" 299"));
    String sink = operator.ask("cat", new Text("/s/sink")).toString();
    assertTrue(sink.contains(":member \"c\"") && !sink.contains(":broken"), sink);
  }

  @Test
  void aNodeRunsUnderTheInterpreterAlone() {
    List<String> interpreted = new ArrayList<>(BoardProcess.JVM_OPTIONS);
    interpreted.add("-Xint");
    List<RealNode> nodes = startThree(interpreted);
    RealOperator operator = operator(nodes.get(1));
    deploy(operator, "counter.edn", EdnMap.EMPTY);
    send(operator, "/counter", "add", Int.of(41));
    send(operator, "/counter", "add", Int.of(1));
    operator.askUntil(
        "cat",
        new Text("/counter/state"),
        answer -> answer.toString().contains(":state {:count 42}"));
  }

  @Test
  void aNodeEndsWhenItsParentIsGone() {
    RealNode node = startOne("a");
    node.awaitReady();
    node.abandon();
    assertEquals(0, node.awaitEnd());
  }

  @Test
  void aPortInUseIsAnErrorThatNamesIt() {
    RealNode first = startOne("a");
    int port = first.port();
    RealNode second =
        RealNode.start(
            "b",
            fleet.node("b"),
            folder,
            BoardProcess.JVM_OPTIONS,
            List.of("--port", Integer.toString(port)));
    open.add(second);
    assertEquals(1, second.awaitEnd());
    assertTrue(second.log().contains("cannot listen on 127.0.0.1:" + port + " by "), second.log());
  }

  @Test
  void anAddressThatThisMachineDoesNotHaveIsAnErrorThatNamesIt() {
    RealNode node =
        RealNode.start(
            "a", fleet.node("a"), folder, BoardProcess.JVM_OPTIONS, List.of("--host", "192.0.2.7"));
    open.add(node);
    assertEquals(1, node.awaitEnd());
    assertTrue(
        node.log()
            .startsWith(
                "jelly node: no network: expected 192.0.2.7 on an interface that is up, found "),
        node.log());
  }

  // ---- helpers

  private RealNode startOne(String name) {
    RealNode node = RealNode.start(name, fleet.node(name), folder, BoardProcess.JVM_OPTIONS);
    open.add(node);
    return node;
  }

  private static Value result(RealOperator operator) {
    return operator.ask(
        "ask",
        EdnMap.of(
            Keyword.of("to"),
            new Text("/wordcount/collector"),
            Keyword.of("name"),
            Keyword.of("result"),
            Keyword.of("data"),
            Nil.NIL,
            Keyword.of("within-ms"),
            Int.of(100_000)));
  }

  private static String top(Value result) {
    return ((EdnMap) result).get(Keyword.of("top")).toString();
  }

  private static Value tree(RealOperator operator) {
    return operator.ask("tree", new Text("/wordcount"));
  }

  private static final Pattern MEMBER = Pattern.compile(":member \"(\\w+)\"");

  private static Set<String> membersOf(RealOperator operator) {
    Matcher matcher = MEMBER.matcher(tree(operator).toString());
    Set<String> members = new TreeSet<>();
    while (matcher.find()) {
      members.add(matcher.group(1));
    }
    return members;
  }

  private static long bodies(Value tree) {
    return MEMBER.matcher(tree.toString()).results().count();
  }

  private static String member(RealNode node) {
    return ":member \"" + node.name() + "\"";
  }

  /** What the tools of every Unix say. */
  private static String expectedTop(Path text) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "LC_ALL=C tr A-Z a-z < \"$1\" | LC_ALL=C tr -cs a-z '\\n' | grep . | sort | uniq -c"
                    + " | sort -k1,1nr -k2,2 | head -10 | awk '{printf \"%s[\\\"%s\\\" %s]\","
                    + " (NR>1?\" \":\"\"), $2, $1}'",
                "sh",
                text.toString())
            .start();
    String pairs = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor());
    return "[" + pairs + "]";
  }
}
