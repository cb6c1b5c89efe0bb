package jellybean.actor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
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
  record Question(Keyword reply, Timers.Timer deadline) {}

  /** What the clock owes the actor; {@code timer} is missing only while it is being asked for. */
  static final class OpenTimer {
    Timers.@Nullable Timer timer;
  }

  final Address address;
  final Loop loop;
  final Mailbox mailbox = new Mailbox();

  /** Set by the one who may give it a behaviour; any thread. */
  private final AtomicBoolean claimed = new AtomicBoolean();

  Status status = Status.EXPECTED;
  boolean isReady;
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

  /** Sources that are closed at the end of this life. */
  final Set<Opened> opened = new LinkedHashSet<>(0);

  /** Addresses this actor watches, with the node on which each lives if that is another one. */
  final Map<Address, Optional<NodeId>> watching = new LinkedHashMap<>(0);

  final Set<Watcher> watchers = new LinkedHashSet<>(0);

  LocalActor(Address address, Loop loop) {
    this.address = address;
    this.loop = loop;
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
    status = Status.STARTING;
  }

  /** Nobody lives here until the next {@link #claim}. */
  void vacate() {
    status = Status.EXPECTED;
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
    Object now = state;
    return now == null ? Nil.NIL : show(behaviour(), now);
  }

  /** A behaviour that cannot show its state must not hide all others. */
  static Value show(Behaviour<Object> behaviour, Object state) {
    try {
      return behaviour.show(state);
    } catch (RuntimeException | StackOverflowError e) {
      return Errors.of(e);
    }
  }

  ActorView view() {
    String shown =
        switch (status) {
          case EXPECTED -> "expected";
          case STARTING, RUNNING -> "running";
          case CRASHED -> "crashed";
          case ENDED -> "ended";
        };
    return new ActorView(
        address,
        kind,
        shown,
        shownState(),
        mailbox.size() + mailbox.aside(),
        handled,
        restarts,
        busyNs / NS_PER_MS);
  }
}
