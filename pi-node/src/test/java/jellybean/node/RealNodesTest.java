package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import jellybean.fixture.TestFleet;
import jellybean.system.Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with real keys on the loopback, found by multicast. */
class RealNodesTest {
  private static final Path SYSTEMS = Path.of("systems");

  @TempDir Path folder;
  private TestFleet fleet;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void makeKeys() {
    fleet = TestFleet.create(folder, "fleet-1");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
  }

  @Test
  void threeNodesFindEachOtherCountWordsAndSurviveTheLossOfOne() throws Exception {
    List<RealNode> nodes = startThree(BoardProcess.JVM_OPTIONS);
    RealOperator operator = operator(nodes.getFirst());
    Path text = SYSTEMS.resolve("text/gpl-3.txt").toAbsolutePath();
    EdnMap deployed = deploy(operator, "wordcount.edn", text);
    assertEquals(new Text("wordcount"), deployed.get(Keyword.of("system")));
    assertEquals(expectedTop(text), top(result(operator)));
    assertTrue(membersOf(operator).size() >= 2, "all on one node: " + tree(operator));

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
  void aNodeRunsUnderTheInterpreterAlone() {
    List<String> interpreted = new ArrayList<>(BoardProcess.JVM_OPTIONS);
    interpreted.add("-Xint");
    List<RealNode> nodes = startThree(interpreted);
    RealOperator operator = operator(nodes.get(1));
    deploy(operator, "counter.edn", Path.of("none"));
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

  private List<RealNode> startThree(List<String> jvm) {
    List<RealNode> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      RealNode node = RealNode.start(name, fleet.node(name), folder, jvm);
      open.add(node);
      nodes.add(node);
    }
    for (RealNode node : nodes) {
      nodes.stream().filter(o -> o != node).forEach(o -> node.awaitMember(o.name()));
    }
    return nodes;
  }

  private RealOperator operator(RealNode node) {
    RealOperator operator = new RealOperator(node, fleet.operator("ann", "operate"));
    open.add(operator);
    return operator;
  }

  private static EdnMap deploy(RealOperator operator, String file, Path text) {
    Bundle bundle = Bundle.collect(file, name -> read(SYSTEMS.resolve(name)));
    EdnMap with =
        file.startsWith("wordcount")
            ? EdnMap.of(Keyword.of("text"), new Text(text.toString()))
            : EdnMap.EMPTY;
    Value answer =
        operator.ask(
            "deploy",
            EdnMap.of(
                Keyword.of("name"),
                new Text(file.replace(".edn", "")),
                Keyword.of("bundle"),
                bundle.toValue(),
                Keyword.of("with"),
                with));
    assertTrue(answer instanceof EdnMap, () -> "not deployed: " + answer);
    return (EdnMap) answer;
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void send(RealOperator operator, String to, String name, Value data) {
    Value answer =
        operator.ask(
            "send",
            EdnMap.of(
                Keyword.of("to"),
                new Text(to),
                Keyword.of("name"),
                Keyword.of(name),
                Keyword.of("data"),
                data));
    assertTrue(answer.toString().contains(":sent true"), answer.toString());
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
