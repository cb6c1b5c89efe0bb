package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.cluster.KnownPeers;
import jellybean.cluster.Member;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Membership of many, by real ScaleCube in virtual time: what it costs when the network is bad. */
class LargeFleetTest {
  private static final TimingProfile PROFILE = TimingProfile.WIFI;
  private static final int NODES = 32;
  private static final long SEED = 20_261_127;
  private static final long MINUTE_MS = 60_000;

  private final VirtualTime time = new VirtualTime();
  private final VirtualNetwork network = new VirtualNetwork(time, SEED);
  private final List<ScaleCubeMembership> fleet = new ArrayList<>();

  @BeforeEach
  void scheduleInVirtualTime() {
    time.install();
  }

  @AfterEach
  void stop() {
    fleet.forEach(ScaleCubeMembership::close);
    time.pass(MINUTE_MS);
    VirtualTime.uninstall();
  }

  private void start(int number, List<Peer> known) {
    NodeId id = new NodeId("n" + number);
    VirtualNetwork.Channel channel = network.channel(id);
    Member self = new Member(id, 1, "127.0.0.1", channel.localAddress().getPort(), EdnMap.EMPTY);
    fleet.add(
        ScaleCubeMembership.start(
            self, PROFILE, channel, new KnownPeers(known), time, time, _ -> {}));
  }

  private Peer first() {
    Member member = fleet.getFirst().members().self();
    return new Peer(member.node(), member.host(), member.port());
  }

  private boolean allAgree() {
    return fleet.stream().allMatch(membership -> membership.members().size() == NODES);
  }

  private long packets() {
    return fleet.stream()
        .map(membership -> (EdnMap) membership.counters().get(Keyword.of("out"), EdnMap.EMPTY))
        .mapToLong(out -> out.get(Keyword.of("packets"), Int.of(0)) instanceof Int(long n) ? n : 0)
        .sum();
  }

  private long packetsEachPerSecond() {
    long before = packets();
    time.pass(MINUTE_MS);
    return (packets() - before) * 1_000 / MINUTE_MS / NODES;
  }

  private void atMost(long limit, String when) {
    long found = packetsEachPerSecond();
    assertTrue(found <= limit, when + ": " + found + " packets a second from each, seed " + SEED);
  }

  /** A rumour a packet, three times as often, were hundreds a second, and no probe got through. */
  @Test
  void doubtsOfABadMinuteDrownNobody() {
    start(0, List.of());
    IntStream.range(1, NODES).forEach(number -> start(number, List.of(first())));
    assertTrue(time.passUntil(2 * MINUTE_MS, this::allAgree), "formed, seed " + SEED);
    time.pass(MINUTE_MS);
    atMost(2, "at rest");
    network.lose(0.3);
    atMost(40, "a third is lost");
    network.lose(0.6);
    atMost(40, "more than half is lost");
    network.heal();
    assertTrue(time.passUntil(MINUTE_MS, this::allAgree), "healed, seed " + SEED);
  }
}
