package jellybean.actor;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.port.Clock;
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
  final ActorLimits limits;
  final Directory directory;
  final Reasons reasons = new Reasons();

  private final Loop[] loops;
  private volatile Router router = new NoRouter();
  private volatile UnaryOperator<Router> observer = UnaryOperator.identity();

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
      int loops,
      ActorLimits limits) {
    this.self = self;
    this.incarnation = incarnation;
    this.clock = clock;
    this.timers = timers;
    this.network = network;
    this.workers = workers;
    this.limits = limits;
    this.directory = new Directory(limits.actors());
    this.loops = new Loop[loops];
    BytePool pool = new BytePool(limits.mailboxPoolBytes());
    for (int i = 0; i < loops; i++) {
      this.loops[i] = new Loop(this, i, pool.new Share(), randomness.nextLong());
    }
  }

  /** How many loops there are. */
  public int loops() {
    return loops.length;
  }

  public Loop loop(int index) {
    return loops[index];
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
    LocalActor actor = directory.reserve(spec.address(), loopOf(spec.address()));
    actor.loop.post(loop -> loop.lives.begin(actor, spec));
  }

  /** The same for a caller that is a loop: its own actors stand ready at once. */
  void start(ActorSpec spec, Loop caller) {
    LocalActor actor = directory.reserve(spec.address(), loopOf(spec.address()));
    if (actor.loop == caller) {
      caller.lives.begin(actor, spec);
    } else {
      actor.loop.post(loop -> loop.lives.begin(actor, spec));
    }
  }

  /** Takes an envelope that came for an actor of this node. */
  public void deliver(Envelope envelope) {
    Loop loop = loopOf(envelope.to());
    if (!loop.offer(envelope)) {
      loop.buryFromAnywhere(envelope, Reasons.OVERFLOW, FULL_INBOX);
    }
  }

  /**
   * An envelope could not be delivered. A request to watch is answered by {@link Signals#DOWN}; its
   * end needs nothing; all others become dead letters.
   */
  public void deadLetter(Envelope envelope, Keyword reason, Value detail) {
    Loop loop = loopOf(envelope.from());
    switch (envelope.kind()) {
      case WATCH -> loop.post(own -> own.watches.undeliverable(envelope, reason));
      case UNWATCH -> {}
      case MESSAGE, ANSWER -> loop.buryFromAnywhere(envelope, reason, detail);
    }
  }

  /** A node died; whoever watches an actor there is told. */
  public void nodeDown(NodeId node, Value reason) {
    for (Loop loop : loops) {
      loop.post(own -> own.watches.nodeDown(node, reason));
    }
  }

  /** From now on this router decides, on all loops. */
  public void install(Router next) {
    router = observer.apply(next);
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

  /**
   * {@code {:handled n … :actors n :dead-letters {:late n …}}}, of all loops, at most a turn old.
   */
  public EdnMap counters() {
    LoopCounters.Counts sum = LoopCounters.Counts.ZERO;
    for (Loop loop : loops) {
      sum = sum.plus(loop.counters.read());
    }
    return Counters.show(sum, directory.size(), reasons.show());
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
