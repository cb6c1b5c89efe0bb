package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers may do to who asks them. */
@Timeout(60)
class HttpCallUnderAttackTest {
  private static final int LONG_MS = 60_000;
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private ServerSocket server;

  /** What the server does with a connection after it has read the head of a request. */
  private interface Manners {
    void show(Socket client) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    server.close();
  }

  private void serve(Manners manners) {
    Thread.ofPlatform().daemon().start(() -> acceptAll(manners));
  }

  private void acceptAll(Manners manners) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        readHead(client);
        served.incrementAndGet();
        manners.show(client);
      } catch (IOException e) {
        // The client has gone, or the test is over.
        continue;
      }
    }
  }

  private static void readHead(Socket client) throws IOException {
    String end = "";
    while (!end.endsWith("\r\n\r\n")) {
      int next = client.getInputStream().read();
      if (next < 0) {
        return;
      }
      end += (char) next;
    }
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  /** Says this much and then nothing more, for as long as the test lasts. */
  private void stopAfter(Socket client, String text) throws IOException {
    write(client, text);
    answered.countDown();
    await(over);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LONG_MS, TimeUnit.MILLISECONDS), "nothing came");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  private HttpCall call(String more) {
    return new HttpCall(EdnReader.readOne("{:url \"" + url() + "\" " + more + "}"), LONG_MS);
  }

  private void assertFailure(String why) {
    assertEquals("cannot reach " + url() + ": " + why, Errors.text(call("").answer()));
  }

  private void assertThatGivingUpEndsIt(String beginning) throws Exception {
    serve(client -> stopAfter(client, beginning));
    HttpCall call = call("");
    CompletableFuture<Value> answer = CompletableFuture.supplyAsync(call::answer);
    await(answered);
    call.giveUp();
    server.close();
    over.countDown();
    Value failure = answer.get(LONG_MS, TimeUnit.MILLISECONDS);
    assertTrue(Errors.text(failure).startsWith("cannot reach " + url()), failure::toString);
  }

  @Test
  void oneThatNeverEndsItsHeadersIsGivenUp() throws Exception {
    assertThatGivingUpEndsIt(HEAD + "X-Slow: ");
  }

  @Test
  void oneThatSaysNothingIsGivenUp() throws Exception {
    assertThatGivingUpEndsIt("");
  }

  @Test
  void oneThatNeverEndsItsBodyIsGivenUpAtTheNextByte() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    serve(
        client -> {
          write(client, HEAD + "Content-Length: 100\r\n\r\nslow");
          answered.countDown();
          await(givenUp);
          stopAfter(client, "er");
        });
    HttpCall call = call("");
    CompletableFuture<Value> answer = CompletableFuture.supplyAsync(call::answer);
    await(answered);
    call.giveUp();
    givenUp.countDown();
    Value failure = answer.get(LONG_MS, TimeUnit.MILLISECONDS);
    assertTrue(Errors.text(failure).startsWith("cannot reach " + url() + ": "), failure::toString);
  }

  @Test
  void oneThatSaysNothingForTheTimeoutIsAFailure() {
    serve(client -> stopAfter(client, HEAD + "Content-Length: 100\r\n\r\nslow"));
    Value request = EdnReader.readOne("{:url \"" + url() + "\"}");
    assertEquals(
        "cannot reach " + url() + ": Read timed out",
        Errors.text(new HttpCall(request, 50).answer()));
  }

  @Test
  void aBodyWithoutEndIsReadUpToItsBound() {
    serve(
        client -> {
          write(client, HEAD + "\r\n");
          while (true) {
            write(client, "x".repeat(8_192));
          }
        });
    assertFailure("expected a body of at most 40960 bytes, found more");
  }

  @Test
  void headersWithoutEndAreReadUpToTheirBound() {
    serve(
        client -> {
          write(client, HEAD);
          while (true) {
            write(client, "X-More: " + "x".repeat(1_000) + "\r\n");
          }
        });
    String failure = Errors.text(call("").answer());
    assertTrue(failure.contains("eader size"), failure);
  }

  @Test
  void largeHeadersAreAFailure() {
    serve(
        client -> write(client, HEAD + ("X-A: " + "x".repeat(1_000) + "\r\n").repeat(20) + "\r\n"));
    assertFailure("expected headers of at most 16384 characters, found more");
  }

  @Test
  void whatIsNoHttpIsAFailure() {
    serve(client -> write(client, "220 smtp.example.org ESMTP\r\n"));
    String failure = Errors.text(call("").answer());
    assertTrue(failure.startsWith("cannot reach " + url() + ": "), failure);
  }

  @Test
  void aConnectionThatIsResetIsAFailure() {
    serve(client -> client.setSoLinger(true, 0));
    String failure = Errors.text(call("").answer());
    assertTrue(failure.startsWith("cannot reach " + url() + ": "), failure);
  }

  @Test
  void aRedirectToItselfIsAnAnswer() {
    serve(
        client ->
            write(
                client,
                "HTTP/1.1 302 Found\r\nLocation: " + url() + "\r\nContent-Length: 0\r\n\r\n"));
    EdnMap answer = (EdnMap) call("").answer();
    assertEquals(Int.of(302), answer.get(HttpCall.STATUS));
    assertEquals(1, served.get());
  }

  @Test
  void aPostIsNeverSentTwice() {
    serve(_ -> {});
    for (String body : new String[] {"", ":body \"x\""}) {
      served.set(0);
      assertTrue(Errors.isError(call(":method :post " + body).answer()));
      assertEquals(1, served.get(), body);
    }
  }

  // ---- the device

  private static EdnMap within(long ms) {
    return EdnMap.of(Keyword.of("within-ms"), Int.of(ms));
  }

  @Test
  void aRequestThatLastsTooLongHasFailedWhateverTheServerDrips() {
    DevicesUnderTest devices = new DevicesUnderTest();
    devices.node.slowDownJobs(300, true);
    devices.start(new HttpClientDriver(), within(200), "response", "failed");
    devices.send("request", EdnReader.readOne("{:url \"" + url() + "\"}"));
    devices.simulation.runFor(250);
    assertEquals(
        "[[:failed #jelly/error {:message \"the work did not end within 200 ms\"}]]",
        devices.said().toString());
    assertEquals(1, devices.node.abandonedJobs());
    assertEquals(0, served.get());
  }

  @Test
  void requestsOnTheirWayAreDeadLettersWhenItEnds() {
    DevicesUnderTest devices = new DevicesUnderTest();
    devices.node.slowDownJobs(300, true);
    devices.start(new HttpClientDriver(), within(1_000), "response", "failed");
    devices.ask("/s/asker", "request", EdnReader.readOne("{:url \"" + url() + "\"}"));
    devices.simulation.runFor(50);
    devices.node.start(
        "/s/boss",
        Script.recorder(new Effect.Terminate(new Address("/s/d"), Keyword.of("shutdown"))));
    devices.simulation.settle();
    assertEquals(1, devices.node.dead("unfinished"));
    assertEquals(1, devices.recorded("/s/asker").size());
  }

  @Test
  void aTimeOutOfBoundsIsRefused() {
    DeviceException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            DeviceException.class,
            () ->
                new HttpClientDriver()
                    .create(DevicesUnderTest.def("http-client", within(0), Set.of())));
    assertEquals(
        "bad :within-ms of device d: expected milliseconds from 1 to 600000, found 0",
        refused.getMessage());
  }
}
