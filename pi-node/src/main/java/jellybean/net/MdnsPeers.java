package jellybean.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import jellybean.cluster.Discovery;
import jellybean.cluster.Peer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/**
 * What mDNS says, made into peers: records of other fleets, of this node itself, of other protocol
 * versions and malformed ones are counted and ignored. Any thread; whoever listens is called
 * outside the lock.
 */
final class MdnsPeers {
  /** One spoken by nodes that can talk to each other. */
  static final String PROTOCOL_VERSION = "1";

  static final String NODE = "node";
  static final String FLEET = "fleet";
  static final String VERSION = "v";

  private final Optional<NodeId> self;
  private final String fleet;
  private final NavigableMap<NodeId, Found> peers = new TreeMap<>();
  private final List<Consumer<Peer>> listeners = new ArrayList<>();
  private final Map<Fate, Long> counts = new HashMap<>();

  /** A peer, by the name of the service that was found last. */
  private record Found(String instance, Peer peer) {}

  /** What became of a record. */
  private enum Fate {
    FOUND,
    MALFORMED,
    FOREIGN_FLEET,
    OTHER_VERSION,
    OVERFLOW
  }

  MdnsPeers(Optional<NodeId> self, String fleet) {
    this.self = self;
    this.fleet = fleet;
  }

  /**
   * A service of our type was resolved.
   *
   * @param instance the name of the service
   * @param text the entries of its TXT record, as far as they are known; absent ones are empty
   * @param hosts its addresses in figures
   */
  void resolved(String instance, Map<String, String> text, List<String> hosts, int port) {
    if (text.isEmpty()) {
      return; // The place is known before the text; there will be another call.
    }
    if (!fleet.equals(text.get(FLEET))) {
      count(text.containsKey(FLEET) ? Fate.FOREIGN_FLEET : Fate.MALFORMED);
    } else if (!PROTOCOL_VERSION.equals(text.get(VERSION))) {
      count(Fate.OTHER_VERSION);
    } else {
      peer(text.getOrDefault(NODE, ""), hosts, port)
          .ifPresentOrElse(peer -> found(instance, peer), () -> count(Fate.MALFORMED));
    }
  }

  /** A service of our type said farewell, or its records were not renewed. */
  synchronized void removed(String instance) {
    peers.values().removeIf(found -> found.instance().equals(instance));
  }

  /** What was found is not known any more, nor will its farewell be heard. */
  synchronized void forget() {
    peers.clear();
  }

  synchronized List<Peer> all() {
    return peers.values().stream().map(Found::peer).toList();
  }

  void onFound(Consumer<Peer> found) {
    List<Peer> known;
    synchronized (this) {
      listeners.add(found);
      known = all();
    }
    known.forEach(found);
  }

  synchronized EdnMap counters() {
    EdnMap value = EdnMap.of(Keyword.of("peers"), Int.of(peers.size()));
    for (Fate fate : Fate.values()) {
      String name = fate.name().toLowerCase(Locale.ROOT).replace('_', '-');
      value = value.with(Keyword.of(name), Int.of(counts.getOrDefault(fate, 0L)));
    }
    return value;
  }

  private static Optional<Peer> peer(String node, List<String> hosts, int port) {
    if (hosts.isEmpty() || port < 1) {
      return Optional.empty();
    }
    try {
      String host = hosts.getFirst();
      HostPort.parse(host + ":" + port);
      return Optional.of(new Peer(new NodeId(node), host, port));
    } catch (BadNameException | SwimFormatException e) {
      return Optional.empty();
    }
  }

  private void found(String instance, Peer peer) {
    if (self.filter(peer.node()::equals).isPresent()) {
      return;
    }
    List<Consumer<Peer>> toTell;
    synchronized (this) {
      if (!peers.containsKey(peer.node()) && peers.size() >= Discovery.MAX_PEERS) {
        count(Fate.OVERFLOW);
        return;
      }
      Found before = peers.put(peer.node(), new Found(instance, peer));
      if (before != null && before.peer().equals(peer)) {
        return;
      }
      count(Fate.FOUND);
      toTell = List.copyOf(listeners);
    }
    toTell.forEach(listener -> listener.accept(peer));
  }

  private synchronized void count(Fate fate) {
    counts.merge(fate, 1L, Long::sum);
  }
}
