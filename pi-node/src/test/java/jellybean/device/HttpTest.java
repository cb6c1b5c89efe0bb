package jellybean.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server of the JDK, the endpoint against the client. */
class HttpTest {
  private static final int TIMEOUT_MS = 20_000;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private HttpServer server;
  private final DevicesUnderTest devices = new DevicesUnderTest();

  HttpTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 4);
  }

  @BeforeEach
  void serve() {
    server.createContext("/echo", HttpTest::echo);
    server.createContext("/moved", exchange -> respond(exchange, 302, "", "file:///etc/passwd"));
    server.createContext("/large", exchange -> respond(exchange, 200, "x".repeat(50_000), ""));
    server.createContext("/gone", exchange -> respond(exchange, 404, "no such thing", ""));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String mine = String.valueOf(exchange.getRequestHeaders().getFirst("X-Mine"));
    respond(exchange, 200, exchange.getRequestMethod() + " " + mine + " " + body, "");
  }

  private static void respond(HttpExchange exchange, int status, String text, String location)
      throws IOException {
    try (exchange) {
      if (!location.isEmpty()) {
        exchange.getResponseHeaders().set("Location", location);
      }
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Value call(String request) {
    return new HttpCall(
            EdnReader.readOne(
                request.replace("URL", "http://127.0.0.1:" + server.getAddress().getPort())),
            TIMEOUT_MS)
        .answer();
  }

  private String bodyOf(Value answer) {
    EdnMap map = assertInstanceOf(EdnMap.class, answer, answer.toString());
    return ((Text) map.get(HttpCall.BODY)).value();
  }

  @Test
  void aRequestHasAMethodHeadersAndABody() {
    assertEquals("GET null ", bodyOf(call("{:url \"URL/echo\"}")));
    assertEquals(
        "POST yes {:a 1}",
        bodyOf(
            call("{:url \"URL/echo\" :method :post :headers {\"X-Mine\" \"yes\"} :body {:a 1}}")));
  }

  @Test
  void whateverTheStatusItIsAnAnswerAndRedirectsAreNotFollowed() {
    EdnMap gone = (EdnMap) call("{:url \"URL/gone\"}");
    assertEquals("404", gone.get(HttpCall.STATUS).toString());
    assertEquals("no such thing", bodyOf(gone));
    EdnMap moved = (EdnMap) call("{:url \"URL/moved\"}");
    assertEquals("302", moved.get(HttpCall.STATUS).toString());
    EdnMap headers = (EdnMap) moved.get(HttpCall.HEADERS);
    assertEquals("\"file:///etc/passwd\"", headers.get(new Text("location")).toString());
  }

  @Test
  void whatIsNoRequestOrHasNoAnswerIsAnErrorThatSaysWhy() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertError("7", "expected {:url \"http://…\"}, found 7");
    assertError("{:url \"file:///etc/passwd\"}", "expected http:// or https:// and a host");
    assertError("{:url \"http://127.0.0.1:" + free + "/\"}", "Connection refused");
    assertError("{:url \"URL/large\"}", "expected a body of at most 40960 bytes, found more");
    assertError("{:url \"URL/echo\" :method :steal}", "expected :get, :head");
    assertError(
        "{:url \"URL/echo\" :headers {\"a\" \"b\\r\\nc: d\"}}", "a text of one line as a header");
    assertError("{:url \"URL/echo\" :headers 1}", "expected a map under :headers");
  }

  private void assertError(String request, String why) {
    String answer = call(request).toString();
    assertTrue(answer.startsWith("#jelly/error"), answer);
    assertTrue(answer.contains(why.replace("\"", "\\\"")), answer);
  }

  @Test
  void theAnswerIsSaidOrGoesToWhoAsked() {
    devices.start(new HttpClientDriver(), EdnMap.EMPTY, "response", "failed");
    devices.send("request", EdnMap.of(HttpCall.URL, new Text(url("/echo"))));
    devices.simulation.settle();
    devices.ask("/s/asker", "request", EdnMap.of(HttpCall.URL, new Text("ftp://x/")));
    devices.simulation.settle();
    assertTrue(devices.said().getFirst().toString().startsWith("[:response {:status 200,"));
    assertTrue(
        devices.recorded("/s/asker").getFirst().toString().startsWith("[:answer #jelly/error"));
    assertEquals("{:answered 2, :open 0}", devices.node.shown("/s/d"));
  }

  @Test
  void moreRequestsThanMayBeOnTheirWayAreRefused() {
    devices.start(new HttpClientDriver(), EdnMap.EMPTY, "response", "failed");
    for (int i = 0; i < 3; i++) {
      devices.send("request", EdnMap.of(HttpCall.URL, new Text(url("/echo"))));
    }
    devices.simulation.settle();
    assertEquals(1, devices.node.dead("overflow"));
    assertEquals(2, devices.said().size());
  }

  // ---- the endpoint

  /** An endpoint on a free port, whose loop the test is. */
  private static final class Endpoint implements AutoCloseable {
    private final BlockingQueue<Value> knocks = new LinkedBlockingQueue<>();
    private final HttpEndpoint behaviour;
    private final AutoCloseable opened;
    private final int port;
    private HttpEndpoint.State state;

    Endpoint() throws Exception {
      try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
        port = socket.getLocalPort();
      }
      EdnMap config = EdnMap.of(Keyword.of("port"), Int.of(port));
      behaviour =
          (HttpEndpoint)
              new HttpEndpointDriver()
                  .create(
                      DevicesUnderTest.def("http-endpoint", config, Set.of(HttpEndpoint.REQUEST)));
      state = behaviour.initial();
      Step<HttpEndpoint.State> first = behaviour.started(state, info());
      Effect.Connect connect = (Effect.Connect) first.effects().getFirst();
      opened = connect.source().open(knocks::offer);
    }

    CompletableFuture<Value> request(String more) {
      Value request =
          EdnReader.readOne("{:url \"http://127.0.0.1:" + port + "/a/b?c=d\" " + more + "}");
      return CompletableFuture.supplyAsync(() -> new HttpCall(request, TIMEOUT_MS).answer());
    }

    /** What is said of the next knock, and then answered. */
    Effect.Say answer(String reply) throws InterruptedException {
      Value knock = knocks.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      Step<HttpEndpoint.State> said = behaviour.handle(state, delivery("jelly/knock", knock));
      state = said.state();
      Effect.Say say = (Effect.Say) said.effects().getFirst();
      String name = say.ask().orElseThrow().reply().toString().substring(1);
      Step<HttpEndpoint.State> answered =
          behaviour.handle(state, delivery(name, EdnReader.readOne(reply)));
      Effect.Work sending = (Effect.Work) answered.effects().getFirst();
      state =
          behaviour.handle(answered.state(), delivery("jelly/sent", sending.job().get())).state();
      return say;
    }

    private Delivery delivery(String name, Value data) {
      return new Delivery(Keyword.of(name), data, info());
    }

    private Info info() {
      Address self = new Address("/s/d");
      MessageId id = new MessageId(new NodeId("a"), 1, 1);
      return new Info(self, self, id, 0, 0, java.util.Optional.empty(), Via.NONE);
    }

    @Override
    public void close() throws Exception {
      opened.close();
    }
  }

  @Test
  void aRequestIsAQuestionAndTheReplyItsResponse() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      CompletableFuture<Value> response =
          endpoint.request(":method :put :headers {\"X-Mine\" \"yes\"} :body \"hello\"");
      Effect.Say said = endpoint.answer("{:status 201 :headers {\"X-Yours\" \"no\"} :body [1 2]}");
      EdnMap request = (EdnMap) said.data();
      assertEquals(":put", request.get(HttpCall.METHOD).toString());
      assertEquals("\"/a/b\"", request.get(HttpExchanges.PATH).toString());
      assertEquals("\"c=d\"", request.get(HttpExchanges.QUERY).toString());
      assertEquals("\"hello\"", request.get(HttpCall.BODY).toString());
      EdnMap answer = (EdnMap) response.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      assertEquals("201", answer.get(HttpCall.STATUS).toString());
      assertEquals("[1 2]", bodyOf(answer));
      EdnMap headers = (EdnMap) answer.get(HttpCall.HEADERS);
      assertEquals("\"no\"", headers.get(new Text("x-yours")).toString());
      assertEquals("\"application/edn\"", headers.get(new Text("content-type")).toString());
    }
  }

  @Test
  void anyValueIsABodyAndAnErrorIsAStatusOf500() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      CompletableFuture<Value> text = endpoint.request("");
      endpoint.answer("\"just text\"");
      assertEquals("just text", bodyOf(text.get(TIMEOUT_MS, TimeUnit.MILLISECONDS)));
      CompletableFuture<Value> failed = endpoint.request("");
      endpoint.answer("#jelly/error {:message \"nobody\"}");
      EdnMap answer = (EdnMap) failed.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      assertEquals("500", answer.get(HttpCall.STATUS).toString());
      assertTrue(bodyOf(answer).contains("nobody"));
      assertTrue(
          endpoint.behaviour.show(endpoint.state).toString().startsWith("{:requests 2, "),
          endpoint.behaviour.show(endpoint.state)::toString);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndSoIsOneRequestTooMany() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      String large = "x".repeat(HttpBodies.MAX_BYTES + 1);
      EdnMap refused =
          (EdnMap)
              endpoint
                  .request(":method :post :body \"" + large + "\"")
                  .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      assertEquals("413", refused.get(HttpCall.STATUS).toString());
    }
    HttpDoor full = new HttpDoor(new InetSocketAddress(LOOPBACK, 0), 1_000);
    AutoCloseable opened = full.open(_ -> false);
    opened.close();
  }

  @Test
  void aPortThatIsFreeInAMomentIsWaitedFor() throws Exception {
    ServerSocket before = new ServerSocket(0, 1, LOOPBACK);
    HttpDoor door = new HttpDoor(new InetSocketAddress(LOOPBACK, before.getLocalPort()), 1_000);
    CompletableFuture<AutoCloseable> opened =
        CompletableFuture.supplyAsync(() -> door.open(_ -> true));
    before.close();
    opened.get(TIMEOUT_MS, TimeUnit.MILLISECONDS).close();
  }

  @Test
  void aPortThatIsTakenIsSaidWithItsAddress() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      HttpDoor second = new HttpDoor(new InetSocketAddress(LOOPBACK, endpoint.port), 1_000);
      DeviceException refused =
          assertThrows(DeviceException.class, () -> second.open(_ -> true).close());
      assertTrue(
          refused.getMessage().contains("cannot listen on /127.0.0.1:" + endpoint.port),
          refused.getMessage());
      assertThrows(
          StepException.class,
          () ->
              endpoint.behaviour.handle(
                  endpoint.state, endpoint.delivery("jelly/knock", new Text("cannot listen"))));
    }
  }
}
