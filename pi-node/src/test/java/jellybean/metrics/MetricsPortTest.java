package jellybean.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsPortTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final EdnMap SHOWN =
      (EdnMap)
          EdnReader.readOne(
              "{:counters {:actors 12 :handled 9007199254740993 :dead-letters {:late 3}}"
                  + " :loops {:stalls 0 :longest-turn-ms 250}}");

  private final MetricsPort port = MetricsPort.open(ANY_PORT, () -> SHOWN);

  private record Answer(int status, String type, String text) {}

  @AfterEach
  void close() {
    port.close();
  }

  private Answer ask(String method, String path, String accept) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port.address().getPort() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    if (!accept.isEmpty()) {
      connection.setRequestProperty("Accept", accept);
    }
    int status = connection.getResponseCode();
    String text =
        status == 200
            ? new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            : "";
    return new Answer(status, String.valueOf(connection.getContentType()), text);
  }

  @Test
  void aScrapeGetsTheTextFormatOfPrometheus() throws IOException {
    Answer answer = ask("GET", "/metrics", "");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.type());
    ExpositionText text = ExpositionText.prometheus(answer.text());
    assertEquals(12.0, text.samples().get("jellybean_actors"));
    assertEquals(3.0, text.samples().get("jellybean_dead_letters_total{reason=late}"));
    assertEquals(0.25, text.samples().get("jellybean_loop_longest_turn_seconds"));
    assertEquals(5, text.samples().size());
    assertEquals("counter", text.types().get("jellybean_messages_handled_total"));
    assertEquals("Steps that happened.", text.helps().get("jellybean_messages_handled_total"));
  }

  @Test
  void whoPrefersOpenMetricsGetsIt() throws IOException {
    String accept = "application/openmetrics-text; version=1.0.0, text/plain;q=0.5";
    Answer answer = ask("GET", "/metrics", accept);
    assertTrue(
        answer.type().startsWith("application/openmetrics-text; version=1.0.0"), answer.type());
    ExpositionText text = ExpositionText.openMetrics(answer.text());
    assertEquals(3.0, text.samples().get("jellybean_dead_letters_total{reason=late}"));
    assertEquals("counter", text.types().get("jellybean_dead_letters"));
  }

  @Test
  void nothingElseIsThereAndNothingCanBeDone() throws IOException {
    assertEquals(404, ask("GET", "/", "").status());
    assertEquals(404, ask("GET", "/metrics/more", "").status());
    assertEquals(405, ask("POST", "/metrics", "").status());
    assertEquals(405, ask("DELETE", "/metrics", "").status());
    assertEquals(200, ask("GET", "/metrics?name=x", "").status());
  }

  @Test
  void aPortThatIsTakenIsAnErrorThatNamesIt() {
    MetricsException taken =
        assertThrows(MetricsException.class, () -> MetricsPort.open(port.address(), () -> SHOWN));
    assertEquals(
        "cannot show metrics at 127.0.0.1:" + port.address().getPort() + ": Address already in use",
        taken.getMessage());
  }
}
