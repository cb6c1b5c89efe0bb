package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jellybean.cluster.Discovery;
import jellybean.cluster.KnownPeers;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent;
import jellybean.cluster.Members;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real ScaleCube, virtual time and network. */
class ScaleCubeMembershipTest {
  private static final TimingProfile PROFILE = TimingProfile.LAN;
  private static final long SEED = 20_260_101;
  private static final int LIES = 500;
  private static final long MINUTE_MS = 60_000;
  private static final EdnMap LED = EdnMap.of(Keyword.of("led"), Text.of("green"));

  private final VirtualTime time = new VirtualTime();
  private final VirtualNetwork network = new VirtualNetwork(time, SEED);
  private final List<Node> nodes = new ArrayList<>();

  private final class Node {
    final NodeId id;
    final VirtualNetwork.Channel channel;
    final List<MemberEvent> events = new ArrayList<>();
    final ScaleCubeMembership membership;

    Node(String name, long incarnation, VirtualNetwork.Channel channel, Discovery discovery) {
      this.id = new NodeId(name);
      this.channel = channel;
      Member self =
          new Member(id, incarnation, "127.0.0.1", channel.localAddress().getPort(), EdnMap.EMPTY);
      membership =
          ScaleCubeMembership.start(self, PROFILE, channel, discovery, time, time, events::add);
      nodes.add(this);
    }

    Set<String> sees() {
      return membership.members().all().stream()
          .map(member -> member.node().value())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Peer peer() {
      return new Peer(id, "127.0.0.1", channel.localAddress().getPort());
    }

    List<MemberEvent.Down> downs() {
      return events.stream()
          .filter(MemberEvent.Down.class::isInstance)
          .map(MemberEvent.Down.class::cast)
          .toList();
    }
  }

