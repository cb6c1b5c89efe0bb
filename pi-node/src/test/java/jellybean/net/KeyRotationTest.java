package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.wire.Boot;
import jellybean.wire.Frame;
import jellybean.wire.Opening;
import jellybean.wire.RingVersion;
import jellybean.wire.SharedRing;
import org.junit.jupiter.api.Test;

/** The keys of datagrams are changed while everything goes on. */
class KeyRotationTest extends ThreeNodes {
  private static final long LOST_AFTER_S = 10;

  private static BlockingQueue<Long> datagrams(TestNode at) {
    BlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    at.transport
        .datagrams()
        .onReceive((from, payload) -> arrived.add(ByteBuffer.wrap(payload).getLong()));
    return arrived;
  }

  private static void datagram(TestNode from, TestNode to, long number) {
    from.transport
        .datagrams()
        .send(to.address(), ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Until one arrives: the first ones wait for an answer to a knock. */
  private static void warmUp(TestNode from, TestNode to, BlockingQueue<Long> arrived) {
    TestNode.eventually(
        "datagrams arrive",
        () -> {
          datagram(from, to, 0);
          try {
            return arrived.poll(50, TimeUnit.MILLISECONDS) != null;
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    datagram(from, to, -1);
    TestNode.eventually("the last one", () -> arrived.contains(-1L));
    arrived.clear();
  }

  @Test
  void nothingIsLostWhileKeysAreRotated() throws InterruptedException {
    BlockingQueue<Long> arrived = datagrams(b);
    warmUp(c, b, arrived);
    String before = b.holds("ring");

    CompletableFuture<EdnMap> rotation = a.transport.security().rotateKeys();
    long sent = 0;
    while (!rotation.isDone()) {
      sent++;
      datagram(c, b, sent);
      c.send(b.id(), sent);
      assertEquals(sent, arrived.poll(LOST_AFTER_S, TimeUnit.SECONDS), "the datagram");
      assertEquals(List.of(sent), b.receive(1), "the message");
    }

    EdnMap answer = rotation.join();
    assertEquals("[\"a\" \"b\" \"c\"]", answer.get(Keyword.of("members")).toString());
    assertEquals("0", before.substring(1, 2));
    for (TestNode node : List.of(a, b, c)) {
      assertEquals("[3 \"a\"]", node.holds("ring"));
      assertEquals(1, node.transport.keys().size(), "the old key is removed");
      assertEquals(
          answer.get(Keyword.of("key")).toString(), "\"" + node.transport.keys().getFirst() + "\"");
    }
    assertTrue(sent > 10, "it went on all the time, " + sent + " times");
    assertEquals(0, b.transport.counts().get(Opening.Reason.UNKNOWN_KEY));
  }

  @Test
  void whoWasAwayDuringTheRotationComesBack() {
    Path identity = fleet.node("d");
    a.transport.security().rotateKeys().join();
    try (TestNode d = new TestNode(identity, 4)) {
      assertEquals("[0 \"\"]", d.holds("ring"));
      BlockingQueue<Long> arrived = datagrams(b);
      d.knows(b);
      datagram(d, b, 7);
      TestNode.eventually(
          "with the old key it is not understood",
          () -> b.transport.counts().get(Opening.Reason.UNKNOWN_KEY) > 0);

      d.transport.connect(b.id());

      TestNode.eventually("it gets the ring", () -> d.holds("ring").equals("[3 \"a\"]"));
      warmUp(d, b, arrived);
    }
  }

  @Test
  void whoIsDeniedDoesNotGetTheNewKeys() {
    try (TestNode d = new TestNode(fleet.node("d"), 4)) {
      TestNode.introduce(a, b, c, d);
      d.transport.connect(b.id());
      d.await(TestNode.Heard.Connected.class);
      a.transport.security().deny(fleet.denyList(1, "node/d")).join();

      a.transport.security().rotateKeys().join();

      assertEquals("[3 \"a\"]", c.holds("ring"));
      assertEquals("[0 \"\"]", d.holds("ring"));
      datagram(d, b, 7);
      TestNode.eventually(
          "it is not understood any more",
          () -> b.transport.counts().get(Opening.Reason.UNKNOWN_KEY) > 0);
    }
  }

  @Test
  void aRingSoFarAheadThatNoneCouldFollowIsRefused() {
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
      SharedRing own = RingFile.load(fleet.node("mallory"));
      mallory.say(
          new Frame.Ring(new SharedRing(new RingVersion(1_000_001, "mallory"), own.ring())));
      TestNode.eventually(
          "it is refused", () -> a.transport.counts().get(Count.RINGS_REFUSED) == 1);
    }
    assertEquals("[0 \"\"]", a.holds("ring"));
    assertTrue(
        a.warnings
            .getLast()
            .endsWith(
                "refused key ring 1000001 by mallory: expected at most 1000000 changes after 0"),
        a.warnings.toString());
  }

  @Test
  void twoRotationsAtATimeAreOneTooMany() {
    CompletableFuture<EdnMap> first = a.transport.security().rotateKeys();
    CompletionException second =
        assertThrows(CompletionException.class, () -> a.transport.security().rotateKeys().join());
    assertEquals(
        "cannot rotate keys: a rotation is under way at a",
        String.valueOf(second.getCause().getMessage()));
    first.join();
    assertEquals(
        "[6 \"a\"]", a.transport.security().rotateKeys().thenApply(_ -> a.holds("ring")).join());
  }

  @Test
  void theRingIsKeptAndNobodyElseReadsIt() throws IOException {
    Path kept = directory.resolve("kept");
    Path identity = fleet.node("d");
    try (TestNode d = TestNode.keeping(identity, 4, kept)) {
      TestNode.introduce(a, b, c, d);
      a.transport.security().rotateKeys().join();
    }
    Path file = kept.resolve("keyring.edn");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (TestNode d = TestNode.keeping(identity, 5, kept)) {
      assertEquals("[3 \"a\"]", d.holds("ring"));
      assertEquals(a.transport.keys(), d.transport.keys());
    }
    assertTrue(Files.readString(file).contains(":version [3 \"a\"]"));
  }
}
