package jellybean.actor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.DuplicateTable;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.message.Ticket;
import jellybean.port.Timers;
import org.jspecify.annotations.Nullable;

/**
 * An actor of this node with all that its loop keeps for it. Everything but the address, the loop,
 * the claim and an approximate length of the queue belongs to the loop's thread.
 */
final class LocalActor {
  private static final long NS_PER_MS = 1_000_000;

  /** Where an actor stands in its life. */
  enum Status {
    /** The address is taken and messages wait, but there is no behaviour yet. */
    EXPECTED,
    /** Has a behaviour; its initial state and first effects come with its next turn. */
    STARTING,
    RUNNING,
    /** Stands still with its last state until its supervisor decides. */
    CRASHED,
    /** Nothing of it remains. */
    ENDED
  }

  /** Where to say {@code :down} when this actor ends. */
  record Watcher(Address address, NodeId node) {}

  /** An answer that is waited for. */
  record Question(Keyword reply, Timers.Timer deadline, long dueMs) {}

  /** What the clock owes the actor; {@code timer} is missing only while it is being asked for. */
  static final class OpenTimer {
    final Effect.After after;
    final long dueMs;
    Timers.@Nullable Timer timer;

    OpenTimer(Effect.After after, long dueMs) {
      this.after = after;
      this.dueMs = dueMs;
    }
  }

  final Address address;
  final Loop loop;
  final Mailbox mailbox = new Mailbox();

  /** Set by the one who may give it a behaviour; any thread. */
  private final AtomicBoolean claimed = new AtomicBoolean();

  Status status = Status.EXPECTED;
  boolean isReady;

  /** Whether it has something to do and no leave to do it; its loop makes it ready again. */
  boolean isPaused;

  /**
   * The leave that it needs, if it needs one, as of a version of {@link Leaves}; see {@link
   * Pauses}.
   */
  Leaves.@Nullable Leave leave;

  int leaveVersion;

  /** Handles nothing for a while, see {@link Freezer}. */
  boolean isFrozen;

  int mailboxMessages = ActorSpec.DEFAULT_MAILBOX_MESSAGES;
  Optional<Address> supervisor = Optional.empty();
  String kind = "";
  boolean resumes;
  @Nullable Behaviour<Object> behaviour;
  @Nullable Object state;

  /** Goes up at each end of a life, so that what comes late for an earlier one is known. */
  int life;

  /** Set while the effects of its last step are carried out. */
  Optional<Value> stopReason = Optional.empty();

  /** Why it stands still; only if it crashed. */
  @Nullable Value crash;

  /** Whether it ran before it crashed; else its start failed. */
  boolean hasRun;

  long handled;

  /** Time its steps took, if that is measured. */
  long busyNs;

  boolean isMeasured;
  int restarts;

  /** Whether the state is not what the last recorded message left; see {@link History}. */
  boolean stateIsNew = true;

  @Nullable ClusterHistory history;

  /** Number of its last entry in that history; only if its state is not new. */
  long lastRecord;

  final Map<Long, Question> questions = new HashMap<>(0);
  final Set<OpenTimer> timers = new LinkedHashSet<>(0);

  /** Work that this life began, and sources that it opened; few actors have any. */
  @Nullable Pending pending;

  /** Addresses this actor watches, with the node on which each lives if that is another one. */
  final Map<Address, Optional<NodeId>> watching = new LinkedHashMap<>(0);

  final Set<Watcher> watchers = new LinkedHashSet<>(0);

  /** Only of a durable actor. */
  final @Nullable Durable durable;

  /**
   * Whether it is not served, since whom it sends to has no room. Other threads may read it as an
   * approximation.
   */
  boolean isParked;

  /** How long that may last; 0 if it never is. */
  long parkMs;

  /** Only if it is parked, or was for too long. */
  Parking.@Nullable Parked parked;

  /** Only while its mailbox fills up. */
  Parking.@Nullable Pressing pressing;

  /** Nodes to which something was sent that it said; for when it moves. */
  private @Nullable Set<NodeId> heardBy;

  private @Nullable NodeId heardLastBy;

  /** Only of one that comes from another node, until nothing has to wait for its move any more. */
  volatile @Nullable Arrival arrival;

  /** Whether it began with what came from another node, and was not halted since. */
  volatile boolean hasCome;

  /** Where it goes as soon as it may; other threads may read it. */
  volatile Effect.@Nullable Depart departing;

  /** Only of one that was sent messages with tickets. */
  private @Nullable Ticketed ticketed;

  LocalActor(Address address, Loop loop, Durability durability) {
    this.address = address;
    this.loop = loop;
    this.durable =
        durability == Durability.VOLATILE ? null : new Durable(durability == Durability.ALL);
  }

  /** Something that it said is sent there. */
  void isHeardBy(NodeId node) {
    if (!node.equals(heardLastBy)) {
      heardLastBy = node;
      Set<NodeId> all = heardBy == null ? new TreeSet<>() : heardBy;
      all.add(node);
      heardBy = all;
    }
  }

