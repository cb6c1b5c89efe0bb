package jellybean.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.ActorView;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Durability;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.LoopView;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.port.Journal;
import jellybean.port.Network;
import jellybean.port.Timers;
import jellybean.port.Workers;

/** A node of the simulation. */
public final class SimNode implements Clock, Timers, Workers {
  private static final int DEFAULT_WORKERS = 4;
  private static final long LONGEST_JOB_MS = 5;
  private static final int EVEN_RATE = 1_000;
  private static final Keyword PROBED = Keyword.of("probed");

  private final Simulation simulation;
  private final NodeId id;
  private final long incarnation;
  private final Actors actors;
  private final Journal journal;
  private final SplittableRandom random;
  private final List<SimLoop> loops = new ArrayList<>();
  private Network network;
  private boolean isAlive = true;
  private long wallOffsetMs;
  private long pausedUntilMs;
  private long deferred;
  private int ratePerMille = EVEN_RATE;
  private long rateSinceMs;
  private long localSinceMs;
  private int workers = DEFAULT_WORKERS;
  private int busyWorkers;
  private long shortestJobMs;
  private boolean dropsAbandoned;
  private int abandonedJobs;
  private long outsideMessages;
  private int probes;

  SimNode(
      Simulation simulation,
      NodeId id,
      long incarnation,
      int loopCount,
      ActorLimits limits,
      Journal journal) {
    this.simulation = simulation;
    this.id = id;
    this.incarnation = incarnation;
    this.journal = journal;
    this.random = simulation.splitRandom();
    this.network = (to, envelope) -> simulation.network().send(this, to, envelope);
    this.rateSinceMs = simulation.nowMs();
    this.localSinceMs = simulation.nowMs();
    this.actors =
        new Actors(
            id,
            incarnation,
            this,
            this,
            random::nextLong,
            (to, envelope) -> network.send(to, envelope),
            this,
            journal,
            loopCount,
            limits);
    for (int i = 0; i < loopCount; i++) {
      SimLoop loop = new SimLoop(this, actors.loop(i));
      loops.add(loop);
      actors.loop(i).wakeWith(() -> simulation.wake(loop));
    }
  }

  public NodeId id() {
    return id;
  }

  public long incarnation() {
    return incarnation;
  }

  public Actors actors() {
    return actors;
  }

  public boolean isAlive() {
    return isAlive;
  }

  void die() {
    isAlive = false;
    if (journal instanceof SimJournal own) {
      own.die();
    }
  }

  public Journal journal() {
    return journal;
  }

  /** From now on this many jobs run or wait at most. */
  public void limitWorkers(int n) {
    workers = n;
  }

  /**
   * From now on jobs take at least so long.
   *
   * @param dropsAbandoned whether abandoned ones never happen, or happen all the same
   */
  public void slowDownJobs(long ms, boolean dropsAbandoned) {
    shortestJobMs = ms;
    this.dropsAbandoned = dropsAbandoned;
  }

  public int abandonedJobs() {
    return abandonedJobs;
  }

  /** Moves the wall clock, as setting it would. */
  public void shiftWallClock(long ms) {
    wallOffsetMs += ms;
  }

  /** From now on its clocks make so many milliseconds of 1 000. */
  public void runAtRate(int perMille) {
    localSinceMs = monotonicMs();
    rateSinceMs = simulation.nowMs();
    ratePerMille = perMille;
  }

  /** What runs now takes so long, as this node's clocks show; nobody else notices. */
  public void spend(long ms) {
    localSinceMs += ms;
  }

  /** From now on it sends through this instead of the simulation's own network. */
  public void sendThrough(Network other) {
    network = other;
  }

  /** Stands still for so long: nothing of it runs, and what comes for it waits. */
  public void pause(long ms) {
    pausedUntilMs = Math.max(pausedUntilMs, simulation.nowMs() + ms);
    loops.forEach(simulation::rest);
    var unused =
        simulation.at(
            pausedUntilMs,
            Long.MIN_VALUE,
            () -> {
              if (!isPaused()) {
                loops.forEach(simulation::wake);
              }
            });
  }

  public boolean isPaused() {
    return simulation.nowMs() < pausedUntilMs;
  }

  /** Runs what comes from outside: now, or when the node no longer stands still. */
  public void admit(Runnable task) {
    if (isAlive && isPaused()) {
      var unused = simulation.at(pausedUntilMs, deferred++, () -> admit(task));
    } else if (isAlive) {
      task.run();
    }
  }

