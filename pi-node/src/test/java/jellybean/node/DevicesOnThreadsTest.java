package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.sim.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad devices on real threads, beside an actor that must go on. */
@Timeout(60)
class DevicesOnThreadsTest {
  private static final long PATIENCE_S = 30;
  private static final long SHORT_MS = 20;
  private static final NodeId SELF = new NodeId("a");
  private static final Keyword DONE = Keyword.of("done");

  private final Ports ports = new Ports();
  private final AtomicLong sequence = new AtomicLong();
  private final BlockingQueue<Value> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Actors actors =
      new Actors(
          SELF,
          1,
          ports.clock(),
          ports.timers(),
          ports.randomness(),
          (_, _) -> {},
          ports.workers(),
          1,
          ActorLimits.DEFAULT);
  private final LoopThread loop =
      new LoopThread(
          "loop", actors.loop(0)::turn, (_, why) -> heard.add(Keyword.of(why.toString())));

  @BeforeEach
  void startLoop() {
    actors.loop(0).wakeWith(loop::wake);
    loop.start();
    start("/s/good", hearing("ping"));
  }

  @AfterEach
  void end() {
    release.countDown();
    loop.close();
    ports.close();
  }

  /** Says what arrives as that name to this test. */
  private Script hearing(String name, Effect... atStart) {
    return Script.from(Nil.NIL, atStart)
        .on(
            name,
            (state, delivery) -> {
              heard.add(delivery.data());
              return Step.of(state);
            });
  }

  private void start(String address, Script script) {
    actors.start(ActorSpec.of(new Address(address), "device", script));
  }

  private Value next() throws InterruptedException {
    Value next = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing came");
    return next;
  }

  private void assertThatTheLoopGoesOn() throws InterruptedException {
    Int n = Int.of(sequence.incrementAndGet());
    MessageId id = new MessageId(SELF, 1, n.value());
    Address good = new Address("/s/good");
    actors.deliver(Envelope.message(new Address("/x"), good, id, Keyword.of("ping"), n, 0, 0));
    assertEquals(n, next());
  }

  private long counter(String name) {
    return ((Int) ports.workers().counters().get(Keyword.of(name))).value();
  }

  private long actorCounter(String name) {
    return ((Int) actors.counters().get(Keyword.of(name))).value();
  }

  /** Work that minds no interruption. */
  private Value blockStubbornly() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        continue;
      }
    }
    return Int.of(7);
  }

  private Effect.Work stubborn() {
    return new Effect.Work(this::blockStubbornly, DONE, SHORT_MS, Effect.Work.INTERRUPTED_ONLY);
  }

  /** On a busy machine work may be given up before a thread took it; then once more. */
  private void stickOne() throws InterruptedException {
    long stuck = counter("stuck");
    while (counter("stuck") == stuck) {
      start("/s/bad" + sequence.incrementAndGet(), hearing("done", stubborn()));
      assertEquals(
          "#jelly/error {:message \"the work did not end within 20 ms\"}", next().toString());
    }
  }

  @Test
  void workThatBlocksForEverIsAnErrorItsThreadIsCountedAndOtherWorkIsDone() throws Exception {
    for (int i = 0; i < 4; i++) {
      stickOne();
    }
    assertEquals(4, counter("stuck"));
    start("/s/other", hearing("done", new Effect.Work(() -> Int.of(1), DONE)));
    assertEquals(Int.of(1), next());
    assertThatTheLoopGoesOn();
  }

  @Test
  void anAnswerThatComesAfterItsTimeIsCountedAndNothingElse() throws Exception {
    stickOne();
    release.countDown();
    while (actorCounter("ignored-late") == 0 || counter("stuck") > 0) {
      Thread.onSpinWait();
    }
    assertThatTheLoopGoesOn();
    assertTrue(heard.isEmpty(), heard::toString);
  }

  @Test
  void moreStuckThreadsThanAreReplacedAreAnErrorForWhoAsksForOne() throws Exception {
    int threads = WorkerThreads.THREADS + WorkerThreads.MAX_REPLACED;
    for (int i = 0; i < threads; i++) {
      stickOne();
    }
    assertEquals(threads, counter("stuck"));
    for (int i = 0; i < WorkerThreads.MAX_WAITING_JOBS; i++) {
      Effect waits = new Effect.Work(() -> Int.of(1), DONE, 600_000, Effect.Work.INTERRUPTED_ONLY);
      start("/s/waits" + i, hearing("done", waits));
    }
    start("/s/one-more", hearing("done", new Effect.Work(() -> Int.of(1), DONE)));
    assertEquals(
        "#jelly/error {:message \"no worker is free, and too many wait\"}", next().toString());
    assertThatTheLoopGoesOn();
    release.countDown();
    for (int i = 0; i < WorkerThreads.MAX_WAITING_JOBS; i++) {
      assertEquals(Int.of(1), next());
    }
  }

  @Test
  void aSourceThatFloodsIsRefusedAndCountedAndTheLoopGoesOn() throws Exception {
    CountDownLatch flooded = new CountDownLatch(1);
    start(
        "/s/bad",
        Script.from(Nil.NIL, new Effect.Connect(inlet -> flood(inlet, flooded), DONE))
            .on("done", (state, _) -> Step.of(state)));
    assertTrue(flooded.await(PATIENCE_S, TimeUnit.SECONDS));
    assertThatTheLoopGoesOn();
    assertTrue(actorCounter("refused-offers") > 0);
  }

  private AutoCloseable flood(Effect.Inlet inlet, CountDownLatch flooded) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (release.getCount() > 0) {
                    if (!inlet.offer(EdnMap.EMPTY)) {
                      flooded.countDown();
                    }
                  }
                });
    return thread::interrupt;
  }

  @Test
  void aStepThatOverflowsTheStackCrashesItsActorOnly() throws Exception {
    start("/s/bad", Script.from(Nil.NIL).on("ping", (state, _) -> deeper(state)));
    MessageId id = new MessageId(SELF, 1, sequence.incrementAndGet());
    actors.deliver(
        Envelope.message(
            new Address("/x"), new Address("/s/bad"), id, Keyword.of("ping"), Nil.NIL, 0, 0));
    assertThatTheLoopGoesOn();
    while (actorCounter("crashes") == 0) {
      Thread.onSpinWait();
    }
    assertEquals(1, actorCounter("crashes"));
  }

  @SuppressWarnings("InfiniteRecursion") // That is what the test is about.
  private static Step<Value> deeper(Value state) {
    Step<Value> step = deeper(state);
    return Step.of(step.state());
  }
}
