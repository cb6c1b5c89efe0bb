package jellybean.actor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;

/**
 * Runs the actors that belong to it, one message at a time, in turns.
 *
 * <p>One thread, always the same or handed over safely, calls {@link #turn}; everything that the
 * loop's actors own belongs to that thread. Other threads reach a loop through its inbox only.
 * Actors with messages stand in a queue; each handles at most {@value #BATCH_MESSAGES}, and no more
 * after {@value #BATCH_NS} ns, before the next one's turn. So a flooded actor delays the others by
 * no more than that, whatever its steps cost: a node stays within reach while it has too much to
 * do.
 */
public final class Loop {
  /** Messages handled in one turn before the inbox is looked at again. */
  static final int TURN_MESSAGES = 256;

  /** Messages that one actor handles before the next actor's turn. */
  static final int BATCH_MESSAGES = 32;

  /** After so long the inbox is looked at again, though fewer messages were handled. */
  static final long TURN_NS = 20_000_000;

  /** After so long it is the next actor's turn. */
  static final long BATCH_NS = 5_000_000;

  private static final int INBOX_BATCH = 1_024;

  final Actors node;
  final Outbox outbox;
  final Questions questions;
  final Watches watches;
  final Lives lives;
  final Mailboxes mailboxes;
  final Steps steps;
  final Durables durables;
  final Pauses pauses;
  final Couriers couriers;
  final Confirmations confirmations;
  final Parking parking;
  final Moves moves;
  final Departures departures;
  final Arrivals arrivals;
  final LastWords lastWords;
  final KeptDepartures keptDepartures;
  final KeptArrivals keptArrivals;
  final History history;
  final DeadLetters deadLetters;
  final Freezer freezer;
  final Traces traces = new Traces();
  final LoopCounters counters = new LoopCounters();
  final IdleTime idle = new IdleTime();

  private final Span turn;
  private final Span batch;
  private final int index;
  private final Inbox inbox;
  private final Deque<LocalActor> ready = new ArrayDeque<>();
  private final Queue<DeadLetter> deadElsewhere = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deadElsewhereCount = new AtomicInteger();
  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private volatile Runnable wake = () -> {};
  private long nowMs;

  /** Until then all steps are timed, because somebody looks. */
  long measuredUntilMs = Long.MIN_VALUE;

  Loop(Actors node, int index, BytePool.Share mailboxBytes, long seed) {
    ActorLimits limits = node.limits;
    int loops = node.loops();
    this.node = node;
    this.index = index;
    this.turn = new Span(node.clock::monotonicNs, TURN_NS);
    this.batch = new Span(node.clock::monotonicNs, BATCH_NS);
    this.inbox = new Inbox(limits.inboxMessages());
    this.mailboxes = new Mailboxes(this, mailboxBytes);
    long retained = limits.retainedBytes() / loops;
    long lettersBytes = retained / 4;
    this.history = new History(limits.actors(), limits.historyMessages(), retained - lettersBytes);
    this.deadLetters =
        new DeadLetters(Math.max(1, limits.deadLetters() / loops), lettersBytes, node.reasons);
    this.outbox = new Outbox(this, seed);
    this.questions = new Questions(this, seed);
    this.watches = new Watches(this);
    this.lives = new Lives(this);
    this.durables = new Durables(this);
    this.pauses = new Pauses(this);
    this.couriers = new Couriers(this);
    this.confirmations = new Confirmations(this);
    this.parking = new Parking(this);
    this.moves = new Moves(this);
    this.departures = new Departures(this);
    this.arrivals = new Arrivals(this);
    this.lastWords = new LastWords(this);
    this.keptDepartures = new KeptDepartures(this);
    this.keptArrivals = new KeptArrivals(this);
    this.steps = new Steps(this);
    this.freezer = new Freezer(this);
  }

  /** The number of this loop among those of its node, from 0. */
  public int index() {
    return index;
  }

