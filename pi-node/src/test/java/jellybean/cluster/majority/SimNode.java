package jellybean.cluster.majority;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.Majority.Permit;
import jellybean.cluster.majority.Majority.Send;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/** A board: a clock of its own rate, perhaps a disk that takes its time, lives that end. */
final class SimNode {
  private static final int VIEW_MS = 800;
  private static final int SLOW_DISK_MS = 400;

  /** What waits for the disk: messages may leave when {@code kept} is there. */
  private record Unwritten(Optional<EdnMap> kept, List<Send> sends) {}

  private record Arrival(NodeId from, MajorityMessage message) {
    @Override
    public String toString() {
      return "<- " + from + " " + MessageCodec.toValue(message);
    }
  }

  final Fleet fleet;
  final int index;
  final NodeId id;
  final boolean hasDisk;
  private final double rate;
  private final long offsetMs;
  boolean isUp;
  long life;
  Majority state;
  private Optional<Permit> permit = Optional.empty();
  SortedSet<Elector> view = new TreeSet<>();

  /** Whom this home took off the roll. */
  final Set<NodeId> dismissed = new HashSet<>();

  private Optional<EdnMap> disk = Optional.empty();
  private Grantor written;
  private final Deque<Unwritten> unwritten = new ArrayDeque<>();
  private long stalledUntilMs;
  private int timer;
  private boolean failsAtNextWrite;

  SimNode(Fleet fleet, int index, boolean hasDisk) {
    this.fleet = fleet;
    this.index = index;
    this.id = new NodeId("n" + index);
    this.hasDisk = hasDisk;
    this.rate = 1 + (2 * fleet.random.nextDouble() - 1) * fleet.fault.drift();
    this.offsetMs = fleet.random.nextInt(1_000_000);
  }

  // ---- lives

  Elector boot() {
    isUp = true;
    life = fleet.fault.isReborn() ? index : fleet.random.nextLong();
    unwritten.clear();
    Rules rules = fleet.fault.rules();
    state =
        disk.map(d -> Majority.restored(id, life, fleet.timing, d, localMs(), rules))
            .orElseGet(() -> Majority.fresh(id, life, fleet.timing, localMs(), rules));
    view = new TreeSet<>(List.of(state.elector()));
    permit = Optional.empty();
    dismissed.clear();
    return state.elector();
  }

  /** The document is there; the fleet is told. */
  void begin() {
    if (fleet.fault.forgetsPromises() && disk.isPresent()) {
      state = state.forget(Fleet.SYSTEM);
    }
    state = state.begin(Fleet.SYSTEM, fleet.genesis());
    written = grantor();
    if (hasDisk && disk.isEmpty()) {
      disk = Optional.of(state.stored());
    }
    step(() -> state.host(Set.of(Fleet.SYSTEM), moment()));
    look();
  }

  void crash(boolean losesDisk) {
    isUp = false;
    timer++;
    unwritten.clear();
    if (losesDisk) {
      disk = Optional.empty();
    }
    fleet.trace(this, losesDisk ? "crashes and loses its disk" : "crashes");
  }

  void restart() {
    if (!isUp) {
      boot();
      begin();
      fleet.trace(this, "starts");
    }
  }

  /** The power fails while something waits for the disk, and comes back soon. */
  void failAtNextWrite() {
    failsAtNextWrite = hasDisk;
  }

  void stall(long durationMs) {
    stalledUntilMs = fleet.nowMs() + durationMs;
    fleet.trace(this, "stalls for " + durationMs);
  }

  // ---- inputs

  long localMs() {
    return offsetMs + (long) (fleet.nowExactMs() * rate);
  }

  private Moment moment() {
    return new Moment(localMs(), fleet.random.nextLong());
  }

  private void whenAwake(Runnable action) {
    long itsLife = life;
    long stallMs = stalledUntilMs - fleet.nowMs();
    if (stallMs > 0) {
      fleet.after(
          stallMs + fleet.random.nextDouble(),
          () -> {
            if (isUp && life == itsLife) {
              whenAwake(action);
            }
          });
    } else {
      action.run();
    }
  }

  void arrive(SimNode from, MajorityMessage message) {
    if (isUp) {
      whenAwake(
          () -> {
            fleet.trace(this, new Arrival(from.id, message));
            step(() -> state.received(from.id, message, moment()));
          });
    }
  }

  private void tick(int which) {
    if (isUp && which == timer) {
      whenAwake(() -> step(() -> state.tick(moment())));
    }
  }

  /** Membership tells, late and sometimes wrongly, who is there. */
  private void look() {
    long itsLife = life;
    fleet.after(
        (fleet.isAtPeace ? VIEW_MS / 2 : fleet.random.nextInt(VIEW_MS)) + 1,
        () -> {
          if (isUp && life == itsLife) {
            whenAwake(this::seeMembers);
            look();
          }
        });
  }

