package jellybean.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import jellybean.cluster.Discovery;
import jellybean.cluster.Peer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import org.tinylog.Logger;

/**
 * Discovery by multicast DNS (RFC 6762) and service types (RFC 6763): a node is an instance of
 * {@value #TYPE} named {@code node@fleet}, its TXT record holds {@code node}, {@code fleet} and
 * {@code v}, the protocol version.
 *
 * <p>One per network interface, by that interface's address. Works on a loopback without the
 * multicast flag, for 127.0.0.1. Nothing here looks a host name up: JmDNS is given both address and
 * name. A record lives for an hour after its node, so a peer is only ever a place to try.
 */
public final class MdnsDiscovery implements Discovery {
  /** As {@code avahi-browse} shows it. */
  public static final String TYPE = "_jellybean._tcp.local.";

  private static final long NANOS_PER_MS = 1_000_000;

  /**
   * What a stranger may have this node remember, and do.
   *
   * @param gate of what is heard
   * @param maxRecords may be remembered; of more, all are forgotten
   * @param pauseMs how long to hear nothing then: whoever made it so many goes on for a while
   */
  record Limits(MdnsGate.Limits gate, int maxRecords, long pauseMs) {
    static final Limits STANDARD = new Limits(MdnsGate.Limits.STANDARD, 2_000, 10_000);
  }

  private final Limits limits;
  private final MdnsGate gate;
  private final InetAddress address;
  private final Supplier<Optional<ServiceInfo>> service;
  private final MdnsPeers peers;
  private final AtomicReference<Optional<JmDNS>> mdns = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean startsOver = new AtomicBoolean();
  private final AtomicLong restarts = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param address of the interface; its name is the one to go by, so that none is looked up
   * @param service to make known, made anew for each JmDNS
   */
  private MdnsDiscovery(
      Limits limits,
      InetAddress address,
      Supplier<Optional<ServiceInfo>> service,
      MdnsPeers peers) {
    this.limits = limits;
    this.gate = new MdnsGate(limits.gate(), () -> System.nanoTime() / NANOS_PER_MS);
    this.address = address;
    this.service = service;
    this.peers = peers;
  }

  /**
   * Looks for peers and makes this node known. Returns at once.
   *
   * @param fleet the fleet's id
   * @param self this node at an address of the interface to use
   * @throws MdnsException if the interface cannot be used
   */
  public static MdnsDiscovery advertise(String fleet, Peer self) {
    return advertise(fleet, self, Limits.STANDARD);
  }

  static MdnsDiscovery advertise(String fleet, Peer self, Limits limits) {
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
            address(self.host(), self.node().value()),
            () -> Optional.of(ServiceInfo.create(TYPE, name, self.port(), 0, 0, text)),
            new MdnsPeers(Optional.of(self.node()), fleet));
    discovery.open();
    return discovery;
  }

  /**
   * Looks for peers only: for the shell.
   *
   * @param host an address of the interface to use, in figures
   * @throws MdnsException if the interface cannot be used
   */
  public static MdnsDiscovery browse(String fleet, String host) {
    MdnsDiscovery discovery =
        new MdnsDiscovery(
            Limits.STANDARD,
            address(host, "jelly-" + ProcessHandle.current().pid()),
            Optional::empty,
            new MdnsPeers(Optional.empty(), fleet));
    discovery.open();
    return discovery;
  }

  private static InetAddress address(String host, String name) {
    try {
      return InetAddress.getByAddress(name, InetAddress.ofLiteral(host).getAddress());
    } catch (IOException e) {
      throw new MdnsException("no multicast DNS at " + host + ": " + e.getMessage(), e);
    }
  }

  private void open() {
    MdnsTasks.install();
    String host = address.getHostAddress();
    try {
      if (NetworkInterface.getByInetAddress(address) == null) {
        throw new MdnsException(
            "no multicast DNS at " + host + ": expected an address of this machine");
      }
      JmDNS opened =
          new GatedMdns(
              address, address.getHostName(), gate, limits.maxRecords(), this::tooManyRecords);
      mdns.set(Optional.of(opened));
      opened.addServiceListener(TYPE, new Listener());
      Optional<ServiceInfo> made = service.get();
      if (made.isPresent()) {
        opened.registerService(made.get());
      }
    } catch (IOException e) {
      closeMdns();
      throw new MdnsException("no multicast DNS at " + host + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<Peer> peers() {
    return peers.all();
  }

  @Override
  public void onFound(Consumer<Peer> found) {
    peers.onFound(found);
  }

  @Override
  public EdnMap counters() {
    return peers
        .counters()
        .with(Keyword.of("packets-dropped"), Int.of(gate.dropped()))
        .with(Keyword.of("restarts"), Int.of(restarts.get()));
  }

  private void tooManyRecords() {
    if (startsOver.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("mdns-restart").start(this::startOver);
    }
  }

  private void startOver() {
    restarts.incrementAndGet();
    Logger.warn(
        "multicast DNS starts over in {} ms: expected at most {} records on this segment, found"
            + " more",
        limits.pauseMs(),
        limits.maxRecords());
    closeMdns();
    peers.forget();
    try {
      while (!closed.await(limits.pauseMs(), TimeUnit.MILLISECONDS) && !reopen()) {
        Logger.debug("multicast DNS will try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean reopen() {
    try {
      startsOver.set(false);
      open();
    } catch (MdnsException e) {
      Logger.warn("{}", e.getMessage());
      return false;
    }
    if (closed.getCount() == 0) {
      closeMdns();
    }
    return true;
  }

  /** The farewell takes a moment, which a daemon thread of its own waits for. */
  @Override
  public void close() {
    closed.countDown();
    Thread.ofPlatform().daemon().name("mdns-farewell").start(this::closeMdns);
  }

  private void closeMdns() {
    Optional<JmDNS> open = mdns.getAndSet(Optional.empty());
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      Logger.debug("no farewell by multicast DNS: {}", e.getMessage());
    }
  }

  private final class Listener implements ServiceListener {
    /** Without its records yet; JmDNS asks for them by itself. */
    @Override
    public void serviceAdded(ServiceEvent event) {
      // What matters comes with serviceResolved.
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      peers.removed(event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      peers.resolved(event.getName(), text(info), hosts(info), info.getPort());
    }

    private Map<String, String> text(ServiceInfo info) {
      Map<String, String> text = new HashMap<>();
      for (String key : List.of(MdnsPeers.NODE, MdnsPeers.FLEET, MdnsPeers.VERSION)) {
        Optional.ofNullable(info.getPropertyString(key)).ifPresent(value -> text.put(key, value));
      }
      return text;
    }

    private List<String> hosts(ServiceInfo info) {
      return Stream.concat(
              Arrays.stream(info.getInet4Addresses()), Arrays.stream(info.getInet6Addresses()))
          .map(InetAddress::getHostAddress)
          .toList();
    }
  }
}