  /**
   * Sets what is run, by any thread, when something came for this loop; called once before the
   * first turn. It is run at most once between two turns, and not again before the next one: it
   * must be remembered, also when it comes during a turn.
   */
  public void wakeWith(Runnable hook) {
    wake = hook;
  }

  /**
   * Handles a bounded number of messages.
   *
   * @return whether more can be done at once; if not, the next {@link #wakeWith wake} tells
   */
  public boolean turn() {
    isSignalled.getAndSet(false);
    if (idle.isIdle()) {
      idle.end(node.clock.monotonicNs());
    }
    nowMs = node.clock.wallMs();
    buryDeadFromElsewhere();
    inbox.drainTo(this, INBOX_BATCH);
    turn.begin();
    int left = TURN_MESSAGES;
    LocalActor actor = ready.pollFirst();
    while (actor != null) {
      left -= runBatch(actor, left);
      actor = left > 0 && !turn.isOver(TURN_MESSAGES - left) ? ready.pollFirst() : null;
    }
    confirmations.flush();
    counters.retainedBytes = history.bytes() + deadLetters.bytes();
    counters.tracesDropped = traces.dropped();
    counters.publish();
    boolean hasMore = !ready.isEmpty() || !inbox.isEmpty();
    if (!hasMore) {
      idle.begin(node.clock.monotonicNs());
    }
    return hasMore;
  }

  // ---- any thread

  /** False if the inbox is full. */
  boolean offer(Envelope message) {
    if (message.kind() != Envelope.Kind.MESSAGE || Signals.isSignal(message.name())) {
      inbox.offerTask(loop -> loop.receive(message));
    } else if (!inbox.offer(message)) {
      return false;
    }
    signal();
    return true;
  }

  void post(Inbox.Task task) {
    inbox.offerTask(task);
    signal();
  }

  /** Counts a dead letter, and keeps it if not too many are waiting to be kept. */
  void buryFromAnywhere(Envelope envelope, Keyword reason, Value detail) {
    node.reasons.count(reason);
    if (deadElsewhereCount.get() < node.limits.deadLetters()) {
      deadElsewhereCount.incrementAndGet();
      deadElsewhere.add(DeadLetter.of(envelope, reason, detail, node.clock.wallMs()));
      signal();
    }
  }

  long inboxItems() {
    return inbox.size();
  }

  private void signal() {
    if (!isSignalled.getAndSet(true)) {
      wake.run();
    }
  }

  // ---- this loop's thread

  long nowMs() {
    return nowMs;
  }

  void bury(Envelope envelope, Keyword reason, Value detail) {
    if (envelope.via().trace().isPresent()) {
      traces.died(envelope, envelope.via().trace().get(), reason, nowMs);
    }
    deadLetters.add(DeadLetter.of(envelope, reason, detail, nowMs));
  }

  void bury(LocalActor from, Keyword reason, Keyword name, Value data, Value detail) {
    bury(from.address, reason, name, data, detail);
  }

  void bury(Address from, Keyword reason, Keyword name, Value data, Value detail) {
    deadLetters.add(new DeadLetter(reason, nowMs, from, Optional.empty(), name, data, detail));
  }

  private void buryDeadFromElsewhere() {
    DeadLetter letter = deadElsewhere.poll();
    while (letter != null) {
      deadElsewhereCount.decrementAndGet();
      deadLetters.keep(letter);
      letter = deadElsewhere.poll();
    }
  }

  /** An envelope for an address that belongs to this loop, from wherever. */
  void receive(Envelope envelope) {
    if (envelope.kind() == Envelope.Kind.ACCEPTED) {
      couriers.accepted(envelope);
      return;
    }
    LocalActor actor = node.directory.get(envelope.to());
    if (actor == null || actor.loop != this) {
      absent(envelope);
    } else {
      receive(actor, envelope);
    }
  }

  void receive(LocalActor actor, Envelope came) {
    if (actor.arrival == null && !Signals.isOfMove(came.name()) || !moves.takes(actor, came)) {
      receiveNow(actor, came);
    }
  }

