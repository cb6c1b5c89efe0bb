package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.port.Journal;
import jellybean.port.Network;
import jellybean.port.Randomness;
import jellybean.port.Timers;
import jellybean.port.Workers;

/**
 * The actors of a node and the loops that run them. Any thread may call any method here; nothing
 * blocks. Somebody must call {@link Loop#turn} of each loop, each from a thread of its own or, in a
 * simulation, all from one.
 */
public final class Actors {
  static final Value FULL_INBOX = Errors.error("the loop's inbox holds as many messages as it may");

  final NodeId self;
  final long incarnation;
  final Clock clock;
  final Timers timers;
  final Network network;
  final Workers workers;
  final Journal journal;
  final ActorLimits limits;
  final Directory directory;
  final Reasons reasons = new Reasons();
  final Leaves leaves = new Leaves();

  final Postage postage = new Postage();

  /** What sources offered while too much of theirs was on its way. */
  final AtomicLong refusedOffers = new AtomicLong();

  private final AtomicLong lastTicket = new AtomicLong();
  private final Others others = new Others();
  private final Loop[] loops;
  private final BytePool pool;
  private volatile Router router = new NoRouter();
  private volatile UnaryOperator<Router> observer = UnaryOperator.identity();

  /** Of a node that keeps nothing. */
  public Actors(
      NodeId self,
      long incarnation,
      Clock clock,
      Timers timers,
      Randomness randomness,
      Network network,
      Workers workers,
      int loops,
      ActorLimits limits) {
    this(
        self,
        incarnation,
        clock,
        timers,
        randomness,
        network,
        workers,
        Journal.NONE,
        loops,
        limits);
  }

  /**
   * @param incarnation number of this life of the node; larger than that of any earlier one
   * @param loops how many loops share the actors; one per core
   */
  public Actors(
      NodeId self,
      long incarnation,
      Clock clock,
      Timers timers,
      Randomness randomness,
      Network network,
      Workers workers,
      Journal journal,
      int loops,
      ActorLimits limits) {
    this.self = self;
    this.incarnation = incarnation;
    this.clock = clock;
    this.timers = timers;
    this.network = network;
    this.workers = workers;
    this.journal = journal;
    this.limits = limits;
    this.directory = new Directory(limits.actors());
    this.loops = new Loop[loops];
    this.pool = new BytePool(limits.mailboxPoolBytes());
    for (int i = 0; i < loops; i++) {
      this.loops[i] = new Loop(this, i, pool.new Share(), randomness.nextLong());
    }
    loadOutbox();
  }

  /** Before anything else is asked of the journal, so that what was said first goes first. */
  private void loadOutbox() {
    journal.load(
        Journal.OUTBOX,
        answer -> {
          if (answer instanceof Journal.Kept kept) {
            for (Envelope message : kept.mailbox()) {
              loopOf(message.to()).post(loop -> loop.couriers.restore(message));
            }
          }
        });
  }

  /** Numbers of this life, which grow. */
  long nextTicket() {
    return lastTicket.incrementAndGet();
  }

  /** How many loops there are. */
  public int loops() {
    return loops.length;
  }

  public Loop loop(int index) {
    return loops[index];
  }

  /** Has a task run when every loop has got to what was before it; on the last one's thread. */
  public void afterAllLoops(Runnable then) {
    afterAllLoops(_ -> {}, then);
  }

  /** The same when every loop has done something. */
  void afterAllLoops(Consumer<Loop> each, Runnable then) {
    AtomicInteger left = new AtomicInteger(loops.length);
    for (Loop loop : loops) {
      loop.post(
          own -> {
            each.accept(own);
            if (left.decrementAndGet() == 0) {
              then.run();
            }
          });
    }
  }

  /** The loop to which an actor of that address belongs. */
  Loop loopOf(Address address) {
    return loops[Math.floorMod(spread(address.hashCode()), loops.length)];
  }

  /** The high bits of a string's hash take part, too. */
  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  /**
   * Starts an actor, or gives a behaviour to one whose mailbox was opened before.
   *
   * @throws StepException there is an actor at that address, or the node is full
   */
  public void start(ActorSpec spec) {
    LocalActor actor = directory.reserve(spec.address(), loopOf(spec.address()), spec.durability());
    actor.loop.post(loop -> loop.lives.begin(actor, spec));
  }

  /** The same for a caller that is a loop: its own actors stand ready at once. */
  void start(ActorSpec spec, Loop caller) {
    LocalActor actor = directory.reserve(spec.address(), loopOf(spec.address()), spec.durability());
    if (actor.loop == caller) {
      caller.lives.begin(actor, spec);
    } else {
      actor.loop.post(loop -> loop.lives.begin(actor, spec));
    }
  }

  /** Takes an envelope that came for an actor of this node. */
  public void deliver(Envelope envelope) {
    Loop loop = loopOf(envelope.to());
    if (Signals.isOfMove(envelope.name())) {
      // Bounded by its own window, and nothing of it may be lost.
      loop.post(own -> own.receive(envelope));
      return;
    }
    // A message with a ticket is with its sender, who will send it again.
    if (!loop.offer(envelope) && envelope.ticket().isEmpty()) {
      loop.buryFromAnywhere(envelope, Reasons.OVERFLOW, FULL_INBOX);
    }
  }

