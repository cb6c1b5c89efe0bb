package jellybean.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.cluster.Link;
import jellybean.message.NodeId;

/** Everything known of the other nodes, bounded. Owned by the event loop thread. */
final class PeerTable {
  /** Twice the members of a fleet: those that left are remembered while there is room. */
  static final int MAX_PEERS = 512;

  private final Here here;
  // Least recently used first.
  private final Map<NodeId, PeerState> peers = new LinkedHashMap<>(16, 0.75f, true);

  PeerTable(Here here) {
    this.here = here;
  }

  /** Empty if nothing is known of it. */
  Optional<PeerState> find(NodeId id) {
    return Optional.ofNullable(peers.get(id));
  }

  /** What is known of it, beginning now if nothing was; empty if there is no room for one more. */
  Optional<PeerState> get(NodeId id) {
    PeerState known = peers.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    if (peers.size() >= MAX_PEERS && !forgetOne()) {
      return Optional.empty();
    }
    Link link = new Link(here.incarnation(), Link.WINDOW_BYTES, here::nextNumber);
    PeerState fresh = new PeerState(id, link, here.incarnation(), here.clock().monotonicMs());
    peers.put(id, fresh);
    return Optional.of(fresh);
  }

  private boolean forgetOne() {
    for (PeerState peer : peers.values()) {
      if (peer.isIdle()) {
        peers.remove(peer.id);
        return true;
      }
    }
    return false;
  }

  int size() {
    return peers.size();
  }

  /** All of them at this moment. */
  List<PeerState> all() {
    return new ArrayList<>(peers.values());
  }

  /** Whether a node that was met says that it is reached there. */
  boolean isAddressOfPeer(InetAddress address) {
    for (PeerState peer : peers.values()) {
      if (peer.address.filter(at -> address.equals(at.getAddress())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Bytes that all links keep. */
  long unconfirmedBytes() {
    long bytes = 0;
    for (PeerState peer : peers.values()) {
      bytes += peer.link.keptBytes();
    }
    return bytes;
  }
}