  @BeforeEach
  void scheduleInVirtualTime() {
    time.install();
  }

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.membership.close());
    time.pass(MINUTE_MS);
    VirtualTime.uninstall();
  }

  private Node start(String name, Node... known) {
    NodeId id = new NodeId(name);
    return new Node(name, 1, network.channel(id), knowing(known));
  }

  private static Discovery knowing(Node... known) {
    return new KnownPeers(List.of(known).stream().map(Node::peer).toList());
  }

  private void startThree() {
    Node a = start("a");
    Node b = start("b", a);
    start("c", b);
  }

  private boolean allAgree(String... names) {
    return nodes.stream().allMatch(node -> node.sees().equals(Set.of(names)));
  }

  private void await(String what, long maxMs, java.util.function.BooleanSupplier condition) {
    assertTrue(
        time.passUntil(maxMs, condition),
        () ->
            what
                + " within "
                + maxMs
                + " ms, seed "
                + SEED
                + "; seen: "
                + nodes.stream().map(node -> node.id + " sees " + node.sees()).toList());
  }

  @Test
  void aNodeAloneIsAFleetOfOne() {
    Node a = start("a");
    time.pass(MINUTE_MS);
    assertEquals(Set.of("a"), a.sees());
    assertEquals(List.of(), a.events);
    assertEquals(List.of(), a.channel.sent());
  }

  @Test
  void threeNodesAgreeWithinFourSecondsWhenEachKnowsOneOther() {
    startThree();
    await("agreement", 4_000, () -> allAgree("a", "b", "c"));
    for (Node node : nodes) {
      assertEquals(2, node.events.size(), node.id + ": " + node.events);
      assertTrue(node.events.stream().allMatch(MemberEvent.Up.class::isInstance));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30})
  void threeNodesAgreeThoughPacketsAreLost(int percent) {
    network.lose(percent / 100.0);
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
  }

  @Test
  void aKilledNodeIsDownForTheOthersAfterSuspicion() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Node c = nodes.removeLast();
    c.membership.close();
    long killedMs = time.monotonicMs();
    await("down", MINUTE_MS, () -> allAgree("a", "b"));
    long tookMs = time.monotonicMs() - killedMs;
    assertTrue(
        tookMs <= PROFILE.suspicionMs(3) + 4L * PROFILE.pingIntervalMs(), "took " + tookMs + " ms");
    for (Node node : nodes) {
      assertEquals(
          MemberEvent.Reason.UNREACHABLE, node.downs().getFirst().reason(), node.id.value());
      assertEquals(c.id, node.downs().getFirst().member().node());
    }
  }

  @Test
  void aNodeThatLeavesIsDownAtOnceAndForThatReason() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Node c = nodes.removeLast();
    var done = c.membership.leave().toCompletableFuture();
    await("down", PROFILE.leaveMs(), () -> allAgree("a", "b"));
    await("the end of leaving", PROFILE.leaveMs(), done::isDone);
    for (Node node : nodes) {
      assertEquals(MemberEvent.Reason.LEFT, node.downs().getFirst().reason(), node.id.value());
    }
    time.pass(MINUTE_MS);
    nodes.forEach(node -> assertEquals(1, node.downs().size(), "a second end of " + node.id));
    assertTrue(allAgree("a", "b"), "nobody looks for one that left");
  }

  @Test
  void aLinkThatIsDeafInOneDirectionExpelsNobody() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    network.cut(nodes.get(0).id, nodes.get(1).id);
    time.pass(5 * MINUTE_MS);
    assertTrue(allAgree("a", "b", "c"), "who sees whom");
    nodes.forEach(node -> assertEquals(List.of(), node.downs(), node.id.value()));
  }

  @Test
  void heavyLossExpelsNobodyForLong() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    network.lose(0.2);
    time.pass(5 * MINUTE_MS);
    network.heal();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
  }

  @Test
  void theHalvesOfASplitFleetMeetAgainThoughNoSeedIsLeft() {
    Node a = start("a");
    Node b = start("b", a);
    Node c = start("c", a);
    start("d", a);
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c", "d"));
    network.split(Set.of(a.id, b.id), Set.of(c.id, new NodeId("d")));
    await("the split", MINUTE_MS, () -> a.sees().equals(Set.of("a", "b")));
    await("the split", MINUTE_MS, () -> c.sees().equals(Set.of("c", "d")));
    network.heal();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c", "d"));
    MemberEvent last = a.events.getLast();
    assertTrue(last instanceof MemberEvent.Up, "one that only seemed dead comes up again: " + last);
    assertEquals(1, last.member().incarnation());
  }

  @Test
  void aRestartedNodeReplacesItsEarlierLife() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Node c = nodes.removeLast();
    c.membership.close();
    Node again =
        new Node(
            "c",
            2,
            network.channelAt(c.id, c.channel.localAddress().getPort()),
            knowing(nodes.get(0)));
    await("the new life", MINUTE_MS, () -> incarnationsOf(again.id).equals(Set.of(2L)));
    for (Node node : nodes.subList(0, 2)) {
      assertEquals(1, node.downs().size(), node.id.value());
      assertEquals(1, node.downs().getFirst().member().incarnation());
    }
  }

  @Test
  void aLifeWithASmallerNumberIsSeenOnceTheLargerOneIsGone() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Node c = nodes.removeLast();
    c.membership.close();
    new Node("d", 7, network.channel(new NodeId("d")), knowing(nodes.get(0)));
    await("d", MINUTE_MS, () -> incarnationsOf(new NodeId("d")).equals(Set.of(7L)));
    Node d = nodes.removeLast();
    d.membership.close();
    new Node(
        "d", 3, network.channelAt(d.id, d.channel.localAddress().getPort()), knowing(nodes.get(0)));
    await("the life of 1970", MINUTE_MS, () -> incarnationsOf(d.id).equals(Set.of(3L)));
  }

  private Set<Long> incarnationsOf(NodeId node) {
    return nodes.stream()
        .map(each -> each.membership.members().find(node).map(Member::incarnation).orElse(0L))
        .collect(Collectors.toSet());
  }

  @Test
  void whatANodeSaysOfItselfReachesTheOthersAndChanges() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    nodes.get(0).membership.retag(LED);
    await("the tags", MINUTE_MS, () -> tagsOf(nodes.get(0).id).equals(Set.of(LED)));
    MemberEvent last = nodes.get(1).events.getLast();
    assertTrue(
        last instanceof MemberEvent.Changed changed && changed.before().tags().isEmpty(),
        "expected a change, found " + last);
  }

  private Set<EdnMap> tagsOf(NodeId node) {
    return nodes.stream()
        .map(each -> each.membership.members().find(node).map(Member::tags).orElse(EdnMap.EMPTY))
        .collect(Collectors.toSet());
  }

  @Test
  void tagsTooLargeAreRefusedWithTheirSize() {
    Node a = start("a");
    EdnMap large = EdnMap.of(Keyword.of("x"), Text.of("y".repeat(2_000)));
    Exception e = assertThrows(IllegalArgumentException.class, () -> a.membership.retag(large));
    assertEquals("bad tags: expected at most 1024 bytes, found 2007", e.getMessage());
    assertEquals(EdnMap.EMPTY, a.membership.members().self().tags());
  }

  @Test
  void aListenerThatFailsIsCalledAgain() {
    Node a = start("a");
    NodeId id = new NodeId("b");
    List<MemberEvent> heard = new ArrayList<>();
    VirtualNetwork.Channel channel = network.channel(id);
    ScaleCubeMembership b =
        ScaleCubeMembership.start(
            new Member(id, 1, "127.0.0.1", channel.localAddress().getPort(), EdnMap.EMPTY),
            PROFILE,
            channel,
            knowing(a),
            time,
            time,
            event -> {
              heard.add(event);
              throw new IllegalStateException("a listener that always fails");
            });
    await("the first", MINUTE_MS, () -> heard.size() == 1);
    start("c", a);
    await("the second", MINUTE_MS, () -> heard.size() == 2);
    b.close();
  }

  @Test
  void hostileBytesAreCountedAndDisturbNothing() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Node a = nodes.get(0);
    NodeId mallory = new NodeId("mallory");
    List<byte[]> recorded = List.copyOf(nodes.get(1).channel.sent());
    recorded.forEach(payload -> a.channel.receive(mallory, payload));
    a.channel.receive(mallory, new byte[0]);
    a.channel.receive(
        mallory, "[[[[[[".repeat(8_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    time.pass(5 * MINUTE_MS);
    assertTrue(allAgree("a", "b", "c"), "who sees whom");
    assertTrue(number(a.membership.counters(), "malformed") >= 2, "counted");
  }

  @Test
  void wellFormedLiesOfAMemberBreakNothingThatTimeDoesNotHeal() {
    startThree();
    await("agreement", MINUTE_MS, () -> allAgree("a", "b", "c"));
    Lies lies = new Lies(SEED, new NodeId("c"));
    for (int i = 0; i < LIES; i++) {
      nodes.get(i % 2).channel.receive(lies.teller(), lies.next());
      time.pass(50);
    }
    await("agreement", 10 * MINUTE_MS, () -> allAgree("a", "b", "c"));
  }

  @Test
  void aFleetOfSixteenForms() {
    Node first = start("n0");
    for (int i = 1; i < 16; i++) {
      start("n" + i, first);
    }
    await("agreement", MINUTE_MS, () -> nodes.stream().allMatch(node -> node.sees().size() == 16));
    time.pass(MINUTE_MS);
    EdnMap out = (EdnMap) first.membership.counters().get(Keyword.of("out"), EdnMap.EMPTY);
    assertTrue(real(out, "packets-per-s") <= 4, "at rest: " + out);
    assertTrue(number(out, "packets") <= 3_000, "to form and a minute of rest: " + out);
  }

  @Test
  void anAddressThatIsNotTheChannelsIsRefused() {
    NodeId id = new NodeId("a");
    VirtualNetwork.Channel channel = network.channel(id);
    Member elsewhere = new Member(id, 1, "127.0.0.1", 9, EdnMap.EMPTY);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ScaleCubeMembership.start(
                    elsewhere, PROFILE, channel, knowing(), time, time, event -> {}));
    assertEquals(
        "bad address of a: expected the channel's, 127.0.0.1:7001, found 127.0.0.1:9",
        e.getMessage());
  }

  static List<TimingProfile> profiles() {
    return TimingProfile.ALL;
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyProfileLeavesTimeForProbesThroughOthers(TimingProfile profile) {
    assertTrue(profile.pingTimeoutMs() < profile.pingIntervalMs(), profile.name());
    assertTrue(profile.suspicionMs(Members.MAX_MEMBERS) <= 2 * MINUTE_MS, profile.name());
  }

  private static double real(EdnMap counters, String name) {
    return counters.get(Keyword.of(name), Int.of(-1)) instanceof Real(double value) ? value : -1;
  }

  private static long number(EdnMap counters, String name) {
    return counters.get(Keyword.of(name), Int.of(-1)) instanceof Int(long value) ? value : -1;
  }
}
