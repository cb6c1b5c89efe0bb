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
import org.jspecify.annotations.Nullable;

/**
 * Runs the actors that belong to it, one message at a time, in turns.
 *
 * <p>One thread, always the same or handed over safely, calls {@link #turn}; everything that the
 * loop's actors own belongs to that thread. Other threads reach a loop through its inbox only.
 * Actors with messages stand in a queue; each handles at most {@value #BATCH_MESSAGES} before the
 * next one's turn, so a flooded actor delays the others by no more than that.
 */
public final class Loop {
  /** Messages handled in one turn before the inbox is looked at again. */
  static final int TURN_MESSAGES = 256;

  /** Messages that one actor handles before the next actor's turn. */
  static final int BATCH_MESSAGES = 32;

  private static final int INBOX_BATCH = 1_024;

  final Actors node;
  final Outbox outbox;
  final Questions questions;
  final Watches watches;
  final Lives lives;
  final History history;
  final DeadLetters deadLetters;
  final LoopCounters counters = new LoopCounters();

  private final Effects effects;
  private final int index;
  private final Inbox inbox;
  private final BytePool.Share mailboxBytes;
  private final Deque<LocalActor> ready = new ArrayDeque<>();
  private final Queue<DeadLetter> deadElsewhere = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deadElsewhereCount = new AtomicInteger();
  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private volatile Runnable wake = () -> {};
  private long nowMs;

  /** The message whose effects are being carried out; only a refusal asks for it. */
  private @Nullable Envelope underway;

  /** Weight of the message that was taken last, which is being handled. */
  private int takenBytes;

  Loop(Actors node, int index, BytePool.Share mailboxBytes, long seed) {
    ActorLimits limits = node.limits;
    int loops = node.loops();
    this.node = node;
    this.index = index;
    this.inbox = new Inbox(limits.inboxMessages());
    this.mailboxBytes = mailboxBytes;
    long retained = limits.retainedBytes() / loops;
    long lettersBytes = retained / 4;
    this.history = new History(limits.actors(), limits.historyMessages(), retained - lettersBytes);
    this.deadLetters =
        new DeadLetters(Math.max(1, limits.deadLetters() / loops), lettersBytes, node.reasons);
    this.outbox = new Outbox(this, seed);
    this.questions = new Questions(this, seed);
    this.watches = new Watches(this);
    this.lives = new Lives(this);
    this.effects = new Effects(this);
  }

  /** The number of this loop among those of its node, from 0. */
  public int index() {
    return index;
  }

  /**
   * Sets what is run, by any thread, when something came for this loop; called once before the
   * first turn. It is run at most once between two turns; unparking the loop's thread is enough.
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
    nowMs = node.clock.wallMs();
    buryDeadFromElsewhere();
    inbox.drainTo(this, INBOX_BATCH);
    int left = TURN_MESSAGES;
    LocalActor actor = ready.pollFirst();
    while (actor != null) {
      left -= runBatch(actor, left);
      actor = left > 0 ? ready.pollFirst() : null;
    }
    counters.publish();
    return !ready.isEmpty() || !inbox.isEmpty();
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
    LocalActor actor = node.directory.get(envelope.to());
    if (actor == null || actor.loop != this) {
      absent(envelope);
    } else {
      receive(actor, envelope);
    }
  }

  void receive(LocalActor actor, Envelope envelope) {
    switch (envelope.kind()) {
      case MESSAGE -> message(actor, envelope);
      case ANSWER -> questions.answered(actor, envelope);
      case WATCH -> watches.watched(actor, envelope);
      case UNWATCH -> watches.unwatched(actor, envelope);
    }
  }

  private void message(LocalActor actor, Envelope envelope) {
    if (envelope.name() == Signals.ENDED) {
      watches.ended(actor, envelope);
    } else if (Signals.isSignal(envelope.name())) {
      acceptAnyway(actor, envelope);
    } else {
      accept(actor, envelope);
    }
  }

  /** Nobody of that address is here. */
  void absent(Envelope envelope) {
    switch (envelope.kind()) {
      case MESSAGE -> {
        if (envelope.name() != Signals.ENDED) {
          bury(envelope, Reasons.NO_SUCH_ACTOR, Nil.NIL);
        }
      }
      case ANSWER -> bury(envelope, Reasons.LATE, Nil.NIL);
      case WATCH -> watches.answer(envelope, Reasons.NO_SUCH_ACTOR);
      case UNWATCH -> {}
    }
  }

  /** Puts a message into a mailbox, within the mailbox's bound and the node's pool. */
  void accept(LocalActor actor, Envelope envelope) {
    if (actor.mailbox.size() + actor.mailbox.aside() >= actor.mailboxMessages) {
      bury(envelope, Reasons.OVERFLOW, Errors.error(fullMailbox(actor)));
    } else if (!mailboxBytes.take(envelope.weightBytes())) {
      bury(envelope, Reasons.OVERFLOW, Errors.error(FULL_POOL));
    } else {
      enqueue(actor, envelope);
    }
  }

