package jellybean.cluster;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;

/**
 * Several ways to find peers as one: an access point looks around on each of its interfaces, and
 * some peers are written down. What the earlier ones in the list say of a peer wins.
 */
public final class Discoveries implements Discovery {
  private static final Keyword EACH = Keyword.of("each");

  private final List<Discovery> each;

  public Discoveries(List<Discovery> each) {
    this.each = List.copyOf(each);
  }

  @Override
  public List<Peer> peers() {
    TreeMap<NodeId, Peer> all = new TreeMap<>();
    each.forEach(one -> one.peers().forEach(peer -> all.putIfAbsent(peer.node(), peer)));
    return all.values().stream().limit(MAX_PEERS).toList();
  }

  /** A peer that is found in two ways is told twice; called on the thread of each. */
  @Override
  public void onFound(Consumer<Peer> found) {
    each.forEach(one -> one.onFound(found));
  }

  /** {@code {:each [{…} {…}]}}. */
  @Override
  public EdnMap counters() {
    return EdnMap.of(EACH, EdnVector.of(each.stream().map(Discovery::counters).toList()));
  }

  @Override
  public void close() {
    each.forEach(Discovery::close);
  }
}
