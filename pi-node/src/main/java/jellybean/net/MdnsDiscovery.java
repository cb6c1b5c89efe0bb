package jellybean.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.jmdns.ServiceInfo;
import jellybean.cluster.Discovery;
import jellybean.cluster.Peer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.net.Interfaces.Interface;
import org.tinylog.Logger;

/**
 * Discovery by multicast DNS (RFC 6762) and service types (RFC 6763): a node is an instance of
 * {@value MdnsSegment#TYPE} named {@code node@fleet}, its TXT record holds {@code node}, {@code
 * fleet} and {@code v}, the protocol version.
 *
 * <p>It speaks on every interface of the machine from which its address may be reached ({@link
 * Interfaces#segments}), and says the same everywhere. Interfaces come and go and change their
 * addresses while it runs: a station that roams is one. Works on a loopback without the multicast
 * flag, for 127.0.0.1. Nothing here looks a host name up. A record lives for an hour after its
 * node, so a peer is only ever a place to try.
 */
public final class MdnsDiscovery implements Discovery {
  /** How often to look what interfaces there are. */
  static final long LOOK_MS = 1_000;

  private final MdnsSegment.Limits limits;
  private final String fleet;
  private final Optional<NodeId> self;
  private final MdnsSegment.Said said;
  private final Supplier<List<Interface>> machine;
  private final Map<Interface, MdnsSegment> segments = new LinkedHashMap<>();
  private final List<Consumer<Peer>> listeners = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private EdnMap before = EdnMap.EMPTY;

  private MdnsDiscovery(
      MdnsSegment.Limits limits,
      String fleet,
      Optional<NodeId> self,
      MdnsSegment.Said said,
      Supplier<List<Interface>> machine) {
    this.limits = limits;
    this.fleet = fleet;
    this.self = self;
    this.said = said;
    this.machine = machine;
  }

  /**
   * Looks for peers and makes this node known, now and on whatever interfaces there will be.
   *
   * @param fleet the fleet's id
   * @param self this node at the address to make known
   * @throws MdnsException if that is no address in figures
   */
  public static MdnsDiscovery advertise(String fleet, Peer self) {
    return advertise(fleet, self, MdnsSegment.Limits.STANDARD, Interfaces::all);
  }

  static MdnsDiscovery advertise(
      String fleet, Peer self, MdnsSegment.Limits limits, Supplier<List<Interface>> machine) {
    String name = self.node() + "@" + fleet;
    Map<String, String> text =
        Map.of(
            MdnsPeers.NODE,
            self.node().value(),
            MdnsPeers.FLEET,
            fleet,
            MdnsPeers.VERSION,
            MdnsPeers.PROTOCOL_VERSION);
    MdnsDiscovery discovery =
        new MdnsDiscovery(
            limits,
            fleet,
            Optional.of(self.node()),
            new MdnsSegment.Said(
                address(self.host(), self.node().value()),
                () ->
                    Optional.of(
                        ServiceInfo.create(MdnsSegment.TYPE, name, self.port(), 0, 0, text))),
            machine);
    discovery.start();
    return discovery;
  }

  /**
   * Looks for peers only: for the shell.
   *
   * @param host an address of the interface to use, in figures
   * @throws MdnsException if the interface cannot be used
   */
  public static MdnsDiscovery browse(String fleet, String host) {
    InetAddress address = address(host, "jelly-" + ProcessHandle.current().pid());
    Interface there =
        Interfaces.all().stream()
            .filter(each -> each.addresses().contains(address))
            .findFirst()
            .orElseThrow(
                () ->
                    new MdnsException(
                        "no multicast DNS at " + host + ": expected an address of this machine"));
    MdnsDiscovery discovery =
        new MdnsDiscovery(
            MdnsSegment.Limits.STANDARD,
            fleet,
            Optional.empty(),
            new MdnsSegment.Said(address, Optional::empty),
            List::of);
    discovery.open(there);
    return discovery;
  }

  private static InetAddress address(String host, String name) {
    try {
      return InetAddress.getByAddress(name, InetAddress.ofLiteral(host).getAddress());
    } catch (IOException | IllegalArgumentException e) {
      throw new MdnsException("no multicast DNS at " + host + ": " + e.getMessage(), e);
    }
  }

  private void start() {
    look();
    Thread.ofPlatform().daemon().name("mdns-interfaces").start(this::lookRegularly);
  }

  private void lookRegularly() {
    try {
      while (!closed.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Speaks where it can now, and no more where it cannot. */
  private void look() {
    List<Interface> now = Interfaces.segments(said.address(), machine.get());
    for (Interface gone : gone(now)) {
      leave(gone);
    }
    for (Interface each : now) {
      if (!speaksOn(each)) {
        try {
          open(each);
        } catch (MdnsException e) {
          // It may just have gone again; if not, the next look tries again.
          Logger.debug("{}", e.getMessage());
        }
      }
    }
  }

  private synchronized List<Interface> gone(List<Interface> now) {
    return segments.keySet().stream().filter(each -> !now.contains(each)).toList();
  }

  private synchronized boolean speaksOn(Interface there) {
    return closed.getCount() == 0 || segments.containsKey(there);
  }

  private void leave(Interface gone) {
    Logger.info("multicast DNS no more on {}", gone);
    synchronized (this) {
      MdnsSegment segment = segments.remove(gone);
      if (segment != null) {
        before = sum(before, segment.counters());
        segment.close();
      }
    }
  }

  private void open(Interface there) {
    MdnsPeers peers = new MdnsPeers(self, fleet);
    peers.onFound(this::found);
    MdnsSegment segment = MdnsSegment.open(limits, there.name(), said, peers);
    Logger.info("multicast DNS on {}", there);
    synchronized (this) {
      if (closed.getCount() > 0) {
        segments.put(there, segment);
        return;
      }
    }
    segment.close();
  }

  private void found(Peer peer) {
    List<Consumer<Peer>> toTell;
    synchronized (this) {
      toTell = List.copyOf(listeners);
    }
    toTell.forEach(listener -> listener.accept(peer));
  }

  /** A peer that says different things on different segments is where the last one says. */
  @Override
  public List<Peer> peers() {
    NavigableMap<NodeId, Peer> all = new TreeMap<>();
    synchronized (this) {
      segments.values().forEach(s -> s.peers().all().forEach(peer -> all.put(peer.node(), peer)));
    }
    return all.values().stream().limit(MAX_PEERS).toList();
  }

  @Override
  public void onFound(Consumer<Peer> found) {
    synchronized (this) {
      listeners.add(found);
    }
    peers().forEach(found);
  }

  /** Those of all segments there were and are, and how many there are. */
  @Override
  public synchronized EdnMap counters() {
    EdnMap counters = before;
    for (MdnsSegment segment : segments.values()) {
      counters = sum(counters, segment.counters());
    }
    return counters
        .with(Keyword.of("peers"), Int.of(peers().size()))
        .with(Keyword.of("segments"), Int.of(segments.size()));
  }

  private static EdnMap sum(EdnMap a, EdnMap b) {
    EdnMap sum = a;
    for (Value key : b.keys()) {
      sum = sum.with(key, Int.of(count(a, key) + count(b, key)));
    }
    return sum;
  }

  private static long count(EdnMap counters, Value key) {
    return counters.get(key, Int.of(0)) instanceof Int n ? n.value() : 0;
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      segments.values().forEach(MdnsSegment::close);
      segments.clear();
    }
  }
}
