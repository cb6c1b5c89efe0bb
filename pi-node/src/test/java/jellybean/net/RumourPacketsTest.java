package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import org.junit.jupiter.api.Test;

class RumourPacketsTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> sent = new ArrayList<>();
  private final RumourPackets packets =
      new RumourPackets(time, (address, gossip) -> sent.add(address + " " + gossip));

  private static EdnMap gossip(String rumours, String life) {
    return (EdnMap)
        EdnReader.readOne(
            "{:swim :gossip :from \"10.0.0.1:1\" :data [" + rumours + " \"" + life + "\"]}");
  }

  private static EdnVector rumours(EdnMap gossip) {
    return (EdnVector) ((EdnVector) gossip.get(SwimCodec.DATA, EdnVector.EMPTY)).get(0);
  }

  @Test
  void rumoursToOneMemberTravelTogetherAfterAMoment() {
    packets.add("b", gossip("[1]", "a#1"));
    packets.add("c", gossip("[1]", "a#1"));
    packets.add("b", gossip("[2 3]", "a#1"));
    assertEquals(List.of(), sent);
    time.pass(RumourPackets.WAIT_MS);
    assertEquals(List.of("b " + gossip("[1 2 3]", "a#1"), "c " + gossip("[1]", "a#1")), sent);
    time.pass(RumourPackets.WAIT_MS);
    assertEquals(2, sent.size(), "nothing is said twice");
  }

  @Test
  void whatWasSaidInAnotherLifeIsNotMixedIn() {
    List<EdnMap> both = List.of(gossip("[1]", "a#1"), gossip("[2]", "a#2"));
    assertEquals(both, RumourPackets.joined(both));
  }

  @Test
  void noPacketIsLargerThanADatagramAndAllRumoursAreInOneInTheirOrder() {
    List<EdnMap> many =
        IntStream.range(0, 1_000).mapToObj(n -> gossip("[" + n * 7_919 + "]", "a#1")).toList();
    List<EdnMap> joined = RumourPackets.joined(many);
    List<Integer> sizes = joined.stream().map(g -> SwimCodec.print(g).length).toList();
    assertTrue(
        sizes.stream().allMatch(size -> size <= MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES),
        () -> "sizes " + sizes);
    assertTrue(
        sizes.subList(0, sizes.size() - 1).stream().allMatch(size -> size > 1_000),
        () -> "as full as they may be, sizes " + sizes);
    assertEquals(
        IntStream.range(0, 1_000).mapToObj(n -> Int.of(n * 7_919L)).toList(),
        StreamSupport.stream(all(joined).spliterator(), false).toList());
  }

  private static EdnVector all(List<EdnMap> gossips) {
    EdnVector.Builder all = EdnVector.builder();
    gossips.forEach(gossip -> all.addAll(rumours(gossip)));
    return all.build();
  }

  @Test
  void aRumourTooLargeForADatagramGoesAlone() {
    String large = "[\"" + "x".repeat(MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES) + "\"]";
    List<EdnMap> three = List.of(gossip("[1]", "a"), gossip(large, "a"), gossip("[2]", "a"));
    assertEquals(three, RumourPackets.joined(three));
  }

  @Test
  void aFullWaitingRoomIsEmptiedAtOnce() {
    IntStream.range(0, RumourPackets.MAX_WAITING)
        .forEach(n -> packets.add("b" + n % 2, gossip("[" + n + "]", "a#1")));
    int packetsSent = sent.size();
    assertTrue(packetsSent >= 2, "two members, found " + packetsSent);
    time.pass(RumourPackets.WAIT_MS);
    assertEquals(packetsSent, sent.size(), "nothing is said twice");
  }
}
