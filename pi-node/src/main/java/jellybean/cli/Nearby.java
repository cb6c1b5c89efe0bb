package jellybean.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jellybean.cluster.Peer;
import jellybean.net.MdnsDiscovery;
import jellybean.net.MdnsException;
import org.tinylog.Logger;

/** Members of a fleet that multicast DNS finds on the segments of this machine. */
final class Nearby {
  /** How long to look for the first. */
  static final long PATIENCE_MS = 5_000;

  private Nearby() {}

  /** At least one, unless none is found in time; each once. */
  static List<HostPort> members(String fleet) {
    BlockingQueue<Peer> found = new LinkedBlockingQueue<>(MdnsDiscovery.MAX_PEERS);
    List<MdnsDiscovery> looking = new ArrayList<>();
    try {
      addresses().forEach(address -> look(fleet, address, found, looking));
      List<Peer> peers = new ArrayList<>();
      Peer first = found.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        peers.add(first);
        found.drainTo(peers);
      }
      return peers.stream().map(p -> new HostPort(p.host(), p.port())).distinct().toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      looking.forEach(MdnsDiscovery::close);
    }
  }

  private static void look(
      String fleet, String address, BlockingQueue<Peer> found, List<MdnsDiscovery> looking) {
    try {
      MdnsDiscovery discovery = MdnsDiscovery.browse(fleet, address);
      looking.add(discovery);
      discovery.onFound(peer -> note(peer, found));
    } catch (MdnsException e) {
      // One interface without multicast is no reason not to try the others.
      Logger.debug(e, "not looking for members at {}", address);
    }
  }

  private static void note(Peer peer, BlockingQueue<Peer> found) {
    if (!found.offer(peer)) {
      Logger.debug("member {} is one more than anybody needs", peer);
    }
  }

  /** One address in figures per interface that is up. */
  private static List<String> addresses() {
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      return interfaces
          .filter(Nearby::isUp)
          .flatMap(i -> i.inetAddresses().filter(Inet4Address.class::isInstance).limit(1))
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (SocketException e) {
      return List.of(InetAddress.getLoopbackAddress().getHostAddress());
    }
  }

  private static boolean isUp(NetworkInterface candidate) {
    try {
      return candidate.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
