package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients may do to an endpoint. */
@Timeout(60)
class HttpDoorUnderAttackTest {
  private static final int LONG_MS = 30_000;
  private static final long WITHIN_MS = 1_000;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";

  private final BlockingQueue<EdnMap> knocks = new LinkedBlockingQueue<>();
  private final AtomicLong nowNs = new AtomicLong();
  private final List<Socket> clients = new ArrayList<>();
  private int port;
  private HttpDoor door;
  private AutoCloseable opened;

  @BeforeEach
  void open() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    door = new HttpDoor(address, WITHIN_MS, nowNs::get);
    opened = door.open(request -> knocks.add((EdnMap) request));
  }

  @AfterEach
  void close() throws Exception {
    for (Socket client : clients) {
      client.close();
    }
    opened.close();
  }

  private Socket client(String text) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(LONG_MS);
    clients.add(client);
    write(client, text);
    return client;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Up to the end of the connection, or of the body of this text. */
  private static String read(Socket client, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    int next = client.getInputStream().read();
    while (next >= 0) {
      read.append((char) next);
      if (!end.isEmpty() && read.toString().endsWith(end)) {
        return read.toString();
      }
      next = client.getInputStream().read();
    }
    return read.toString();
  }

  private long knock() throws InterruptedException {
    EdnMap knock = knocks.poll(LONG_MS, TimeUnit.MILLISECONDS);
    return ((Int) knock.get(HttpExchanges.NUMBER)).value();
  }

  private static HttpResponse ok(Value body) {
    return new HttpResponse(200, EdnMap.EMPTY, body);
  }

  private long counter(String name) {
    return ((Int) door.counters().get(Keyword.of(name))).value();
  }

  private void awaitCounter(String name, long expected) {
    while (counter(name) < expected) {
      Thread.onSpinWait();
    }
    assertEquals(expected, counter(name), name);
  }

  private void assertAnswer(String request, String status, String why) throws IOException {
    String answer = read(client(request), why + "\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    assertTrue(answer.endsWith(why + "\n"), answer);
  }

  /** Another client is, whatever else has come in before. */
  private void assertThatOthersAreServed() throws Exception {
    Socket other = client("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
    EdnMap knock = knocks.poll(LONG_MS, TimeUnit.MILLISECONDS);
    while (!knock.get(HttpExchanges.PATH).equals(new Text("/other"))) {
      knock = knocks.poll(LONG_MS, TimeUnit.MILLISECONDS);
    }
    long number = ((Int) knock.get(HttpExchanges.NUMBER)).value();
    assertTrue(door.answer(number, ok(new Text("served"))));
    assertTrue(read(other, "served").endsWith("served"));
  }

  private void awaitService() throws Exception {
    long deadlineNs = System.nanoTime() + LONG_MS * 1_000_000L;
    while (!isServed()) {
      assertTrue(System.nanoTime() < deadlineNs, "nobody is served: " + door.counters());
    }
  }

  /** Whether the next client is, or is dropped. */
  private boolean isServed() throws Exception {
    long droppedBefore = counter("dropped");
    Socket next = client("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    EdnMap knock = knocks.poll();
    while (knock == null || !knock.get(HttpExchanges.PATH).equals(new Text("/next"))) {
      if (counter("dropped") > droppedBefore) {
        return false;
      }
      knock = knocks.poll(1, TimeUnit.MILLISECONDS);
    }
    long number = ((Int) knock.get(HttpExchanges.NUMBER)).value();
    assertTrue(door.answer(number, ok(new Text("served"))));
    return read(next, "served").endsWith("served");
  }

  // ---- requests

  @Test
  void clientsThatDripTheirHeadersKeepAThreadEachAndOneTooManyIsDropped() throws Exception {
    for (int i = 0; i <= HttpDoor.MAX_READING; i++) {
      client(GET + "X-Slow: ");
    }
    awaitCounter("dropped", 1);
    for (int i = 0; i < HttpDoor.MAX_READING / 2; i++) {
      clients.get(i).close();
    }
    // The threads of those that are gone are free a moment later; until then others are dropped.
    awaitService();
  }

  @Test
  void aClientThatDripsItsBodyKeepsNobodyElseWaiting() throws Exception {
    client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    assertThatOthersAreServed();
  }

  @Test
  void aBodyThatEndsTooSoonIsDropped() throws Exception {
    Socket client = client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    client.shutdownOutput();
    awaitCounter("dropped", 1);
    assertEquals(0, knocks.size());
    assertThatOthersAreServed();
  }

  @Test
  void largeHeadersAreRefused() throws Exception {
    String large = "X-A: " + "x".repeat(HttpBodies.MAX_HEADER_CHARS) + "\r\n\r\n";
    assertAnswer(GET + large, "431", "expected headers of at most 16384 characters, found more");
    assertEquals(1, counter("refused"));
  }

  @Test
  void headersWithoutEndEndTheConnection() throws Exception {
    Socket client = client(GET);
    try {
      while (true) {
        write(client, "X-More: " + "x".repeat(1_000) + "\r\n");
      }
    } catch (IOException e) {
      assertEquals(0, knocks.size());
    }
    assertThatOthersAreServed();
  }

  @Test
  void aLongPathAndOneThatIsNoneAreRefused() throws Exception {
    String path = "/" + "a".repeat(HttpExchanges.MAX_PATH_CHARS);
    assertAnswer(
        "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "414",
        "expected a path of at most 2048 characters");
    assertEquals(1, counter("refused"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsThere() throws Exception {
    Socket client = client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n");
    write(client, "x".repeat(HttpBodies.MAX_BYTES + 1));
    String answer = read(client, "found more\n");
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    assertEquals(1, counter("refused"));
  }

  @Test
  void moreRequestsThanMayWaitAreRefused() throws Exception {
    for (int i = 0; i < HttpDoor.MAX_OPEN; i++) {
      client(GET + "\r\n");
      knock();
    }
    assertAnswer(GET + "\r\n", "503", "too many requests wait");
    assertEquals(1, counter("refused"));
    assertEquals(HttpDoor.MAX_OPEN, counter("waiting"));
  }

  @Test
  void requestsThatNobodyAnsweredMakeRoomInTheEnd() throws Exception {
    Socket forgotten = client(GET + "\r\n");
    long number = knock();
    nowNs.set((WITHIN_MS + HttpDoor.GRACE_MS + 1) * 1_000_000);
    assertThatOthersAreServed();
    assertTrue(read(forgotten, "it was lost\n").startsWith("HTTP/1.1 503"));
    assertEquals(1, counter("lost"));
    assertFalse(door.answer(number, ok(new Text("late"))));
  }

  @Test
  void oneConnectionMayBringSeveralRequests() throws Exception {
    Socket client = client(GET + "\r\n");
    door.answer(knock(), ok(new Text("one")));
    assertTrue(read(client, "one").endsWith("one"));
    write(client, GET + "\r\n");
    door.answer(knock(), ok(new Text("two")));
    assertTrue(read(client, "two").endsWith("two"));
  }

  // ---- answers

  @Test
  void aClientThatDoesNotReadKeepsNobodyElseWaiting() throws Exception {
    for (int i = 0; i < 3; i++) {
      client(GET + "\r\n");
      door.answer(knock(), ok(new Text("x".repeat(16 << 20))));
    }
    assertThatOthersAreServed();
    assertTrue(counter("waiting") >= 3);
  }

  @Test
  void anAnswerThatIsNotReadIsCounted() throws Exception {
    Socket client = client(GET + "\r\n");
    long number = knock();
    client.setSoLinger(true, 0);
    client.close();
    door.answer(number, ok(new Text("x".repeat(16 << 20))));
    awaitCounter("unread", 1);
    awaitNothingWaits();
  }

  private void awaitNothingWaits() {
    while (counter("waiting") > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noHeaderOfAnAnswerBeginsANewOne() throws Exception {
    EdnMap headers =
        (EdnMap)
            EdnReader.readOne(
                "{\"X-A\" \"a\\u010dX-B: b\" \"X-C\" \"c\\r\\nX-D: d\""
                    + " \"Transfer-Encoding\" \"chunked\" \"Content-Length\" \"1\""
                    + " \"X-Fine\" \"fine\"}");
    Socket client = client(GET + "\r\n");
    door.answer(knock(), new HttpResponse(200, headers, new Text("body")));
    String answer = read(client, "body");
    for (String unwanted : List.of("X-b", "X-B", "X-d", "X-D", "chunked", "ength: 1\r")) {
      assertFalse(answer.contains(unwanted), answer);
    }
    assertTrue(answer.contains("X-fine: fine"), answer);
  }

  @Test
  void whoWaitsWhenItClosesIsTold() throws Exception {
    Socket client = client(GET + "\r\n");
    knock();
    opened.close();
    String answer = read(client, "");
    assertTrue(answer.endsWith("the endpoint ended before there was an answer\n"), answer);
    assertEquals(0, counter("waiting"));
  }

  // ---- the device

  @Test
  void answersWaitWhileNoWorkerIsFree() throws Exception {
    EdnMap config = EdnMap.of(Keyword.of("port"), Int.of(port));
    opened.close();
    DevicesUnderTest devices = new DevicesUnderTest();
    devices.start(new HttpEndpointDriver(), config, "request");
    devices.simulation.runFor(50);
    devices.node.limitWorkers(0);
    devices.send("jelly/answer-7", new Text("x"));
    devices.simulation.runFor(HttpEndpoint.PAUSE_MS * 5);
    assertEquals("{:requests 0}", devices.node.shown("/s/d"));
    devices.node.limitWorkers(1);
    devices.simulation.runFor(HttpEndpoint.PAUSE_MS * 5);
    assertEquals(
        "{:requests 0, :waiting 0, :refused 0, :dropped 0, :lost 0, :unread 0}",
        devices.node.shown("/s/d"));
    devices.node.start(
        "/s/boss",
        jellybean.sim.Script.recorder(
            new Effect.Terminate(new jellybean.message.Address("/s/d"), Keyword.of("shutdown"))));
    devices.simulation.settle();
    opened = () -> {};
  }
}
