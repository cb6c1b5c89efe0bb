package jellybean.cluster;

import java.util.List;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** Peers that were written down: for networks without multicast, and for tests. */
public final class KnownPeers implements Discovery {
  private static final Keyword FOUND = Keyword.of("found");

  private final List<Peer> peers;

  /** The first {@link #MAX_PEERS} of the given ones. */
  public KnownPeers(List<Peer> peers) {
    this.peers =
        peers.stream()
            .sorted((a, b) -> a.node().compareTo(b.node()))
            .limit(Discovery.MAX_PEERS)
            .toList();
  }

  @Override
  public List<Peer> peers() {
    return peers;
  }

  @Override
  public void onFound(Consumer<Peer> found) {
    peers.forEach(found);
  }

  @Override
  public EdnMap counters() {
    return EdnMap.of(FOUND, Int.of(peers.size()));
  }

  @Override
  public void close() {
    // Nothing runs.
  }
}
