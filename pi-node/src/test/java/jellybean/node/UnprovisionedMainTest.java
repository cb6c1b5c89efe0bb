package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jellybean.cluster.Peer;
import jellybean.message.NodeId;
import jellybean.net.MdnsDiscovery;
import org.junit.jupiter.api.Test;

/** A board without an identity says that it is there; real multicast on the loopback. */
class UnprovisionedMainTest {
  private static final String LOOPBACK = "127.0.0.1";

  private final String serial = Long.toHexString(System.nanoTime());

  @Test
  void itIsFoundByItsSerialNumberUntilItIsToldToEnd() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    Thread board =
        Thread.ofPlatform()
            .start(() -> ended.add(UnprovisionedMain.run(List.of(serial, LOOPBACK), end)));
    try (MdnsDiscovery looking = MdnsDiscovery.browse(UnprovisionedMain.FLEET, LOOPBACK)) {
      BlockingQueue<Peer> found = new LinkedBlockingQueue<>();
      looking.onFound(found::add);
      Optional<Peer> mine = Optional.empty();
      while (mine.isEmpty()) {
        Peer next = found.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, "not found");
        mine = Optional.of(next).filter(p -> p.node().equals(new NodeId("board-" + serial)));
      }
      assertEquals(new Peer(new NodeId("board-" + serial), LOOPBACK, 22), mine.get());
    } finally {
      end.countDown();
      board.join();
    }
    assertEquals(0, ended.take());
  }

  @Test
  void whatIsNoAddressOrNoSerialNumberIsRefused() {
    CountDownLatch never = new CountDownLatch(1);
    assertEquals(2, UnprovisionedMain.run(List.of(serial), never));
    assertEquals(1, UnprovisionedMain.run(List.of(serial, "plum.local"), never));
    assertEquals(1, UnprovisionedMain.run(List.of("no/serial", LOOPBACK), never));
  }
}
