package jellybean.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import jellybean.actor.ActorLimits;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.port.Journal;
import jellybean.port.Timers;
import jellybean.store.FaultyFolder;

/**
 * Many nodes, one thread, virtual time. What happens at the same moment happens in an order that
 * the seed decides; the same seed gives the same run, event by event.
 */
public final class Simulation {
  /** A run that needs more events than this never ends. */
  private static final long MAX_EVENTS = 2_000_000;

  /** 2026-01-01: boards have a clock before anything of interest happens. */
  private static final long EPOCH_MS = 1_767_225_600_000L;

  private static final String SEED_PROPERTY = "jellybean.seed";

  private final long seed;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final Map<NodeId, FaultyFolder> disks = new TreeMap<>();
  private final List<SimLoop> pending = new ArrayList<>();
  private final SimNetwork network;
  private long nowMs;
  private long eventsMade;
  private long eventsRun;
  private int slowPercent;
  private long maxEvents = MAX_EVENTS;

  /** Something that happens later. */
  private static final class Event implements Comparable<Event>, Timers.Timer {
    private final long timeMs;
    private final long order;
    private final long number;
    private final Runnable task;
    private boolean isCancelled;

    Event(long timeMs, long order, long number, Runnable task) {
      this.timeMs = timeMs;
      this.order = order;
      this.number = number;
      this.task = task;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(timeMs, other.timeMs);
      int byOrder = byTime != 0 ? byTime : Long.compare(order, other.order);
      return byOrder != 0 ? byOrder : Long.compare(number, other.number);
    }

    @Override
    public void cancel() {
      isCancelled = true;
    }
  }

  public Simulation(long seed) {
    this(seed, Conditions.CALM);
  }

