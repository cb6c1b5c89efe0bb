package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Clock;
import jellybean.port.Timers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loops on real threads: nothing is lost, and what one says to another stays in order. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ThreadsTest {
  private static final long SEED = Long.getLong("jellybean.seed", 42);
  private static final int ACTORS = 40;
  private static final int MESSAGES_EACH = 5_000;
  private static final Keyword GO = Keyword.of("go");
  private static final Keyword NUMBER = Keyword.of("number");

  private final AtomicBoolean isStopped = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Semaphore> wakes = new ArrayList<>();

  /** One permit whenever a loop has nothing more to do. */
  private final Semaphore idle = new Semaphore(0);

  /** Real time, although nothing here depends on it. */
  private static final class Wall implements Clock {
    @Override
    public long monotonicMs() {
      return System.nanoTime() / 1_000_000;
    }

    @Override
    public long wallMs() {
      return System.currentTimeMillis();
    }
  }

  /** Fires at once, on the thread that asks. */
  private static Timers.Timer atOnce(long delayMs, Runnable task) {
    task.run();
    return () -> {};
  }

  private Actors actors(int loops, ActorLimits limits) {
    SplittableRandom random = new SplittableRandom(SEED);
    Actors actors =
        new Actors(
            new NodeId("a"),
            1,
            new Wall(),
            ThreadsTest::atOnce,
            random::nextLong,
            (_, _) -> {},
            _ -> Optional.empty(),
            loops,
            limits);
    for (int i = 0; i < loops; i++) {
      run(actors.loop(i));
    }
    return actors;
  }

  private void run(Loop loop) {
    Semaphore wake = new Semaphore(0);
    wakes.add(wake);
    Thread thread =
        Thread.ofPlatform()
            .name("loop-" + loop.index())
            .unstarted(
                () -> {
                  while (!isStopped.get()) {
                    if (!loop.turn()) {
                      idle.release();
                      wake.acquireUninterruptibly();
                    }
                  }
                });
    thread.setUncaughtExceptionHandler(
        (_, e) -> {
          failure.compareAndSet(null, e);
          idle.release();
        });
    loop.wakeWith(wake::release);
    threads.add(thread);
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    isStopped.set(true);
    wakes.forEach(Semaphore::release);
    for (Thread thread : threads) {
      assertTrue(thread.join(Duration.ofSeconds(20)), thread + " does not end");
    }
    assertEquals(null, failure.get());
  }

  private static Address address(int i) {
    return Address.of("s", "actor" + i);
  }

  /** Sends numbered messages to random others, a few at a time; checks the order of what comes. */
  private static final class Chatter implements Behaviour<Value> {
    private static final int BURST = 10;

    private final int self;
    private final SplittableRandom random;
    private final Map<Address, Long> lastSent = new HashMap<>();
    private final Map<Address, Long> lastReceived = new HashMap<>();
    private final AtomicLong received;
    private final List<String> faults;
    private int left = MESSAGES_EACH;

    Chatter(int self, AtomicLong received, List<String> faults) {
      this.self = self;
      this.random = new SplittableRandom(SEED + self);
      this.received = received;
      this.faults = faults;
    }

    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      if (delivery.name() == NUMBER) {
        receive(delivery);
        return Step.of(state);
      }
      List<Effect> effects = new ArrayList<>();
      for (int i = 0; i < BURST && left > 0; i++, left--) {
        Address to = address(random.nextInt(ACTORS));
        effects.add(Effect.send(to, NUMBER, Int.of(lastSent.merge(to, 1L, Long::sum))));
      }
      if (left > 0) {
        effects.add(Effect.send(address(self), GO, Nil.NIL));
      }
      return new Step<>(state, effects);
    }

    private void receive(Delivery delivery) {
      long number = ((Int) delivery.data()).value();
      Long last = lastReceived.put(delivery.info().from(), number);
      if (last != null && last >= number) {
        faults.add(delivery.info().from() + ": " + number + " after " + last);
      }
      received.incrementAndGet();
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  @Test
  void onTwoLoopsEveryMessageArrivesOnceInOrderOrIsADeadLetter() throws InterruptedException {
    Actors actors = actors(2, ActorLimits.DEFAULT);
    AtomicLong received = new AtomicLong();
    List<String> faults = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < ACTORS; i++) {
      actors.start(ActorSpec.of(address(i), "actor", new Chatter(i, received, faults)));
    }
    for (int i = 0; i < ACTORS; i++) {
      actors.deliver(message(i, GO, 1));
    }
    long sent = (long) ACTORS * MESSAGES_EACH;
    awaitEqual(sent, () -> received.get() + dead(actors, "overflow"));
    assertEquals(List.of(), faults, () -> "seed " + SEED);
  }

  @Test
  void whatManyThreadsDeliverAllArrivesInOrderPerThread() throws InterruptedException {
    Actors actors = actors(2, ActorLimits.DEFAULT.withInboxMessages(64));
    AtomicLong received = new AtomicLong();
    List<String> faults = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < ACTORS; i++) {
      actors.start(ActorSpec.of(address(i), "actor", new Chatter(i, received, faults)));
    }
    int perThread = 50_000;
    CountDownLatch done = new CountDownLatch(3);
    for (int t = 0; t < 3; t++) {
      int sender = 1000 + t;
      Thread.ofPlatform()
          .start(
              () -> {
                for (int n = 1; n <= perThread; n++) {
                  actors.deliver(from(sender, n % ACTORS, n));
                }
                done.countDown();
              });
    }
    assertTrue(done.await(30, TimeUnit.SECONDS));
    awaitEqual(3L * perThread, () -> received.get() + dead(actors, "overflow"));
    assertEquals(List.of(), faults);
  }

  @Test
  void actorsAreStartedAndEndedAcrossLoops() throws InterruptedException {
    Actors actors = actors(2, ActorLimits.DEFAULT);
    AtomicLong ended = new AtomicLong();
    AtomicLong rounds = new AtomicLong();
    actors.start(ActorSpec.of(Address.of("s", "boss"), "supervisor", new Nursery(ended, rounds)));
    awaitEqual(Nursery.ROUNDS, rounds::get);
    awaitEqual((long) Nursery.ROUNDS * Nursery.CHILDREN, ended::get);
    awaitEqual(1, () -> number(actors.counters().get(Keyword.of("actors"))));
  }

  /** Starts children on all loops, watches them, tells them to end, and starts again. */
  private static final class Nursery implements Behaviour<Value> {
    static final int ROUNDS = 200;
    static final int CHILDREN = 20;
    private final AtomicLong ended;
    private final AtomicLong rounds;
    private int alive;

    Nursery(AtomicLong ended, AtomicLong rounds) {
      this.ended = ended;
      this.rounds = rounds;
    }

    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> started(Value state, Info info) {
      return new Step<>(state, round());
    }

    private List<Effect> round() {
      List<Effect> effects = new ArrayList<>();
      for (int i = 0; i < CHILDREN; i++) {
        Address child = address(i);
        effects.add(new Effect.Spawn(ActorSpec.of(child, "actor", new Mortal())));
        effects.add(new Effect.Watch(child));
        effects.add(Effect.send(child, GO, Nil.NIL));
      }
      alive = CHILDREN;
      return effects;
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      ended.incrementAndGet();
      if (--alive > 0) {
        return Step.of(state);
      }
      return rounds.incrementAndGet() < ROUNDS ? new Step<>(state, round()) : Step.of(state);
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  private record Mortal() implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      return Step.of(state, new Effect.Stop(Nil.NIL));
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  private static Envelope message(int to, Keyword name, long sequence) {
    return Envelope.message(
        Address.of("x"),
        address(to),
        new MessageId(new NodeId("outside"), 1, sequence),
        name,
        Nil.NIL,
        0,
        0);
  }

  private static Envelope from(int sender, int to, int number) {
    return Envelope.message(
        address(sender),
        address(to),
        new MessageId(new NodeId("outside"), sender, number),
        NUMBER,
        Int.of(number),
        0,
        0);
  }

  private static long dead(Actors actors, String reason) {
    Value letters = actors.counters().get(Keyword.of("dead-letters"));
    return number(((jellybean.edn.EdnMap) letters).get(Keyword.of(reason), Int.of(0)));
  }

  private static long number(Value value) {
    return ((Int) value).value();
  }

  /** Waits until it is so, looking again whenever a loop has nothing to do. */
  private void awaitEqual(long expected, LongSupplier actual) throws InterruptedException {
    while (actual.getAsLong() < expected && failure.get() == null) {
      idle.acquire();
    }
    assertEquals(expected, actual.getAsLong());
  }
}
