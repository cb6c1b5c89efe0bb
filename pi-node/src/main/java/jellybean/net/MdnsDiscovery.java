package jellybean.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import jellybean.cluster.Discovery;
import jellybean.cluster.Peer;
import jellybean.edn.EdnMap;
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

  private final JmDNS mdns;
  private final MdnsPeers peers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private MdnsDiscovery(JmDNS mdns, MdnsPeers peers) {
    this.mdns = mdns;
    this.peers = peers;
    mdns.addServiceListener(TYPE, new Listener());
  }

  /**
   * Looks for peers and makes this node known. Returns at once.
   *
   * @param fleet the fleet's id
   * @param self this node at an address of the interface to use
   * @throws MdnsException if the interface cannot be used
   */
  public static MdnsDiscovery advertise(String fleet, Peer self) {
    String name = self.node() + "@" + fleet;
    JmDNS mdns = open(self.host(), self.node().value());
    Map<String, String> text =
        Map.of(
            MdnsPeers.NODE,
            self.node().value(),
            MdnsPeers.FLEET,
            fleet,
            MdnsPeers.VERSION,
            MdnsPeers.PROTOCOL_VERSION);
    MdnsDiscovery discovery =
        new MdnsDiscovery(mdns, new MdnsPeers(Optional.of(self.node()), fleet));
    try {
      mdns.registerService(ServiceInfo.create(TYPE, name, self.port(), 0, 0, text));
    } catch (IOException e) {
      discovery.close();
      throw new MdnsException("cannot advertise " + name + " at " + self.host(), e);
    }
    return discovery;
  }

  /**
   * Looks for peers only: for the shell.
   *
   * @param host an address of the interface to use, in figures
   * @throws MdnsException if the interface cannot be used
   */
  public static MdnsDiscovery browse(String fleet, String host) {
    JmDNS mdns = open(host, "jelly-" + ProcessHandle.current().pid());
    return new MdnsDiscovery(mdns, new MdnsPeers(Optional.empty(), fleet));
  }

  private static JmDNS open(String host, String name) {
    MdnsTasks.install();
    try {
      // With a name of its own the address is never looked up for one.
      byte[] figures = InetAddress.ofLiteral(host).getAddress();
      if (NetworkInterface.getByInetAddress(InetAddress.getByAddress(figures)) == null) {
        throw new MdnsException(
            "no multicast DNS at " + host + ": expected an address of this machine");
      }
      return JmDNS.create(InetAddress.getByAddress(name, figures), name);
    } catch (IOException e) {
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
    return peers.counters();
  }

  /** The farewell takes a moment, which a daemon thread of its own waits for. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("mdns-farewell").start(this::farewell);
    }
  }

  private void farewell() {
    try {
      mdns.close();
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
