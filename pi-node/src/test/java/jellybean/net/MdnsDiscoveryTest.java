package jellybean.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jellybean.cluster.Peer;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real multicast on the loopback, the only interface there may be. */
class MdnsDiscoveryTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int FIRST_PORT = 47_001;
  private static final int DEADLINE_S = 20;
  private static final int SECONDS_MS = 1_000;
  private static final int HOSTILE_PACKETS = 500;
  private static final long SEED = 11;

  /** Other runs on this machine are other fleets. */
  private final String fleet = "t" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  private final List<MdnsDiscovery> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(MdnsDiscovery::close);
  }

  private static Peer peer(String node, int port) {
    return new Peer(new NodeId(node), LOOPBACK, port);
  }

  private BlockingQueue<Peer> advertise(String itsFleet, Peer self) {
    return listen(MdnsDiscovery.advertise(itsFleet, self));
  }

  private BlockingQueue<Peer> listen(MdnsDiscovery discovery) {
    started.add(discovery);
    BlockingQueue<Peer> found = new LinkedBlockingQueue<>();
    discovery.onFound(found::add);
    return found;
  }

  private static void awaitPeers(BlockingQueue<Peer> found, Peer... expected)
      throws InterruptedException {
    var missing = Stream.of(expected).collect(Collectors.toSet());
    long deadline = System.nanoTime() + SECONDS.toNanos(DEADLINE_S);
    while (!missing.isEmpty()) {
      Peer next =
          found.poll(deadline - System.nanoTime(), java.util.concurrent.TimeUnit.NANOSECONDS);
      assertTrue(next != null, "not found within " + DEADLINE_S + " s: " + missing);
      missing.remove(next);
    }
  }

  @Test
  void threeNodesOnTheLoopbackFindEachOtherAndABrowserFindsThem() throws InterruptedException {
    Peer a = peer("a", FIRST_PORT);
    Peer b = peer("b", FIRST_PORT + 1);
    Peer c = peer("c", FIRST_PORT + 2);
    var foundByA = advertise(fleet, a);
    var foundByB = advertise(fleet, b);
    var foundByC = advertise(fleet, c);
    awaitPeers(foundByA, b, c);
    awaitPeers(foundByB, a, c);
    awaitPeers(foundByC, a, b);
    awaitPeers(listen(MdnsDiscovery.browse(fleet, LOOPBACK)), a, b, c);
    assertEquals(List.of(b, c), started.getFirst().peers());
    assertEquals(0, FiguresOnlyResolver.platformLookups(), "host names looked up");
  }

  @Test
  void anotherFleetIsCountedAndNotFound() throws InterruptedException {
    Peer a = peer("a", FIRST_PORT);
    var foundByA = advertise(fleet, a);
    advertise(fleet + "-other", peer("z", FIRST_PORT + 3));
    Peer b = peer("b", FIRST_PORT + 1);
    advertise(fleet, b);
    awaitPeers(foundByA, b);
    assertEquals(List.of(b), started.getFirst().peers());
  }

  @Test
  void aNodeThatComesBackElsewhereIsFoundThere() throws InterruptedException {
    var foundByA = advertise(fleet, peer("a", FIRST_PORT));
    advertise(fleet, peer("b", FIRST_PORT + 1));
    awaitPeers(foundByA, peer("b", FIRST_PORT + 1));
    started.removeLast().close();
    Peer again = peer("b", FIRST_PORT + 9);
    advertise(fleet, again);
    awaitPeers(foundByA, again);
  }

  @Test
  void hostilePacketsToTheGroupDoNotMakeItDeaf() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(LOOPBACK));
    InetSocketAddress group = new InetSocketAddress(InetAddress.ofLiteral("224.0.0.251"), 5_353);
    try (MulticastSocket socket = new MulticastSocket(group.getPort())) {
      socket.setNetworkInterface(loopback);
      socket.joinGroup(group, loopback);
      socket.setSoTimeout(SECONDS_MS * DEADLINE_S);
      var foundByA = advertise(fleet, peer("a", FIRST_PORT));
      byte[] buffer = new byte[9_000];
      for (int i = 0; i < HOSTILE_PACKETS; i++) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        if (i < 8) {
          socket.receive(packet); // its own probes, and what was made of them
        }
        byte[] changed = Arrays.copyOf(buffer, Math.max(1, packet.getLength() % 400));
        for (int j = random.nextInt(6); j >= 0; j--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        socket.send(new DatagramPacket(changed, changed.length, group));
      }
      Peer b = peer("b", FIRST_PORT + 1);
      advertise(fleet, b);
      awaitPeers(foundByA, b);
    }
  }

  @Test
  void aFloodOfRecordsIsHeardInPartForgottenAndSurvived() throws Exception {
    var allowance = new MdnsGate.Allowance(450, 60);
    var limits = new MdnsSegment.Limits(new MdnsGate.Limits(allowance, allowance), 400, 200);
    MdnsDiscovery flooded =
        MdnsDiscovery.advertise(fleet, peer("a", FIRST_PORT), limits, Interfaces::all);
    var foundByA = listen(flooded);
    flood(30);
    TestNode.eventually("packets are dropped", () -> count(flooded, "packets-dropped") > 0);
    TestNode.eventually("it starts over", () -> count(flooded, "restarts") > 0);
    Peer b = peer("b", FIRST_PORT + 1);
    var foundByB = advertise(fleet, b);
    awaitPeers(foundByA, b);
    awaitPeers(foundByB, peer("a", FIRST_PORT));
  }

  /** As from a life before, from a reflector, or from a second node with the same keys. */
  @Test
  void whatOthersSayInItsNameDoesNotRenameItNorHideIt() throws Exception {
    String service = "a@" + fleet + "._jellybean._tcp.local.";
    Peer a = peer("a", FIRST_PORT);
    MdnsDiscovery disputed =
        MdnsDiscovery.advertise(fleet, a, MdnsSegment.Limits.STANDARD, Interfaces::all);
    started.add(disputed);
    var foundByB = advertise(fleet, peer("b", FIRST_PORT + 1));
    for (int i = 0; i < 20; i++) {
      say(MdnsPackets.place(service, FIRST_PORT + 7, "elsewhere.local.", 120));
      say(MdnsPackets.placeOfQuestioned(service, FIRST_PORT + 7, "zzz.local.", 120));
      long before = count(disputed, "echoes");
      say(MdnsPackets.address("a.local.", "127.0.0.99", 120));
      TestNode.eventually("it is heard", () -> count(disputed, "echoes") > before);
    }
    say(MdnsPackets.place(service, FIRST_PORT, "a.local.", 0));
    awaitPeers(foundByB, a);
    assertTrue(count(disputed, "echoes") > 0, disputed.counters()::toString);
    assertTrue(count(disputed, "farewells") > 0, disputed.counters()::toString);
    awaitPeers(listen(MdnsDiscovery.browse(fleet, LOOPBACK)), a);
    assertEquals(List.of(a), started.get(1).peers(), "by its own name, where it is");
  }

  private static void say(byte[] packet) throws IOException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(LOOPBACK));
    InetSocketAddress group = new InetSocketAddress(InetAddress.ofLiteral("224.0.0.251"), 5_353);
    try (MulticastSocket socket = new MulticastSocket(group.getPort())) {
      socket.setNetworkInterface(loopback);
      socket.send(new DatagramPacket(packet, packet.length, group));
    }
  }

  /** Packets of 50 records each of instances that nobody has. */
  private static void flood(int packets) throws IOException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(LOOPBACK));
    InetSocketAddress group = new InetSocketAddress(InetAddress.ofLiteral("224.0.0.251"), 5_353);
    try (MulticastSocket socket = new MulticastSocket()) {
      socket.setNetworkInterface(loopback);
      for (int i = 0; i < packets; i++) {
        int first = 50 * i;
        List<String> instances =
            IntStream.range(first, first + 50).mapToObj(n -> "flood" + n).toList();
        byte[] packet = MdnsPackets.response("_jellybean._tcp.local", instances);
        socket.send(new DatagramPacket(packet, packet.length, group));
      }
    }
  }

  private static long count(MdnsDiscovery discovery, String name) {
    return ((Int) discovery.counters().get(Keyword.of(name), Int.of(0))).value();
  }

  @Test
  void closingDoesNotWaitForTheFarewell() {
    advertise(fleet, peer("a", FIRST_PORT));
    MdnsDiscovery discovery = started.removeLast();
    long startNs = System.nanoTime();
    discovery.close();
    discovery.close();
    assertTrue(System.nanoTime() - startNs < SECONDS.toNanos(1), "close waited");
  }

  @Test
  void anAddressOfNoInterfaceIsRefused() {
    MdnsException e =
        assertThrows(MdnsException.class, () -> MdnsDiscovery.browse(fleet, "192.0.2.1"));
    assertEquals(
        "no multicast DNS at 192.0.2.1: expected an address of this machine", e.getMessage());
  }
}