  private static final String FULL_POOL =
      "the mailboxes of this node hold as many bytes as they may";

  private static String fullMailbox(LocalActor actor) {
    return "the mailbox of "
        + actor.address
        + " is full: expected at most "
        + actor.mailboxMessages
        + " messages";
  }

  /** For what is bounded elsewhere and must arrive: answers, timers, signals. */
  void acceptAnyway(LocalActor actor, Envelope envelope) {
    mailboxBytes.takeAnyway(envelope.weightBytes());
    enqueue(actor, envelope);
  }

  private void enqueue(LocalActor actor, Envelope envelope) {
    actor.mailbox.add(envelope);
    if (actor.status == Status.RUNNING) {
      makeReady(actor);
    }
  }

  /** The oldest message of a mailbox that is not empty. */
  Envelope take(LocalActor actor) {
    Envelope envelope = actor.mailbox.take();
    takenBytes = envelope.weightBytes();
    mailboxBytes.give(takenBytes);
    return envelope;
  }

  void makeReady(LocalActor actor) {
    if (!actor.isReady) {
      actor.isReady = true;
      ready.addLast(actor);
    }
  }

  /** Returns how many messages were handled, at least 1. */
  private int runBatch(LocalActor actor, int left) {
    if (!actor.isMeasured) {
      return handleBatch(actor, left);
    }
    long beganNs = node.clock.monotonicNs();
    int handled = handleBatch(actor, left);
    actor.busyNs += node.clock.monotonicNs() - beganNs;
    return handled;
  }

  private int handleBatch(LocalActor actor, int left) {
    actor.isReady = false;
    int handled = 0;
    if (actor.status == Status.STARTING) {
      start(actor);
      handled++;
    }
    int bound = Math.min(BATCH_MESSAGES, left);
    while (handled < bound && actor.status == Status.RUNNING && !actor.mailbox.isEmpty()) {
      handle(actor, take(actor));
      handled++;
    }
    boolean more = actor.status == Status.RUNNING && !actor.mailbox.isEmpty();
    if (more || actor.status == Status.STARTING) {
      makeReady(actor);
    }
    return Math.max(1, handled);
  }

  private void start(LocalActor actor) {
    Step<Object> step;
    try {
      Behaviour<Object> behaviour = actor.behaviour();
      Object initial = behaviour.initial();
      actor.state = initial;
      step = behaviour.started(initial, outbox.infoOfStart(actor));
      effects.check(actor, step);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      lives.crash(actor, Optional.empty(), Errors.of(e));
      return;
    }
    actor.state = step.state();
    actor.status = Status.RUNNING;
    effects.carryOut(actor, step.effects());
    if (actor.status == Status.RUNNING && actor.behaviour().runsAtOnce()) {
      lives.running(actor);
    }
  }

  private void handle(LocalActor actor, Envelope envelope) {
    int envelopeBytes = takenBytes;
    Object before = stateOf(actor);
    Step<Object> step;
    boolean isPutAside;
    try {
      step = actor.behaviour().handle(before, Outbox.delivery(actor, envelope));
      isPutAside = effects.check(actor, step);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      lives.crash(actor, Optional.of(envelope), Errors.of(e));
      return;
    }
    if (isPutAside) {
      putAside(actor, envelope, envelopeBytes);
      return;
    }
    actor.state = step.state();
    actor.handled++;
    counters.handled++;
    history.add(actor, envelope, envelopeBytes, before, step.state());
    underway = envelope;
    effects.carryOut(actor, step.effects());
  }

  private void putAside(LocalActor actor, Envelope envelope, int envelopeBytes) {
    mailboxBytes.takeAnyway(envelopeBytes);
    actor.mailbox.putAside(envelope);
  }

  void unstash(LocalActor actor) {
    actor.mailbox.takeUp();
    if (actor.status == Status.RUNNING && !actor.mailbox.isEmpty()) {
      makeReady(actor);
    }
  }

  /** The message whose effects are being carried out. */
  Envelope underway() {
    Envelope message = underway;
    if (message == null) {
      throw new IllegalStateException("no message is being handled");
    }
    return message;
  }

  /** What an actor will not carry out is a dead letter, and no question stays open for it. */
  void refuse(LocalActor actor, Effect.Refuse refuse) {
    Envelope refused = underway();
    bury(refused, refuse.reason(), refuse.error());
    refused
        .replyTo()
        .ifPresent(to -> questions.answer(actor, new Effect.Answer(to, refuse.error())));
  }

  private static Object stateOf(LocalActor actor) {
    @Nullable Object state = actor.state;
    if (state == null) {
      throw new IllegalStateException(actor.address + " runs without a state");
    }
    return state;
  }

  /** Where an actor of that address belongs. */
  Loop loopOf(Address address) {
    return node.loopOf(address);
  }
}
