package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.fixture.TestFleet;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import jellybean.wire.SignedDenyList;
import org.junit.jupiter.api.Test;

/** Who is on the fleet's deny-list is put out everywhere, and stays out. */
class DenyListTest extends ThreeNodes {
  private static final long WITHIN_S = 10;

  private EdnMap deny(long version, String... denied) {
    return a.transport
        .security()
        .deny(fleet.denyList(version, denied))
        .orTimeout(WITHIN_S, TimeUnit.SECONDS)
        .join();
  }

  private String refusalOf(EdnMap list) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> a.transport.security().deny(list).join());
    return String.valueOf(refused.getCause().getMessage());
  }

  private static void connectAll(TestNode... nodes) {
    for (TestNode node : nodes) {
      for (TestNode other : nodes) {
        if (other != node) {
          node.transport.connect(other.id());
        }
      }
    }
    for (TestNode node : nodes) {
      TestNode.eventually(
          node.id() + " is connected with all",
          () -> node.transport.connected().join().size() == nodes.length - 1);
    }
  }

  @Test
  void aDeniedNodeIsPutOutByEveryMemberWithinTenSeconds() {
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      TestNode.introduce(a, b, c, d);
      connectAll(a, b, c, d);

      EdnMap answer = deny(1, "node/d");

      assertEquals("{:version 1, :denied 1, :members [\"a\" \"b\" \"c\"]}", answer.toString());
      for (TestNode node : List.of(a, b, c)) {
        assertEquals("1", node.holds("denied"));
        assertFalse(node.transport.connected().join().contains(d.id()), node.id() + " keeps d");
      }
      TestNode.eventually("d has nobody", () -> d.transport.connected().join().isEmpty());
      TestNode.eventually(
          "d is refused when it dials",
          () -> d.transport.counts().get(HandshakeFault.REFUSED_BY_PEER) > 0);
      TestNode.eventually(
          "it is said why",
          () ->
              a.warnings.stream()
                  .anyMatch(w -> w.contains("node d of fleet f is on deny-list 1 by its name")));
    }
  }

  @Test
  void whatIsForADeniedNodeComesBackAndItsDatagramsAreNotHeard() {
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      TestNode.introduce(a, b, c, d);
      connectAll(a, b, c, d);
      deny(1, "node/d");

      a.send(d.id(), 5);
      TestNode.Heard.Undeliverable back = a.await(TestNode.Heard.Undeliverable.class);
      assertEquals(Keyword.of("denied"), back.reason());

      d.transport.datagrams().send(a.address(), new byte[] {1});
      TestNode.eventually(
          "its datagram is not heard", () -> a.transport.counts().get(Count.DATAGRAMS_DENIED) > 0);
    }
  }

  @Test
  void aDeniedOperatorIsPutOutByWhateverMemberItIsConnectedTo() throws InterruptedException {
    Path ada = fleet.operator("ada", "operate");
    CountDownLatch ended = new CountDownLatch(1);
    OperatorClient.Handler handler =
        new OperatorClient.Handler() {
          @Override
          public void received(Envelope envelope) {}

          @Override
          public void closed(String why) {
            assertEquals("the node closed it with :denied", why);
            ended.countDown();
          }
        };
    try (OperatorClient client =
        OperatorClient.connect(
            "127.0.0.1", b.address().getPort(), Identity.load(ada), TestNode.QUICK, handler)) {
      deny(1, "operator/ada");
      assertTrue(ended.await(WITHIN_S, TimeUnit.SECONDS));
    }
    TransportException refused =
        assertThrows(
            TransportException.class,
            () ->
                OperatorClient.connect(
                    "127.0.0.1",
                    c.address().getPort(),
                    Identity.load(ada),
                    TestNode.QUICK,
                    handler));
    assertTrue(refused.getMessage().startsWith("cannot connect to 127.0.0.1:"), refused.toString());
  }

  @Test
  void aStolenCertificateIsDeniedAndItsOwnersNextOneIsNot() {
    Path stolen = fleet.node("d");
    String serial = Identity.load(stolen).chain().getFirst().getSerialNumber().toString(16);
    deny(1, "certificate/" + serial);
    assertTrue(Intruder.isTurnedAway(a.address(), stolen));
    TestNode.eventually(
        "it is said why",
        () ->
            a.warnings.stream()
                .anyMatch(w -> w.contains("deny-list 1 by its certificate " + serial)));
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      d.knows(a).transport.connect(a.id());
      assertEquals(a.id(), d.await(TestNode.Heard.Connected.class).peer());
    }
  }

  @Test
  void whoJoinsLaterGetsTheList() {
    deny(3, "node/x", "operator/ada");
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      d.knows(b).transport.connect(b.id());
      TestNode.eventually("d holds the list", () -> d.holds("denied").equals("3"));
    }
  }

  @Test
  void whoIsNotConnectedHearsOfItByADatagram() {
    deny(1, "node/x");
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      // Only d knows the others, and has nothing to say to them.
      TestNode.introduce(a, b, c, d);
      TestNode.eventually("d holds the list", () -> d.holds("denied").equals("1"));
    }
  }

  @Test
  void aMemberThatCannotBeReachedIsNamedInTheAnswer() {
    b.close();
    assertEquals(
        "{:version 1, :denied 1, :members [\"a\" \"c\"], :without [\"b\"]}",
        a.transport.security().deny(fleet.denyList(1, "node/x")).join().toString());
  }

  @Test
  void anOlderListIsRefused() {
    deny(3, "node/x");
    assertEquals(
        "refused deny-list 2: expected a version above 3, which is held here",
        refusalOf(fleet.denyList(2)));
    assertEquals(
        "refused deny-list 3: expected a version above 3, which is held here",
        refusalOf(fleet.denyList(3, "node/y")));
  }

  @Test
  void aForgedListIsRefused() {
    String expected =
        "refused deny-list 1: expected a signature of the authority of fleet f, found another or a"
            + " changed text";
    assertEquals(expected, refusalOf(TestFleet.create(directory, "f").denyList("f", 1, "node/b")));
    EdnMap signed = fleet.denyList(1, "node/x");
    EdnMap changed =
        signed.with(Keyword.of("list"), new Text("{:fleet \"f\" :version 1 :denied [\"node/b\"]}"));
    assertEquals(expected, refusalOf(changed));
    assertEquals(
        "refused deny-list 1: expected one of fleet f, found one of fleet g",
        refusalOf(fleet.denyList("g", 1, "node/x")));
    assertEquals("0", a.holds("denied"));
  }

  @Test
  void aListOfAnotherShapeIsRefused() {
    assertEquals(
        "bad deny-list :denied: expected \"node/<id>\", \"operator/<name>\" or"
            + " \"certificate/<serial number in hexadecimal>\", found \"board/7\"",
        refusalOf(fleet.denyList(1, "board/7")));
    String[] many = new String[513];
    Arrays.setAll(many, i -> "node/n" + i);
    assertEquals(
        "bad deny-list :denied: expected at most 512 entries, found 513",
        refusalOf(fleet.denyList(1, many)));
  }

  @Test
  void theLongestListReachesEverybody() {
    String[] most = new String[512];
    String name = "n".repeat(59);
    Arrays.setAll(most, i -> "operator/" + name + "%04d".formatted(i));
    assertEquals("[\"a\" \"b\" \"c\"]", deny(1, most).get(Keyword.of("members")).toString());
  }

  @Test
  void aMemberThatPassesOnAForgedListIsNotBelieved() {
    EdnMap forged = TestFleet.create(directory, "f").denyList(9, "node/b");
    try (Intruder mallory = Intruder.tls(a.address(), Optional.of(fleet.node("mallory")))) {
      mallory.say(
          new Frame.Hello(
              1,
              "f",
              new NodeId("mallory"),
              7,
              new Boot(1, 2),
              "127.0.0.1",
              9,
              1,
              1,
              Optional.empty()));
      assertTrue(mallory.next() instanceof Frame.Hello);
      mallory.say(new Frame.Denied(SignedDenyList.of(forged)));
      TestNode.eventually(
          "the forged list is counted",
          () -> a.transport.counts().get(Count.DENY_LISTS_REFUSED) == 1);
    }
    assertEquals("0", a.holds("denied"));
    assertTrue(a.warnings.getLast().contains("refused deny-list 9"), a.warnings.toString());
  }

  @Test
  void whoIsSwitchedOffKeepsTheList() throws IOException {
    Path kept = directory.resolve("kept");
    Path identity = fleet.node("d");
    try (TestNode d = TestNode.keeping(identity, 4, kept)) {
      TestNode.introduce(a, d);
      deny(2, "node/x");
      assertEquals("2", d.holds("denied"));
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(kept.resolve("deny-list.edn"))));
    try (TestNode d = TestNode.keeping(identity, 5, kept)) {
      assertEquals("2", d.holds("denied"));
      assertTrue(Intruder.isTurnedAway(d.address(), fleet.node("x")));
    }
    Path file = kept.resolve("deny-list.edn");
    Files.writeString(file, Files.readString(file).replace("node/x", "node/y"));
    try (TestNode d = TestNode.keeping(identity, 6, kept)) {
      assertEquals("0", d.holds("denied"), "what was changed on disk is not believed");
    }
  }
}
