package jellybean.node;

import java.net.InetAddress;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.net.OwnAddress;

/**
 * Runs a node as one life after the other. A life is at one address from its first to its last
 * moment: peers know it by that, and let nobody else claim it. So a node whose interface has got
 * another address ends and begins again there, as it would after a restart: what it keeps on disk
 * it has again, its peers hear of the new life as soon as it is found.
 */
final class Lives {
  /** How often to look at the address. */
  static final long LOOK_MS = 1_000;

  /** While an address is being renewed there may be none, or another one, for a moment. */
  static final int MOVED_LOOKS = 3;

  private final NodeConfig config;
  private final OwnAddress address;
  private final Consumer<EdnMap> events;
  private final Lifetime lifetime;

  Lives(NodeConfig config, OwnAddress address, Consumer<EdnMap> events, Lifetime lifetime) {
    this.config = config;
    this.address = address;
    this.events = events;
    this.lifetime = lifetime;
  }

  /**
   * Returns when the node is to end.
   *
   * @param started called once, when the first life has begun
   * @throws RuntimeException a life cannot begin; the message says why
   */
  void run(Runnable started) {
    Runnable begun = started;
    boolean goesOn = true;
    while (goesOn) {
      InetAddress here = address.now();
      try (Node node = Node.start(config, here, events, lifetime::died)) {
        begun.run();
        begun = () -> {};
        goesOn = awaitMove(here);
      }
    }
  }

  /** Whether the node goes on elsewhere. */
  private boolean awaitMove(InetAddress here) {
    int looks = 0;
    while (looks < MOVED_LOOKS) {
      if (lifetime.awaitEnd(LOOK_MS)) {
        return false;
      }
      looks = address.isOtherThan(here) ? looks + 1 : 0;
    }
    events.accept(Events.of("moved").with(Keyword.of("from"), new Text(here.getHostAddress())));
    return true;
  }
}