  public Simulation(long seed, Conditions conditions) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.network = new SimNetwork(this, conditions);
  }

  /**
   * Runs a test under several seeds, or under the one that {@code -Djellybean.seed} names. A
   * failure names its seed.
   */
  public static void underSeeds(int seeds, Conditions conditions, Consumer<Simulation> test) {
    Optional<Long> chosen = Optional.ofNullable(Long.getLong(SEED_PROPERTY));
    long first = chosen.orElse(1L);
    long last = chosen.orElse((long) seeds);
    for (long seed = first; seed <= last; seed++) {
      try {
        test.accept(new Simulation(seed, conditions));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + " (-D" + SEED_PROPERTY + "=" + seed + ")", e);
      }
    }
  }

  /**
   * Whether something is seen under one of several seeds, however the numbers fall; looks no
   * further than the first.
   */
  public static boolean underSomeSeed(
      int seeds, Conditions conditions, Predicate<Simulation> isSeen) {
    return LongStream.rangeClosed(1, seeds)
        .anyMatch(seed -> isSeen.test(new Simulation(seed, conditions)));
  }

  public static void underSeeds(int seeds, Consumer<Simulation> test) {
    underSeeds(seeds, Conditions.CALM, test);
  }

  /**
   * From now on time goes on while loops have something to do: before a turn, in so many of 100
   * cases, what happens next in time happens first. Otherwise turns take no time.
   */
  public void slowLoops(int percent) {
    slowPercent = percent;
  }

  public long seed() {
    return seed;
  }

  public long nowMs() {
    return nowMs;
  }

  public long wallMs() {
    return EPOCH_MS + nowMs;
  }

  /** Random numbers of their own for a part of the simulation. */
  public SplittableRandom splitRandom() {
    return random.split();
  }

  public SimNetwork network() {
    return network;
  }

  // ---- nodes

  public SimNode node(String id) {
    return node(id, 1, ActorLimits.DEFAULT);
  }

  /** Starts a node, or the next life of one that crashed. */
  public SimNode node(String id, int loops, ActorLimits limits) {
    return node(id, loops, limits, Journal.NONE);
  }

  /** The same, with a store on the node's disk; what is left on it after a crash. */
  public SimNode durableNode(String id, int loops) {
    return node(id, loops, ActorLimits.DEFAULT, new SimJournal(this, disk(id), id));
  }

  /** A store on the node's disk as it is now. */
  public SimJournal journal(String id) {
    return new SimJournal(this, disk(id), id);
  }

  /** The disk of a node. */
  public FaultyFolder disk(String id) {
    return disks.computeIfAbsent(new NodeId(id), _ -> new FaultyFolder());
  }

  private SimNode node(String id, int loops, ActorLimits limits, Journal journal) {
    long incarnation = find(new NodeId(id)).map(n -> n.incarnation() + 1).orElse(1L);
    SimNode node = life(id, incarnation, loops, limits, journal);
    for (SimNode other : others(node)) {
      other.actors().nodeUp(node.id(), incarnation);
      node.actors().nodeUp(other.id(), other.incarnation());
    }
    return node;
  }

  /** A life of a node with a number that is decided elsewhere; nobody is told of it. */
  public SimNode life(String id, long incarnation, int loops, ActorLimits limits, Journal journal) {
    NodeId nodeId = new NodeId(id);
    SimNode node = new SimNode(this, nodeId, incarnation, loops, limits, journal);
    nodes.put(nodeId, node);
    return node;
  }

  public Optional<SimNode> find(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /**
   * Ends a node without a word. What is on its way to it becomes dead letters of the senders; the
   * others learn of its death after {@code noticedAfterMs}.
   */
  public void crash(SimNode node, long noticedAfterMs) {
    kill(node);
    after(
        noticedAfterMs,
        () ->
            others(node)
                .forEach(
                    other ->
                        other
                            .actors()
                            .nodeDown(node.id(), node.incarnation(), Keyword.of("member-lost"))));
  }

  private List<SimNode> others(SimNode node) {
    return nodes.values().stream()
        .filter(other -> other.isAlive() && !other.id().equals(node.id()))
        .toList();
  }

  /** The same, but nobody is told. */
  public void kill(SimNode node) {
    node.die();
    if (disks.containsKey(node.id())) {
      disks.get(node.id()).powerCut(random.split());
    }
    pending.removeIf(loop -> loop.node() == node);
  }

  /** What is on the disk of a node is gone, and its next life has an empty one. */
  public void wipe(String id) {
    disks.remove(new NodeId(id));
  }

  // ---- time

  /** From now on a run may take so many events. */
  public void allowEvents(long most) {
    maxEvents = most;
  }

  /** Runs a task later; tasks of the same moment run in an order that the seed decides. */
  public Timers.Timer after(long delayMs, Runnable task) {
    return at(nowMs + delayMs, random.nextLong(), task);
  }

  /** The same, but in order with other events of that moment made with this order. */
  public Timers.Timer at(long timeMs, long order, Runnable task) {
    Event event = new Event(timeMs, order, eventsMade++, task);
    events.add(event);
    return event;
  }

  void wake(SimLoop loop) {
    if (loop.node().isAlive() && !loop.node().isPaused() && !loop.isPending) {
      loop.isPending = true;
      pending.add(loop);
    }
  }

  /** It is not asked until it is woken. */
  void rest(SimLoop loop) {
    loop.isPending = false;
    pending.remove(loop);
  }

  /** Runs until nothing is left to happen. */
  public void settle() {
    while (step(Long.MAX_VALUE)) {
      count();
    }
  }

  /** Runs everything that happens within this time from now. */
  public void runFor(long ms) {
    long end = nowMs + ms;
    while (step(end)) {
      count();
    }
    nowMs = end;
  }

  /** Runs everything that happens now. */
  public void runNow() {
    runFor(0);
  }

  private void count() {
    if (++eventsRun > maxEvents) {
      throw new AssertionError("no end after " + maxEvents + " events, at " + nowMs + " ms");
    }
  }

  private boolean step(long endMs) {
    Event next = events.peek();
    boolean isDue = next != null && next.timeMs <= endMs;
    boolean isSlow = isDue && slowPercent > 0 && random.nextInt(100) < slowPercent;
    if (!pending.isEmpty() && !isSlow) {
      SimLoop loop = pending.remove(random.nextInt(pending.size()));
      loop.isPending = false;
      if (loop.loop().turn()) {
        wake(loop);
      }
      return true;
    }
    if (!isDue) {
      return false;
    }
    events.poll();
    if (!next.isCancelled) {
      nowMs = Math.max(nowMs, next.timeMs);
      next.task.run();
    }
    return true;
  }
}
