package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.fixture.TestFleet;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import jellybean.net.TestNode.Heard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorClientTest {
  @TempDir Path directory;
  private TestFleet fleet;
  private TestNode node;
  private final BlockingQueue<Envelope> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  @BeforeEach
  void oneNode() {
    fleet = TestFleet.create(directory, "f");
    node = new TestNode(fleet.node("a"), 1);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private OperatorClient connect(Path identity) {
    OperatorClient.Handler handler =
        new OperatorClient.Handler() {
          @Override
          public void received(Envelope envelope) {
            answers.add(envelope);
          }

          @Override
          public void closed(String why) {
            ends.add(why);
          }
        };
    return OperatorClient.connect(
        "127.0.0.1", node.address().getPort(), Identity.load(identity), TestNode.QUICK, handler);
  }

  private static Envelope question(String from) {
    return new Envelope(
        Envelope.Kind.MESSAGE,
        new Address(from),
        new Address("/sys/a/shell"),
        new MessageId(new NodeId("a"), 0, 1),
        Keyword.of("ls"),
        Int.of(7),
        0,
        0,
        Optional.of(new ReplyTo(new Address(from), new NodeId("b"), 42)),
        Via.NONE);
  }

  @Test
  void anOperatorAsksAndIsAnsweredOverItsConnection() throws InterruptedException {
    try (OperatorClient client = connect(fleet.operator("ada", "operate"))) {
      assertEquals(new NodeId("a"), client.node());
      assertEquals(Optional.empty(), client.send(question("/somebody/else")));
      Heard.Operator heard = node.await(Heard.Operator.class);
      assertEquals(new Principal.Operator("f", "ada", Principal.Role.OPERATE), heard.who());
      assertEquals(client.address(), heard.envelope().from());
      assertEquals(
          Optional.of(new ReplyTo(client.address(), new NodeId("a"), 42)),
          heard.envelope().replyTo());
      Envelope answer =
          Envelope.message(
              heard.envelope().to(),
              heard.envelope().from(),
              new MessageId(new NodeId("a"), 1, 1),
              Keyword.of("answer"),
              Int.of(8),
              0,
              0);
      assertEquals(Optional.empty(), node.transport.sendToOperator(answer));
      assertEquals(answer, answers.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void theNodeHearsWhenAnOperatorLeaves() {
    OperatorClient client = connect(fleet.operator("ada", "observe"));
    Address address = client.address();
    client.close();
    assertEquals(address, node.await(Heard.OperatorGone.class).address());
    assertEquals(
        Optional.of(Keyword.of("operator-gone")),
        node.transport.sendToOperator(
            Envelope.message(
                address,
                address,
                new MessageId(new NodeId("a"), 1, 1),
                Keyword.of("late"),
                Int.of(1),
                0,
                0)));
  }

  @Test
  void anOperatorHearsWhenTheNodeCloses() throws InterruptedException {
    try (OperatorClient client = connect(fleet.operator("ada", "observe"))) {
      node.close();
      assertEquals("the node closed it with :closed", ends.poll(10, TimeUnit.SECONDS));
      assertEquals(Optional.of(Keyword.of("closed")), client.send(question("/x")));
    }
  }

  @Test
  void theSeventeenthOperatorIsRefused() {
    Path identity = fleet.operator("ada", "observe");
    OperatorClient[] clients = new OperatorClient[Operators.MAX_OPERATORS];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = connect(identity);
    }
    assertRefused("the node closed it with :too-many", identity);
    for (OperatorClient client : clients) {
      client.close();
    }
  }

  @Test
  void anOperatorOfAnotherFleetIsRefused() {
    TestFleet other = TestFleet.create(directory, "other");
    assertRefused("expected a certificate signed by this fleet", other.operator("eve", "operate"));
  }

  @Test
  void aNodesCertificateIsNoOperators() {
    Path identity = fleet.node("b");
    BadIdentityException e =
        assertThrows(BadIdentityException.class, () -> connect(identity).close());
    assertEquals(
        "cannot use " + identity + ": expected an operator, found node b of fleet f",
        e.getMessage());
  }

  @Test
  void nobodyThereIsSaidWithTheAddress() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    node.close();
    Identity identity = Identity.load(fleet.operator("ada", "observe"));
    OperatorClient.Handler none =
        new OperatorClient.Handler() {
          @Override
          public void received(Envelope envelope) {}

          @Override
          public void closed(String why) {}
        };
    TransportException e =
        assertThrows(
            TransportException.class,
            () -> OperatorClient.connect("127.0.0.1", free, identity, TestNode.QUICK, none));
    assertTrue(
        e.getMessage().startsWith("cannot connect to 127.0.0.1:" + free + ": Connection refused"),
        e.getMessage());
    TransportException named =
        assertThrows(
            TransportException.class,
            () -> OperatorClient.connect("localhost", free, identity, TestNode.QUICK, none));
    assertEquals(
        "cannot connect to localhost:" + free + ": expected an address in figures, found a name",
        named.getMessage());
  }

  private void assertRefused(String expected, Path identity) {
    TransportException e = assertThrows(TransportException.class, () -> connect(identity).close());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
