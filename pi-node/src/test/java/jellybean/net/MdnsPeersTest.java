package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.cluster.Discovery;
import jellybean.cluster.Peer;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

class MdnsPeersTest {
  private static final List<String> HOST = List.of("10.0.0.2");
  private static final Map<String, String> B = Map.of("node", "b", "fleet", "f", "v", "1");

  private final MdnsPeers peers = new MdnsPeers(Optional.of(new NodeId("a")), "f");

  @Test
  void whatIsNotAPeerOfThisFleetIsCountedByKind() {
    peers.resolved("b@f", B, HOST, 7_000);
    peers.resolved("a@f", Map.of("node", "a", "fleet", "f", "v", "1"), HOST, 7_000);
    peers.resolved("c@g", Map.of("node", "c", "fleet", "g", "v", "1"), HOST, 7_000);
    peers.resolved("d@f", Map.of("node", "d", "fleet", "f", "v", "2"), HOST, 7_000);
    peers.resolved("e@f", Map.of("node", "E!", "fleet", "f", "v", "1"), HOST, 7_000);
    peers.resolved("f@f", Map.of("node", "f", "fleet", "f", "v", "1"), List.of(), 7_000);
    peers.resolved("g@f", Map.of("node", "g", "fleet", "f", "v", "1"), HOST, 0);
    peers.resolved("h@f", Map.of("fleet", "f", "v", "1"), HOST, 7_000);
    peers.resolved("i", Map.of("node", "i"), HOST, 7_000);
    peers.resolved("j@f", Map.of(), HOST, 7_000);
    assertEquals(List.of(new Peer(new NodeId("b"), "10.0.0.2", 7_000)), peers.all());
    assertEquals(
        "{:peers 1, :found 1, :malformed 5, :foreign-fleet 1, :other-version 1, :overflow 0}",
        peers.counters().toString());
  }

  @Test
  void theSameAgainIsNoNews() {
    List<Peer> told = new ArrayList<>();
    peers.onFound(told::add);
    peers.resolved("b@f", B, HOST, 7_000);
    peers.resolved("b@f", B, HOST, 7_000);
    peers.resolved("b@f", B, HOST, 7_001);
    assertEquals(List.of(7_000, 7_001), told.stream().map(Peer::port).toList());
  }

  @Test
  void whoListensLateHearsOfThoseAlreadyFound() {
    peers.resolved("b@f", B, HOST, 7_000);
    List<Peer> told = new ArrayList<>();
    peers.onFound(told::add);
    assertEquals(1, told.size());
  }

  @Test
  void whoSaysFarewellIsForgotten() {
    peers.resolved("b@f", B, HOST, 7_000);
    peers.removed("b@f");
    peers.removed("b@f");
    assertEquals(List.of(), peers.all());
  }

  @Test
  void aPeerIsKnownByTheLastOfItsNames() {
    for (int i = 0; i < 3 * Discovery.MAX_PEERS; i++) {
      peers.resolved("b@f (" + i + ")", B, HOST, 7_000);
    }
    peers.removed("b@f (0)");
    assertEquals(1, peers.all().size());
    peers.removed("b@f (" + (3 * Discovery.MAX_PEERS - 1) + ")");
    assertEquals(List.of(), peers.all());
  }

  @Test
  void whatWasForgottenIsNewsAgain() {
    List<Peer> told = new ArrayList<>();
    peers.onFound(told::add);
    peers.resolved("b@f", B, HOST, 7_000);
    peers.forget();
    assertEquals(List.of(), peers.all());
    peers.resolved("b@f", B, HOST, 7_000);
    assertEquals(2, told.size());
  }

  @Test
  void moreThanTheBoundAreCounted() {
    for (int i = 0; i < Discovery.MAX_PEERS + 3; i++) {
      Map<String, String> text = Map.of("node", "n" + i, "fleet", "f", "v", "1");
      peers.resolved("n" + i + "@f", text, HOST, 7_000);
    }
    assertEquals(Discovery.MAX_PEERS, peers.all().size());
    assertEquals(
        "{:peers 256, :found 256, :malformed 0, :foreign-fleet 0, :other-version 0, :overflow 3}",
        peers.counters().toString());
  }
}
