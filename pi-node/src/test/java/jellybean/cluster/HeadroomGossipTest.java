package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole fleets in virtual time; messages are lost by chance. Failures name the seed. */
class HeadroomGossipTest {
  private static final double LOSS = 0.1;
  private static final int SETTLED_ROUNDS = 60;

  /** Nodes that begin their rounds at different times and tell each other of their spare time. */
  private static final class Fleet {
    private final SplittableRandom random;
    private final SortedMap<NodeId, Long> members = new TreeMap<>();
    private final List<NodeId> ids = new ArrayList<>();
    private final List<HeadroomGossip> nodes = new ArrayList<>();
    private final List<Integer> busy = new ArrayList<>();
    private long nowMs;
    private long sentBytes;
    private long askedMs;
    private int largestBytes;

    Fleet(int size, long seed) {
      random = new SplittableRandom(seed);
      for (int i = 0; i < size; i++) {
        NodeId id = new NodeId("board-%03d".formatted(i));
        long incarnation = 1_850_000_000_000_000L + random.nextInt(1 << 20);
        members.put(id, incarnation);
        ids.add(id);
        nodes.add(new HeadroomGossip(id, incarnation));
        busy.add(0);
      }
    }

    private int at(NodeId node) {
      return ids.indexOf(node);
    }

    /** One round of each, in an order that chance decides. */
    void round() {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        order.add(random.nextInt(order.size() + 1), i);
      }
      for (int i : order) {
        Headroom own = headroom(busy.get(i), nowMs);
        nodes.get(i).round(own, members, nowMs, random::nextLong).forEach(this::carry);
      }
      nowMs += HeadroomGossip.ROUND_MS;
    }

    private void carry(HeadroomGossip.Message message) {
      sentBytes += message.bytes().length;
      largestBytes = Math.max(largestBytes, message.bytes().length);
      if (random.nextDouble() >= LOSS) {
        nodes.get(at(message.to())).received(message.bytes(), members, nowMs);
      }
    }

    void rounds(int count) {
      for (int i = 0; i < count; i++) {
        round();
      }
    }

    int spare(int knower, int known) {
      Headroom headroom = nodes.get(knower).known().get(ids.get(known));
      return headroom == null ? -1 : headroom.spare();
    }

    /** How old what is known is, in seconds, sorted; what is not known is as old as the fleet. */
    List<Long> ages() {
      List<Long> ages = new ArrayList<>();
      long nowS = nowMs / HeadroomGossip.ROUND_MS;
      for (HeadroomGossip node : nodes) {
        SortedMap<NodeId, Headroom> known = node.known();
        ids.forEach(id -> ages.add(known.containsKey(id) ? nowS - known.get(id).actors() : nowS));
      }
      ages.sort(null);
      return ages;
    }

    boolean allKnow(int node, int spare) {
      for (int i = 0; i < nodes.size(); i++) {
        if (spare(i, node) != spare) {
          return false;
        }
      }
      return true;
    }

