package jellybean.cluster;

import java.util.List;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;

/**
 * Finds nodes of this fleet near by. It only finds: a peer that is listed may be dead, one that is
 * not listed may live. {@link Membership} judges.
 */
public interface Discovery extends AutoCloseable {
  /** More peers than that are not remembered, only counted. */
  int MAX_PEERS = Members.MAX_MEMBERS;

  /** The peers found so far, ordered by node id, without this node. Any thread. */
  List<Peer> peers();

  /**
   * Calls {@code found} for each peer that appears or moves, and once for each already known. It is
   * called on the discovery's own thread and must not block.
   */
  void onFound(Consumer<Peer> found);

  /** What was found, refused and why, since the start. Any thread. */
  EdnMap counters();

  /** Stops looking and being found. Any thread; never blocks. */
  @Override
  void close();
}