  private void seeMembers() {
    TreeSet<Elector> seen = new TreeSet<>(List.of(state.elector()));
    for (SimNode other : fleet.nodes) {
      boolean isWrong = !fleet.isAtPeace && fleet.random.nextInt(40) == 0;
      if (other != this && other.isUp && isSeen(other) != isWrong) {
        seen.add(other.state.elector());
      }
    }
    if (!seen.equals(view)) {
      view = seen;
      step(() -> state.members(seen, moment()));
    }
    boolean isAmbitious = fleet.everybodyWants && !fleet.isAtPeace;
    Set<String> wanted =
        isAmbitious && fleet.random.nextInt(3) == 0 ? Set.of(Fleet.SYSTEM) : state.due(moment());
    step(() -> state.want(wanted, moment()));
    callTheRoll();
  }

  /** As in SWIM, a third member that sees both is enough. */
  private boolean isSeen(SimNode other) {
    return fleet.reaches(this, other)
        || fleet.nodes.stream()
            .anyMatch(
                third -> third.isUp && fleet.reaches(this, third) && fleet.reaches(third, other));
  }

  private void callTheRoll() {
    TreeMap<NodeId, Long> hosts = new TreeMap<>();
    if (fleet.isAtPeace) {
      dismissed.clear();
    } else if (fleet.random.nextInt(6) == 0) {
      NodeId any = fleet.nodes.get(fleet.random.nextInt(fleet.nodes.size())).id;
      if (!dismissed.remove(any)) {
        dismissed.add(any);
      }
    }
    for (Elector elector : view) {
      if (!dismissed.contains(elector.node())) {
        hosts.put(elector.node(), fleet.node(elector.node()).life);
      }
    }
    state = state.roll(Fleet.SYSTEM, hosts);
  }

  // ---- steps

  private void step(Supplier<Outcome> input) {
    Optional<Configuration> before = held();
    Outcome outcome = input.get();
    state = outcome.next();
    permit = state.permit(Fleet.SYSTEM);
    if (held().isPresent() && !held().equals(before)) {
      fleet.activations++;
      callTheRoll();
    }
    put(outcome.sends());
    if (!dismissed.isEmpty() && held().isPresent()) {
      dismissed.forEach(host -> fleet.checkDismissed(this, fleet.node(host)));
    }
    int which = ++timer;
    long waitMs = Math.max(1, state.nextMs(moment()) - localMs());
    if (waitMs < Integer.MAX_VALUE) {
      double late = fleet.random.nextInt(20) == 0 ? fleet.random.nextInt(300) : 0;
      fleet.after(waitMs / rate + late, () -> tick(which));
    }
  }

  private Optional<Configuration> held() {
    return participant(p -> p.claimant().holding().map(Holding::configuration));
  }

  private void put(List<Send> sends) {
    Grantor grantor = grantor();
    boolean changes =
        !grantor.promised().equals(written.promised())
            || !grantor.activated().equals(written.activated())
            || !grantor.accepted().equals(written.accepted());
    written = grantor;
    if (hasDisk && changes) {
      unwritten.add(new Unwritten(Optional.of(state.stored()), hold(sends)));
      if (unwritten.size() == 1) {
        writeNext();
      }
    } else if (!unwritten.isEmpty()) {
      unwritten.add(new Unwritten(Optional.empty(), hold(sends)));
    } else {
      sends.forEach(send -> fleet.transmit(this, send));
    }
  }

  private List<Send> hold(List<Send> sends) {
    if (!fleet.fault.answersBeforeDisk()) {
      return sends;
    }
    sends.forEach(send -> fleet.transmit(this, send));
    return List.of();
  }

  private void writeNext() {
    long itsLife = life;
    if (failsAtNextWrite && !fleet.isAtPeace) {
      failsAtNextWrite = false;
      fleet.after(
          0.01,
          () -> {
            if (isUp && life == itsLife) {
              crash(false);
              fleet.after(1 + fleet.random.nextInt(Fleet.LEASE_MS), this::restart);
            }
          });
      return;
    }
    int slowMs = fleet.random.nextInt(10) == 0 ? SLOW_DISK_MS : 10;
    fleet.after(
        fleet.random.nextDouble() * slowMs,
        () -> {
          if (isUp && life == itsLife && !unwritten.isEmpty()) {
            wrote();
          }
        });
  }

  private void wrote() {
    Unwritten first = unwritten.removeFirst();
    first.kept.ifPresent(kept -> disk = Optional.of(kept));
    first.sends.forEach(send -> fleet.transmit(this, send));
    while (!unwritten.isEmpty() && unwritten.getFirst().kept.isEmpty()) {
      unwritten.removeFirst().sends.forEach(send -> fleet.transmit(this, send));
    }
    if (!unwritten.isEmpty()) {
      writeNext();
    }
  }

  // ---- what is so

  private <T> T participant(Function<Participant, T> question) {
    return question.apply(state.participant(Fleet.SYSTEM).orElseThrow());
  }

  Grantor grantor() {
    return participant(Participant::grantor);
  }

  Configuration known() {
    return grantor().activated();
  }

  Optional<Permit> permit() {
    return permit;
  }

  boolean isRunning() {
    return isUp && permit().filter(p -> localMs() < p.untilMs()).isPresent();
  }

  boolean isHome() {
    return isRunning() && held().isPresent();
  }

  @Override
  public String toString() {
    return id + " (" + permit() + " at " + localMs() + ")";
  }
}