  /** What need not wait for the end of a move. */
  void receiveNow(LocalActor actor, Envelope came) {
    Envelope envelope = traces.awaitsNobody() ? came : traces.marked(came);
    switch (envelope.kind()) {
      case MESSAGE -> message(actor, envelope);
      case ANSWER -> questions.answered(actor, envelope);
      case WATCH -> watches.watched(actor, envelope);
      case UNWATCH -> watches.unwatched(actor, envelope);
      case ACCEPTED -> couriers.accepted(envelope);
    }
  }

  private void message(LocalActor actor, Envelope envelope) {
    if (envelope.name() == Signals.ENDED) {
      watches.ended(actor, envelope);
    } else if (Signals.isPressure(envelope.name())) {
      parking.told(actor, envelope);
    } else if (Signals.isSignal(envelope.name())) {
      mailboxes.acceptAnyway(actor, envelope);
    } else {
      mailboxes.accept(actor, envelope);
    }
  }

  /** Nobody of that address is here. */
  void absent(Envelope envelope) {
    if (moves.takesForNobody(envelope)) {
      return;
    }
    switch (envelope.kind()) {
      case MESSAGE -> {
        if (envelope.ticket().isPresent()) {
          counters.postponed++;
        } else if (envelope.name() != Signals.ENDED && !Signals.isPressure(envelope.name())) {
          bury(envelope, Reasons.NO_SUCH_ACTOR, Nil.NIL);
        }
      }
      case ANSWER -> bury(envelope, Reasons.LATE, Nil.NIL);
      case WATCH -> watches.answer(envelope, Reasons.NO_SUCH_ACTOR);
      case UNWATCH, ACCEPTED -> {}
    }
  }

  void makeReady(LocalActor actor) {
    if (!actor.isReady && !actor.isPaused && !actor.isHeld()) {
      actor.isReady = true;
      ready.addLast(actor);
    }
  }

  /** Returns how many messages were handled, at least 1. */
  private int runBatch(LocalActor actor, int left) {
    if (!actor.isMeasured && !isMeasuring()) {
      return handleBatch(actor, left);
    }
    long beganNs = node.clock.monotonicNs();
    int handled = handleBatch(actor, left);
    actor.busyNs += node.clock.monotonicNs() - beganNs;
    return handled;
  }

  private boolean isMeasuring() {
    return measuredUntilMs != Long.MIN_VALUE && node.clock.monotonicMs() < measuredUntilMs;
  }

  private int handleBatch(LocalActor actor, int left) {
    actor.isReady = false;
    int handled = 0;
    try {
      if (actor.status == Status.STARTING && !pauses.isHeldBack(actor)) {
        steps.start(actor);
        handled++;
      }
      handled += handleWaiting(actor, Math.min(BATCH_MESSAGES, left) - handled);
      if (actor.durable != null) {
        durables.write(actor, actor.durable);
      }
    } finally {
      // A fault of the node in between must not leave an actor that nobody asks any more.
      boolean more = actor.status == Status.RUNNING && !actor.mailbox.isEmpty();
      if (more || actor.status == Status.STARTING) {
        makeReady(actor);
      }
    }
    return Math.max(1, handled);
  }

  private int handleWaiting(LocalActor actor, int most) {
    // Who has one message only needs no clock.
    boolean isLong = actor.mailbox.size() > 1;
    if (isLong) {
      batch.begin();
    }
    int handled = 0;
    boolean isOver = false;
    while (handled < most && !isOver && canHandle(actor)) {
      steps.handle(actor, mailboxes.take(actor));
      handled++;
      isOver = isLong && batch.isOver(handled);
    }
    return handled;
  }

  private boolean canHandle(LocalActor actor) {
    return actor.status == Status.RUNNING
        && !actor.mailbox.isEmpty()
        && !actor.isHeld()
        && !pauses.isHeldBack(actor);
  }

  /** Where an actor of that address belongs. */
  Loop loopOf(Address address) {
    return node.loopOf(address);
  }
}
