package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

class DiscoveriesTest {
  private static Peer peer(String node, int port) {
    return new Peer(new NodeId(node), "10.0.0.1", port);
  }

  private final Discoveries both =
      new Discoveries(
          List.of(
              new KnownPeers(List.of(peer("c", 1), peer("a", 1))),
              new KnownPeers(List.of(peer("b", 2), peer("a", 2)))));

  @Test
  void theFirstThatKnowsAPeerIsBelieved() {
    assertEquals(List.of(peer("a", 1), peer("b", 2), peer("c", 1)), both.peers());
  }

  @Test
  void whoListensHearsAll() {
    List<Peer> told = new ArrayList<>();
    both.onFound(told::add);
    assertEquals(List.of(peer("a", 1), peer("c", 1), peer("a", 2), peer("b", 2)), told);
    assertEquals("{:each [{:found 2} {:found 2}]}", both.counters().toString());
  }
}