  /**
   * An envelope could not be delivered. A request to watch is answered by {@link Signals#DOWN}; its
   * end needs nothing; what is kept until it is confirmed will be sent again; all others become
   * dead letters.
   */
  public void deadLetter(Envelope envelope, Keyword reason, Value detail) {
    switch (envelope.kind()) {
      case WATCH ->
          loopOf(envelope.from()).post(own -> own.watches.undeliverable(envelope, reason));
      case UNWATCH, ACCEPTED -> {}
      case MESSAGE, ANSWER -> undeliverable(envelope, reason, detail);
    }
  }

  private void undeliverable(Envelope envelope, Keyword reason, Value detail) {
    boolean isNews = Signals.isOfMove(envelope.name()) && envelope.name() != Signals.MOVED;
    if (Signals.isPressure(envelope.name()) || isNews) {
      return; // Who sends to a full mailbox from nowhere cannot be parked.
    }
    Optional<Envelope> carried =
        envelope.name() == Signals.MOVED
            ? Moves.carried(envelope.to(), Image.map(envelope.data(), "a part of a move"))
            : Optional.empty();
    if (carried.isPresent()) {
      lost(carried.get(), reason, detail);
    } else if (envelope.ticket().isPresent()) {
      loopOf(envelope.to()).post(own -> own.couriers.undeliverable(envelope, reason, detail));
    } else {
      loopOf(envelope.from()).buryFromAnywhere(envelope, reason, detail);
    }
  }

  /** What came here for an actor that has moved on did not get to it: it dies as what it is. */
  void lost(Envelope late, Keyword reason, Value detail) {
    switch (late.kind()) {
      case WATCH -> loopOf(late.to()).post(own -> own.watches.answer(late, reason));
      case UNWATCH, ACCEPTED -> {}
      case MESSAGE, ANSWER -> loopOf(late.to()).buryFromAnywhere(late, reason, detail);
    }
  }

  /** A node died; whoever watches an actor there is told. */
  public void nodeDown(NodeId node, Value reason) {
    others.down(node);
    tellDown(node, _ -> true, reason);
  }

  /** A life of a node is over. */
  public void nodeDown(NodeId node, long incarnation, Value reason) {
    others.down(node, incarnation);
    tellDown(node, life -> life == incarnation, reason);
  }

  private void tellDown(NodeId node, Predicate<Long> isOver, Value reason) {
    for (Loop loop : loops) {
      loop.post(
          own -> {
            own.watches.nodeDown(node, reason);
            own.departures.nodeDown(node, isOver);
            own.lastWords.nodeDown(node);
            own.arrivals.nodeDown(node, isOver);
          });
    }
  }

  /** See {@link Effect.RunUntil}. */
  void runUntil(Address part, long monotonicMs) {
    if (leaves.set(part, monotonicMs)) {
      for (Loop loop : loops) {
        loop.post(own -> own.pauses.resume(part));
      }
    }
  }

  /** A life of a node is there; what waits for its actors is sent. */
  public void nodeUp(NodeId node, long incarnation) {
    if (others.up(node, incarnation) && !postage.isEmpty()) {
      for (Loop loop : loops) {
        loop.post(own -> own.couriers.nodeUp(node));
      }
    }
  }

  /** Whether it is known that the last life of a node is over. */
  boolean isDown(NodeId node) {
    return others.isDown(node);
  }

  /** Whether it is known that this life of a node is over. */
  boolean isOver(NodeId node, long incarnation) {
    return others.isOver(node, incarnation);
  }

  /** From now on this router decides, on all loops. */
  public void install(Router next) {
    router = observer.apply(next);
    if (!postage.isEmpty()) {
      for (Loop loop : loops) {
        loop.post(own -> own.couriers.rerouted());
      }
    }
  }

  /** From now on each router is asked through what {@code around} makes of it. */
  public void observeRoutes(UnaryOperator<Router> around) {
    observer = around;
  }

  Router router() {
    return router;
  }

  /** Messages waiting at an actor of this node; 0 for others. Approximate for other loops. */
  int queueLength(Address address) {
    LocalActor actor = directory.get(address);
    return actor == null ? 0 : actor.mailbox.size();
  }

  /** How full the node is at the moment, about. */
  public Fullness fullness() {
    long inboxes = 0;
    long idleNs = 0;
    long nowNs = clock.monotonicNs();
    for (Loop loop : loops) {
      inboxes += loop.inboxItems();
      idleNs += loop.idle.totalNs(nowNs);
    }
    return new Fullness(
        directory.size(),
        limits.actors() - directory.size(),
        directory.queued(),
        inboxes,
        Math.clamp(pool.freeBytes(), 0, limits.mailboxPoolBytes()),
        idleNs);
  }

  /**
   * {@code {:handled n … :actors n :dead-letters {:late n …}}}, of all loops, at most a turn old.
   */
  public EdnMap counters() {
    LoopCounters.Counts sum = LoopCounters.Counts.ZERO;
    for (Loop loop : loops) {
      sum = sum.plus(loop.counters.read());
    }
    return Counters.show(
        sum,
        directory.size(),
        refusedOffers.get(),
        postage.messages(),
        leaves.pauses(),
        reasons.show());
  }

  /** Nobody has told yet who receives what. */
  private static final class NoRouter implements Router {
    @Override
    public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
      return List.of();
    }

    @Override
    public Place locate(Address address) {
      return new Place.Nowhere();
    }
  }
}