  Set<NodeId> heardBy() {
    return heardBy == null ? Set.of() : heardBy;
  }

  /** Whether it may handle nothing before something is on disk, or as it is parked or frozen. */
  boolean isHeld() {
    return isFrozen || isParked || durable != null && (durable.isHeld() || isLeaving());
  }

  /** Whether it is still on its way here from another node; any thread. */
  boolean isComing() {
    Arrival now = arrival;
    return now != null && !now.isHere();
  }

  /** Whether it goes as soon as what it did is on disk. */
  private boolean isLeaving() {
    return departing != null && arrival == null;
  }

  /** Whether messages are accepted only when they are on disk. */
  boolean keepsMailbox() {
    return durable != null && durable.keepsMailbox;
  }

  /** What it knows of messages with tickets. */
  Ticketed ticketed(Loop owner) {
    Ticketed known = ticketed;
    if (known == null) {
      known = new Ticketed(owner, address, new DuplicateTable());
      ticketed = known;
    }
    return known;
  }

  /** The same as the journal says. */
  void ticketed(Loop owner, DuplicateTable accepted) {
    Ticketed before = ticketed;
    Ticketed now = new Ticketed(owner, address, accepted);
    ticketed = now;
    if (before != null && before.hasRefused()) {
      now.refused(before);
      now.callAgain();
    }
  }

  /** Up to where it has accepted what others keep for it. */
  Map<Ticket.Stream, DuplicateTable.Position> acceptedByTicket() {
    Ticketed known = ticketed;
    return known == null ? Map.of() : known.acceptedPositions();
  }

  /** Whether somebody waits for room in its mailbox. */
  boolean hasRefused() {
    return ticketed != null && ticketed.hasRefused();
  }

  /** Whether a message of its mailbox outlives it. */
  boolean keeps(Envelope message) {
    return message.ticket().isPresent()
        || (durable != null && durable.onDisk.contains(message.id()));
  }

  /** Messages that count as waiting. */
  int waiting() {
    Arrival coming = arrival;
    return mailbox.size()
        + mailbox.aside()
        + (durable == null ? 0 : durable.arriving)
        + (coming == null ? 0 : coming.waiting());
  }

  /** Any thread. True for exactly one caller: who may give this actor its behaviour. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  boolean isClaimed() {
    return claimed.get();
  }

  @SuppressWarnings("unchecked") // A behaviour is only ever given states that it made itself.
  void become(ActorSpec spec) {
    behaviour = (Behaviour<Object>) spec.behaviour();
    supervisor = spec.supervisor();
    kind = spec.kind();
    mailboxMessages = spec.mailboxMessages();
    resumes = spec.resumes();
    isMeasured = spec.isMeasured();
    parkMs = spec.parkMs();
    status = Status.STARTING;
    isFrozen = false;
  }

  /** Whether anybody ever lived here, and not only a mailbox was open. */
  boolean wasServed() {
    return status != Status.EXPECTED || restarts > 0;
  }

  /** Nobody lives here until the next {@link #claim}. */
  void vacate() {
    hasCome = false;
    status = Status.EXPECTED;
    isFrozen = false;
    behaviour = null;
    state = null;
    stopReason = Optional.empty();
    restarts++;
    claimed.set(false);
  }

  Behaviour<Object> behaviour() {
    if (behaviour == null) {
      throw new IllegalStateException(address + " has no behaviour yet");
    }
    return behaviour;
  }

  Value shownState() {
    Object now = durable != null && durable.isWriting ? durable.last(behaviour()) : state;
    return now == null ? Nil.NIL : show(behaviour(), now);
  }

  /** What a state holds that is not done with; nothing if the behaviour cannot say. */
  List<Delivery> unfinished() {
    Object now = state;
    if (now == null || behaviour == null) {
      return List.of();
    }
    try {
      return behaviour.unfinished(now);
    } catch (Throwable e) {
      Errors.survived(e);
      return List.of();
    }
  }

  /** A behaviour that cannot show its state must not hide all others. */
  static Value show(Behaviour<Object> behaviour, Object state) {
    try {
      return behaviour.show(state);
    } catch (Throwable e) {
      return Errors.survived(e);
    }
  }

  ActorLoad load(long nowNs) {
    long idleMs = loop.idle.totalNs(nowNs) / NS_PER_MS;
    return new ActorLoad(address, waiting(), busyNs / NS_PER_MS, idleMs, pressing != null);
  }

  ActorView view() {
    String shown =
        switch (status) {
          case EXPECTED -> "expected";
          case STARTING -> state == null ? "starting" : "running";
          case RUNNING -> !loop.pauses.mayRun(this) ? "paused" : isParked ? "parked" : "running";
          case CRASHED -> "crashed";
          case ENDED -> "ended";
        };
    return new ActorView(
        address,
        kind.isEmpty() ? shown : kind,
        shown,
        shownState(),
        waiting(),
        handled,
        restarts,
        busyNs / NS_PER_MS);
  }
}
