package jellybean.cluster.majority;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.cluster.majority.Majority.Permit;
import jellybean.cluster.majority.Majority.Send;
import jellybean.cluster.majority.Tenures.Violation;
import jellybean.message.NodeId;

/**
 * Boards, their clocks and disks, and a network that does what it likes, in virtual time. After
 * each event it is checked that no two tenures run at once.
 */
final class Fleet {
  static final String SYSTEM = "s";
  static final int LEASE_MS = 3_000;
  static final int MAX_SETTLE_MS = 5_000;

  private static final int US = 1_000;
  private static final int TRACE_LINES = 60;

  /**
   * How the fleet is broken on purpose.
   *
   * @param forgetsPromises when a node restarts with its disk
   * @param answersBeforeDisk messages leave before what they say is on disk
   * @param isReborn all lives of a node have the same number
   * @param drift by how much a clock may be faster or slower than time
   */
  record Fault(
      Rules rules,
      boolean forgetsPromises,
      boolean answersBeforeDisk,
      boolean isReborn,
      double drift) {
    /** The clocks differ by at most 1.1 / 0.9, which is within the margin. */
    static final double DRIFT = 0.1;

    static final Fault NONE = of(Rules.STANDARD);

    static final Fault FORGETFUL = new Fault(Rules.STANDARD, true, false, false, DRIFT);
    static final Fault REBORN = new Fault(Rules.STANDARD, false, false, true, DRIFT);
    static final Fault DRIFTING = new Fault(Rules.STANDARD, false, false, false, 3 * DRIFT);

    static Fault of(Rules rules) {
      return new Fault(rules, false, false, false, DRIFT);
    }
  }

  private record Traced(double atMs, NodeId node, Object what) {
    @Override
    public String toString() {
      return String.format("%9.1f %s %s", atMs, node, what);
    }
  }

  private record Event(long atUs, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atUs, other.atUs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  final long seed;
  final SplittableRandom random;
  final Fault fault;
  final LeaseTiming timing;
  final List<SimNode> nodes = new ArrayList<>();
  final boolean[][] cut;
  double loss;
  double duplication;
  int maxDelayMs = 20;

  /** Whether any node may want to be the home at any time, or only whose turn it is. */
  boolean everybodyWants;

  boolean isAtPeace;
  long messages;
  long activations;
  private final Configuration genesis;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Deque<Traced> trace = new ArrayDeque<>();
  private long nowUs;
  private long orders;
  final Tenures tenures = new Tenures();

  Fleet(long seed, Fault fault, int size, double diskShare) {
    this.seed = seed;
    this.fault = fault;
    this.random = new SplittableRandom(seed);
    int settleMs = random.nextBoolean() ? 500 : MAX_SETTLE_MS;
    this.timing = new LeaseTiming("model", LEASE_MS, 750, 200, 20, settleMs);
    this.cut = new boolean[size][size];
    for (int i = 0; i < size; i++) {
      nodes.add(new SimNode(this, i, random.nextDouble() < diskShare));
    }
    List<Elector> all = nodes.stream().map(SimNode::boot).toList();
    genesis = Configuration.genesis(nodes.getFirst().id, Electorate.of(all));
    nodes.forEach(SimNode::begin);
  }

  Configuration genesis() {
    return genesis;
  }

  // ---- time

  long nowMs() {
    return nowUs / US;
  }

  double nowExactMs() {
    return (double) nowUs / US;
  }

  void after(double delayMs, Runnable action) {
    events.add(new Event(nowUs + Math.max(1, (long) (delayMs * US)), orders++, action));
  }

  void runFor(long durationMs) {
    long endUs = nowUs + durationMs * US;
    while (!events.isEmpty() && events.peek().atUs <= endUs) {
      Event event = events.remove();
      nowUs = event.atUs;
      event.action.run();
      check();
    }
    nowUs = endUs;
  }

  // ---- the network

  void transmit(SimNode from, Send send) {
    messages++;
    SimNode to = node(send.to());
    if (to == from) {
      after(0.1, () -> to.arrive(from, send.message()));
      return;
    }
    if (cut[from.index][to.index] || random.nextDouble() < loss) {
      return;
    }
    travel(from, to, send.message());
    if (random.nextDouble() < duplication) {
      travel(from, to, send.message());
    }
  }

  private void travel(SimNode from, SimNode to, MajorityMessage message) {
    double delayMs = 0.5 + random.nextDouble() * maxDelayMs;
    if (!isAtPeace && random.nextInt(50) == 0) {
      delayMs += random.nextInt(2 * LEASE_MS); // out of an old queue
    }
    after(
        delayMs,
        () -> {
          if (!cut[from.index][to.index]) {
            to.arrive(from, message);
          }
        });
  }

  SimNode node(NodeId id) {
    return nodes.get(Integer.parseInt(id.value().substring(1)));
  }

  boolean reaches(SimNode a, SimNode b) {
    return !cut[a.index][b.index] && !cut[b.index][a.index];
  }

  // ---- what is checked

  void trace(SimNode node, Object what) {
    if (trace.size() == TRACE_LINES) {
      trace.removeFirst();
    }
    trace.addLast(new Traced(nowExactMs(), node.id, what));
  }

  List<SimNode> running() {
    return nodes.stream().filter(SimNode::isRunning).toList();
  }

  private void check() {
    TreeMap<Epoch, NodeId> running = new TreeMap<>();
    for (SimNode node : nodes) {
      if (node.isRunning()) {
        running.put(node.permit().orElseThrow().since(), node.id);
      }
    }
    tenures
        .check(running)
        .ifPresent(
            wrong -> {
              throw violation(wrong);
            });
  }

  /** A host that is on the roll no more must not run when the home holds it to be clear. */
  void checkDismissed(SimNode home, SimNode host) {
    Optional<Epoch> since = home.state.homeSince(SYSTEM);
    boolean isClear = home != host && home.localMs() >= home.state.clearMs(SYSTEM, host.id);
    if (isClear && host.isRunning() && host.permit().map(Permit::since).equals(since)) {
      throw violation(host.id + " runs, although " + home.id + " holds it to be clear");
    }
  }

  Violation violation(String what) {
    return violation(what, true);
  }

  /** A promise about times of peace was not kept. */
  Violation unsettled(String what) {
    return violation("after peace: " + what, false);
  }

  private Violation violation(String what, boolean isOfSafety) {
    List<String> lines = trace.stream().map(Traced::toString).toList();
    return new Violation(what + "\n" + String.join("\n", lines), isOfSafety);
  }

  /** Whether the electors that may have to agree to the next epoch are there. */
  boolean isDecidable() {
    Configuration activated = genesis;
    for (SimNode node : nodes) {
      activated = Configuration.later(activated, node.known());
    }
    TreeSet<Elector> present = new TreeSet<>();
    nodes.forEach(node -> present.add(node.state.elector()));
    if (!activated.electorate().isCarriedBy(present, Rules.STANDARD)) {
      return false;
    }
    for (SimNode node : nodes) {
      Optional<Configuration> doubt = node.grantor().accepted();
      if (doubt.filter(d -> !d.electorate().isCarriedBy(present, Rules.STANDARD)).isPresent()) {
        return false;
      }
    }
    return true;
  }
}
