package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.metrics.Catalogue;
import jellybean.metrics.ExpositionText;
import jellybean.metrics.Metric;
import org.junit.jupiter.api.Test;

/** What a real node says of itself, by each way that there is. */
class MetricsOfANodeTest extends RealFleet {
  private RealNode start() {
    String data = folder.resolve("data").toString();
    RealNode node =
        RealNode.start(
            "a",
            fleet.node("a"),
            folder,
            BoardProcess.JVM_OPTIONS,
            List.of("--port", "0", "--profile", "desk", "--metrics-port", "0", "--data", data));
    open.add(node);
    return node;
  }

  private static String scrape(RealNode node) throws Exception {
    EdnMap opened = node.await("metrics", _ -> true);
    assertEquals(new Text("127.0.0.1"), opened.get(Keyword.of("host")));
    URI uri = URI.create("http://127.0.0.1:" + opened.get(Keyword.of("tcp")) + "/metrics");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Value ask(RealOperator operator, String name) {
    return operator.ask(
        "ask",
        EdnMap.of(
            Keyword.of("to"),
            new Text("/sys/a/metrics"),
            Keyword.of("name"),
            Keyword.of(name),
            Keyword.of("data"),
            Nil.NIL,
            Keyword.of("within-ms"),
            Int.of(20_000)));
  }

  @Test
  void allMetricsAreThereByTheShellAndByTheScrape() throws Exception {
    RealNode node = start();
    node.awaitReady();
    RealOperator operator = operator(node);
    operator.askUntil("cat", new Text("/sys/a/metrics"), shown -> names(shown).equals(listed()));
    assertEquals(EdnVector.EMPTY, ask(operator, "unnamed"));
    assertEquals(listed(), new TreeSet<>(names(ask(operator, "read"))));
    assertEquals(Catalogue.ALL.size(), ((EdnVector) ask(operator, "describe")).size());

    ExpositionText text = ExpositionText.prometheus(scrape(node));
    Set<String> shown = new TreeSet<>(text.types().keySet());
    Set<String> expected = listed();
    // Nothing of it has died yet.
    expected.remove("jellybean_dead_letters_total");
    shown.remove("jellybean_dead_letters_total");
    assertEquals(expected, shown);
    assertEquals(0.0, text.samples().get("jellybean_datagrams_refused_total{reason=replayed}"));
    assertEquals(4096.0, text.samples().get("jellybean_limit{of=actors}"));
    assertTrue(text.samples().get("jellybean_messages_handled_total") > 0);
    assertTrue(text.samples().get("process_cpu_seconds_total") > 0);
  }

  @Test
  void whatIsDroppedIsCountedUnderItsReason() throws Exception {
    RealNode node = start();
    node.awaitReady();
    RealOperator operator = operator(node);
    deploy(operator, "counter.edn", EdnMap.EMPTY);
    EdnMap nonsense =
        EdnMap.of(
            Keyword.of("to"),
            new Text("/counter"),
            Keyword.of("name"),
            Keyword.of("nonsense"),
            Keyword.of("data"),
            Nil.NIL);
    operator.ask("send", nonsense);
    operator.askUntil(
        "cat",
        new Text("/sys/a/metrics"),
        shown -> shown.toString().contains(":jellybean_dead_letters_total {:unrouted 1"));
    assertEquals(
        1.0,
        ExpositionText.prometheus(scrape(node))
            .samples()
            .get("jellybean_dead_letters_total{reason=unrouted}"));
  }

  private static Set<String> listed() {
    Set<String> names = new TreeSet<>();
    Catalogue.ALL.stream().map(Metric::name).forEach(names::add);
    return names;
  }

  private static Set<String> names(Value answer) {
    Value values =
        answer instanceof EdnMap row ? row.get(ShellProtocol.STATE, answer) : EdnMap.EMPTY;
    Set<String> names = new TreeSet<>();
    ((EdnMap) values).keys().forEach(key -> names.add(((Keyword) key).name()));
    return names;
  }
}
