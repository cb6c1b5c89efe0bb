package jellybean.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jellybean.actor.ActorLimits;
import jellybean.cluster.Incarnation;
import jellybean.cluster.TimingProfile;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.port.Journal;
import jellybean.sim.Flaw;
import jellybean.sim.SimJournal;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.sim.air.Air;
import jellybean.sim.air.Weather;

/** A simulated cluster: boards, the air between them, and what is noted of both. */
final class World {
  /** So large that no dead letter is forgotten before it is noted. */
  private static final ActorLimits LIMITS = ActorLimits.DEFAULT.withRetained(1, 100_000, 64L << 20);

  private final Simulation simulation;
  private final SplittableRandom random;
  private final Air air;
  private final TimingProfile profile;
  private final Set<Flaw> flaws;
  private final Devices devices;
  private final Ledger ledger = new Ledger();
  private final SortedMap<NodeId, Board> boards = new TreeMap<>();
  private final SortedMap<NodeId, Long> kept = new TreeMap<>();
  private final SortedMap<NodeId, Long> wallShiftMs = new TreeMap<>();
  private final boolean keepsData;
  private final Optional<Consumer<String>> trace;
  private final Remembered remembered;
  private final Map<String, Set<Address>> receivers = new HashMap<>();
  private boolean isTalking = true;
  private int strains;

  World(Schedule schedule, Devices devices, Set<Flaw> flaws, Optional<Consumer<String>> trace) {
    this.simulation = new Simulation(schedule.seed());
    this.random = simulation.splitRandom();
    this.air = new Air(simulation, schedule.weather());
    this.profile = schedule.profile();
    this.keepsData = schedule.keepsData();
    this.devices = devices;
    this.flaws = flaws;
    this.trace = trace;
    this.remembered = new Remembered(schedule.designs());
    simulation.allowEvents(schedule.maxEvents());
    for (Design design : schedule.designs()) {
      for (Design.Route route : design.routes()) {
        Set<Address> all =
            receivers.computeIfAbsent(route.talker() + " " + route.name(), _ -> new TreeSet<>());
        all.add(route.to());
        all.addAll(route.via());
      }
    }
  }

  /** Those who have to do with a word of that name. */
  Set<Address> receivers(Address talker, String name) {
    return receivers.getOrDefault(talker + " " + name, Set.of());
  }

  Simulation simulation() {
    return simulation;
  }

  Air air() {
    return air;
  }

  TimingProfile profile() {
    return profile;
  }

  Set<Flaw> flaws() {
    return flaws;
  }

  Devices devices() {
    return devices;
  }

  Ledger ledger() {
    return ledger;
  }

  long nowMs() {
    return simulation.nowMs();
  }

  boolean isTalking() {
    return isTalking;
  }

  /** From now on talkers are silent. */
  void hush() {
    isTalking = false;
  }

  void trace(Object who, Supplier<String> what) {
    trace.ifPresent(t -> t.accept("%9.3f %s %s".formatted(nowMs() / 1e3, who, what.get())));
  }

  // ---- boards

  /** Starts a board, or its next life. */
  Board start(NodeId id) {
    OptionalLong before =
        keepsData && kept.containsKey(id) ? OptionalLong.of(kept.get(id)) : OptionalLong.empty();
    long wallMs = simulation.wallMs() + wallShiftMs.getOrDefault(id, 0L);
    long incarnation = Incarnation.next(before, wallMs, random.nextLong());
    kept.put(id, incarnation);
    Journal journal = keepsData ? simulation.journal(id.value()) : Journal.NONE;
    SimNode node = simulation.life(id.value(), incarnation, 1, LIMITS, journal);
    node.shiftWallClock(wallShiftMs.getOrDefault(id, 0L));
    Board board = new Board(this, node, keepsData);
    boards.put(id, board);
    trace(board.who(), () -> "starts");
    return board;
  }

  /** All of them know each other. */
  void acquaint() {
    for (Board board : boards.values()) {
      board
          .swim()
          .acquaint(
              boards.values().stream().filter(other -> other != board).map(Board::member).toList());
    }
  }

  /** The power goes, if it has not gone before. */
  void kill(NodeId id, boolean losesDisk) {
    Board board = board(id);
    if (!board.node().isAlive()) {
      return;
    }
    board.collectDeadLetters();
    trace(board.who(), () -> losesDisk ? "dies and its disk is lost" : "dies");
    ledger.ended.add(new Ledger.Ended(board.who(), nowMs(), losesDisk || !keepsData));
    for (Address gone : remembered.goneWith(board, alive(), losesDisk || !keepsData)) {
      trace(board.who(), () -> "was the last to remember " + gone);
      ledger.forgotten.add(gone);
    }
    simulation.kill(board.node());
    if (losesDisk) {
      simulation.wipe(id.value());
      kept.remove(id);
    }
  }

  Board board(NodeId id) {
    return Optional.ofNullable(boards.get(id)).orElseThrow();
  }

  Collection<NodeId> ids() {
    return List.copyOf(boards.keySet());
  }

  List<Board> alive() {
    List<Board> alive = new ArrayList<>();
    for (Board board : boards.values()) {
      if (board.node().isAlive()) {
        alive.add(board);
      }
    }
    return alive;
  }

  void datagram(SimNode from, NodeId to, Object datagram) {
    air.datagram(
        from,
        to,
        target -> {
          Board board = boards.get(to);
          if (board != null && board.node() == target) {
            board.swim().received(from.id(), datagram);
          }
        });
  }

  // ---- what faults change

  /** The clock of its board has no battery. */
  void beginIn1970(NodeId id) {
    wallShiftMs.put(id, -simulation.wallMs());
  }

  /** Sets the wall clock of a board; its next lives begin with it, too. */
  void shiftWallClock(NodeId id, long ms) {
    wallShiftMs.merge(id, ms, Long::sum);
    board(id).node().shiftWallClock(ms);
  }

  /** Whether replicas have more to do than they can. */
  boolean isStrained() {
    return strains > 0;
  }

  /** As long as any strain lasts. */
  void strain(boolean begins) {
    strains += begins ? 1 : -1;
  }

  void slowDisk(NodeId id, long ms) {
    if (board(id).node().journal() instanceof SimJournal journal) {
      journal.slowDown(ms);
    }
  }

  void weather(Weather weather) {
    air.become(weather);
  }
}