  // ---- ports

  @Override
  public long monotonicMs() {
    return localSinceMs + (simulation.nowMs() - rateSinceMs) * ratePerMille / EVEN_RATE;
  }

  @Override
  public long wallMs() {
    return simulation.wallMs() - simulation.nowMs() + monotonicMs() + wallOffsetMs;
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    return simulation.after(delayMs * EVEN_RATE / ratePerMille, ifAlive(task));
  }

  @Override
  public Optional<Job> run(Runnable job) {
    if (busyWorkers >= workers) {
      return Optional.empty();
    }
    busyWorkers++;
    Timer running =
        simulation.after(
            shortestJobMs + random.nextLong(LONGEST_JOB_MS + 1),
            ifAlive(
                () -> {
                  busyWorkers--;
                  job.run();
                }));
    return Optional.of(
        giveUp -> {
          abandonedJobs++;
          var unused = simulation.after(0, ifAlive(giveUp));
          if (dropsAbandoned) {
            running.cancel();
            busyWorkers--;
          }
        });
  }

  private Runnable ifAlive(Runnable task) {
    return () -> admit(task);
  }

  // ---- for tests

  public void start(String address, Behaviour<?> behaviour) {
    actors.start(ActorSpec.of(new Address(address), "actor", behaviour));
  }

  public void start(String address, String supervisor, Behaviour<?> behaviour) {
    actors.start(
        ActorSpec.of(new Address(address), "actor", behaviour)
            .supervisedBy(new Address(supervisor)));
  }

  public void startDurable(String address, Behaviour<?> behaviour) {
    actors.start(ActorSpec.of(new Address(address), "actor", behaviour).keeping(Durability.ALL));
  }

  /** Hands an envelope in as the network would. */
  public void send(String from, String to, String name, Value data) {
    MessageId messageId = new MessageId(new NodeId("outside"), 1, ++outsideMessages);
    actors.deliver(
        Envelope.message(
            new Address(from),
            new Address(to),
            messageId,
            Keyword.of(name),
            data,
            wallMs(),
            random.nextLong()));
  }

  /** Asks all loops now, by an actor that exists only for that. */
  public List<Value> inspect(Function<LoopView, Value> question) {
    List<Value> answers = new ArrayList<>();
    Address probe = Address.of("sys", id.value(), "probe-" + probes++);
    actors.start(ActorSpec.of(probe, "probe", new Probe(question, answers)));
    for (int i = 0; i < 100 && answers.isEmpty(); i++) {
      loops.forEach(loop -> loop.loop().turn());
    }
    if (answers.isEmpty()) {
      throw new AssertionError("node " + id + " did not answer");
    }
    loops.forEach(simulation::wake);
    return answers;
  }

  private record Probe(Function<LoopView, Value> question, List<Value> answers)
      implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> started(Value state, Info info) {
      return Step.of(state, new Effect.Inspect(question, PROBED));
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      ((EdnVector) delivery.data()).forEach(answers::add);
      return Step.of(state, new Effect.Stop(Nil.NIL));
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  public Optional<ActorView> view(String address) {
    List<ActorView> found = new ArrayList<>();
    inspect(
        loop -> {
          loop.actor(new Address(address)).ifPresent(found::add);
          return Nil.NIL;
        });
    return found.stream().findFirst();
  }

  /** The state of an actor of this node. */
  public Value state(String address) {
    return view(address)
        .map(ActorView::state)
        .orElseThrow(() -> new AssertionError("no actor " + address + " on " + id));
  }

  /** The same as text. */
  public String shown(String address) {
    return state(address).toString();
  }

  public List<EdnMap> deadLetters() {
    List<EdnMap> letters = new ArrayList<>();
    inspect(
        loop -> {
          letters.addAll(loop.deadLetters());
          return Nil.NIL;
        });
    return letters;
  }

  public List<EdnMap> history(String cluster) {
    List<EdnMap> entries = new ArrayList<>();
    inspect(
        loop -> {
          entries.addAll(loop.history(new Address(cluster)));
          return Nil.NIL;
        });
    return entries;
  }

  /** How many messages died for that reason. */
  public long dead(String reason) {
    EdnMap reasons = (EdnMap) actors.counters().get(Keyword.of("dead-letters"));
    return ((Int) reasons.get(Keyword.of(reason), Int.of(0))).value();
  }

  public long counter(String name) {
    return ((Int) actors.counters().get(Keyword.of(name))).value();
  }
}