    /** Sent by each node since this was last asked. */
    double bytesPerSecond() {
      double perSecond = sentBytes * 1_000.0 / (nowMs - askedMs) / nodes.size();
      sentBytes = 0;
      askedMs = nowMs;
      return perSecond;
    }
  }

  /** Tells the time when it was measured as a number of actors. */
  private static Headroom headroom(int busyPermille, long nowMs) {
    int seconds = (int) (nowMs / HeadroomGossip.ROUND_MS);
    return new Headroom(1, busyPermille, 1, 0, 39, 15, 0, seconds, 4_000);
  }

  private static Headroom headroom(int busyPermille) {
    return headroom(busyPermille, 0);
  }

  @ParameterizedTest(name = "{0} nodes, within {1} rounds, {2} bytes/s")
  @CsvSource({"3, 3, 400", "64, 12, 1400", "256, 14, 1000"})
  void inAQuietFleetEverybodySoonKnowsWhatOneHasLeft(int size, int most, int mostBytes) {
    for (long seed = 1; seed <= 2; seed++) {
      Fleet fleet = new Fleet(size, seed);
      fleet.rounds(SETTLED_ROUNDS);
      fleet.bytesPerSecond();
      fleet.busy.set(1, 900);
      int rounds = 0;
      while (!fleet.allKnow(1, 100)) {
        fleet.round();
        rounds++;
        assertTrue(rounds <= most, "seed " + seed + ": after " + rounds + " rounds");
      }
      fleet.rounds(SETTLED_ROUNDS - rounds);
      double sent = fleet.bytesPerSecond();
      assertTrue(sent <= mostBytes, "seed " + seed + ": " + sent + " bytes/s");
    }
  }

  @ParameterizedTest(name = "{0} nodes, half of it {1} s old, all but a hundredth {2} s")
  @CsvSource({"3, 5, 15", "64, 10, 30", "256, 20, 60"})
  void whereAllHaveNewsAllTheTimeTheBytesAreBoundedAndWhatIsKnownIsOlder(
      int size, long medianS, long mostS) {
    Fleet fleet = new Fleet(size, 1);
    fleet.rounds(SETTLED_ROUNDS);
    fleet.bytesPerSecond();
    for (int i = 0; i < SETTLED_ROUNDS; i++) {
      if (i % 5 == 0) {
        fleet.busy.replaceAll(_ -> fleet.random.nextInt(Headroom.PERMILLE + 1));
      }
      fleet.round();
    }
    double sent = fleet.bytesPerSecond();
    int mostBytes = HeadroomGossip.FANOUT * HeadroomGossip.MAX_MESSAGE_BYTES;
    assertTrue(sent <= mostBytes, sent + " bytes/s");
    assertTrue(fleet.largestBytes <= HeadroomGossip.MAX_MESSAGE_BYTES);
    List<Long> ages = fleet.ages();
    assertTrue(ages.get(ages.size() / 2) <= medianS, () -> "median " + ages.get(ages.size() / 2));
    long old = ages.get(ages.size() * 99 / 100);
    assertTrue(old <= mostS, () -> "99 of 100 are younger than " + old + " s");
  }

  // ---- one node

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final SortedMap<NodeId, Long> MEMBERS = new TreeMap<>();

  static {
    MEMBERS.put(A, 7L);
    MEMBERS.put(B, 9L);
  }

  private final HeadroomGossip node = new HeadroomGossip(A, 7);

  private void hear(String message) {
    node.received(message.getBytes(StandardCharsets.UTF_8), MEMBERS, 0);
  }

  private static String entry(String node, long incarnation, long number, int busyPermille) {
    String figures = busyPermille + " 1 0 39 15 0 20 4000]";
    return "[[\"" + node + "\" " + incarnation + " " + number + " [1 " + figures + "]]";
  }

  private int spareOfB() {
    return node.known().get(B).spare();
  }

  private long counted(String what) {
    return ((Int) node.counters().get(Keyword.of(what))).value();
  }

  @Test
  void ofTwoThingsThatALifeSaidTheLaterOneCounts() {
    hear(entry("b", 9, 3, 300));
    hear(entry("b", 9, 2, 200));
    assertEquals(700, spareOfB());
    hear(entry("b", 9, 4, 400));
    assertEquals(600, spareOfB());
    assertEquals(2, counted("news"));
  }

  @Test
  void aNewLifeBeginsToCountAnewAndItsFormerOneIsNotHeardAnyMore() {
    hear(entry("b", 9, 3, 300));
    SortedMap<NodeId, Long> later = new TreeMap<>(MEMBERS);
    later.put(B, 10L);
    String said = entry("b", 10, 1, 100);
    node.received(said.getBytes(StandardCharsets.UTF_8), later, 0);
    assertEquals(900, spareOfB());
    String old = entry("b", 9, 4, 400);
    node.received(old.getBytes(StandardCharsets.UTF_8), later, 0);
    assertEquals(900, spareOfB());
    assertEquals(1, counted("unknown"));
  }

  @Test
  void whoIsNoMemberIsNotRemembered() {
    hear(entry("c", 1, 1, 0));
    assertEquals(new TreeSet<>(), new TreeSet<>(node.known().keySet()));
    assertEquals(1, counted("unknown"));
  }

  @Test
  void nobodyElseSaysWhatThisNodeHasLeft() {
    node.round(headroom(500), MEMBERS, 0, () -> 0);
    hear(entry("a", 7, 99, 0));
    assertEquals(500, node.known().get(A).spare());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}",
        "[",
        "[]",
        "[7]",
        "[[\"b\" 9 1 [1 2 3]]]",
        "[[\"b\" 9 1 [1 2000 1 0 39 15 0 20 4000]]]",
        "[[\"b\" 9 1 [1 -1 1 0 39 15 0 20 4000]]]",
        "[[\"b\" 9 1 [1 0 1 0 99999999999999999999 15 0 20 4000]]]",
        "[[\"b\" 9 1 [99999999999 0 1 0 39 15 0 20 4000]]]",
        "[[\"no name\" 9 1 [1 0 1 0 39 15 0 20 4000]]]",
        "[[[[[[7]]]]]]",
      })
  void whatIsNotUnderstoodIsCountedAndNotRemembered(String message) {
    hear(message);
    assertEquals(1, counted("malformed"));
    assertEquals(0, counted("known"));
  }

  @Test
  void aMessageThatIsTooLongIsNotRead() {
    hear(entry("b", 9, 1, 100) + " ".repeat(HeadroomGossip.MAX_MESSAGE_BYTES));
    assertEquals(1, counted("malformed"));
  }

  @Test
  void whoHasLeftIsForgottenAndSoIsWhoIsNotHeardOfAnyMore() {
    hear(entry("b", 9, 1, 100));
    long expiresMs =
        HeadroomGossip.EXPIRES_AFTER_REFRESHES * HeadroomGossip.refreshMs(MEMBERS.size());
    node.round(headroom(0), MEMBERS, expiresMs, () -> 0);
    assertEquals(900, spareOfB());
    node.round(headroom(0), MEMBERS, expiresMs + 1, () -> 0);
    assertEquals(List.of(A), List.copyOf(node.known().keySet()));
    assertEquals(1, counted("expired"));

    hear(entry("b", 9, 2, 100));
    node.round(headroom(0), MEMBERS.headMap(B), expiresMs, () -> 0);
    assertEquals(List.of(A), List.copyOf(node.known().keySet()));
    assertEquals(1, counted("expired"));
  }

  @Test
  void whoIsAloneTellsNobodyAndKnowsItself() {
    assertEquals(List.of(), node.round(headroom(250), MEMBERS.headMap(B), 0, () -> 0));
    assertEquals(750, node.known().get(A).spare());
  }

  @Test
  void aLittleMoreOrLessIsNoNews() {
    long news = HeadroomGossip.NEWS_PERMILLE;
    node.round(headroom(500), MEMBERS, 0, () -> 0);
    node.round(headroom((int) (500 + news - 1)), MEMBERS, 1, () -> 0);
    assertEquals(500, node.known().get(A).spare());
    node.round(headroom((int) (500 + news)), MEMBERS, 50, () -> 0);
    assertEquals(500, node.known().get(A).spare());
    node.round(headroom((int) (500 + news)), MEMBERS, 100, () -> 0);
    assertEquals(500 - news, node.known().get(A).spare());
  }

  // ---- what is left

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "an idle board,                       1, 0, 1, 0, 39, 15, 0, 4000, 1000",
    "one whose loop works half the time,  1, 500, 1, 300, 39, 15, 0, 4000, 500",
    "one where something else works,      1, 0, 1, 900, 39, 15, 0, 4000, 100",
    "many cores and one loop,             1, 250, 8, 0, 39, 15, 0, 4000, 750",
    "eight loops on four cores,           8, 0, 4, 250, 39, 15, 0, 4000, 3000",
    "messages that wait,                  1, 500, 1, 500, 39, 15, 200, 4000, 300",
    "very many that wait,                 1, 1000, 1, 0, 39, 15, 50000, 4000, -1000",
    "hardly any heap,                     8, 0, 8, 0, 3, 15, 0, 4000, -1000000",
    "hardly any room in mailboxes,        8, 0, 8, 0, 39, 0, 0, 4000, -1000000",
    "hardly any room for actors,          8, 0, 8, 0, 39, 15, 0, 63, -1000000",
  })
  void whatMoreANodeCouldDo(
      String what,
      int loops,
      int busyPermille,
      int cores,
      int cpuPermille,
      int heapFreeMib,
      int poolFreeMib,
      int queued,
      int actorsFree,
      int spare) {
    Headroom headroom =
        new Headroom(
            loops,
            busyPermille,
            cores,
            cpuPermille,
            heapFreeMib,
            poolFreeMib,
            queued,
            96,
            actorsFree);
    assertEquals(spare, headroom.spare(), what);
  }
}
