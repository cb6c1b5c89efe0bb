package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
  private static final long PATIENCE_S = 20;

  private final CompletableFuture<Map.Entry<String, Throwable>> death = new CompletableFuture<>();

  private void died(Thread thread, Throwable why) {
    death.complete(Map.entry(thread.getName(), why));
  }

  @Test
  void anExceptionIsAFaultThatTheLoopSurvives() throws Exception {
    CountDownLatch turns = new CountDownLatch(3);
    try (LoopThread loop =
        new LoopThread(
            "loop",
            () -> {
              turns.countDown();
              throw new IllegalStateException("a fault");
            },
            this::died)) {
      loop.start();
      assertTrue(turns.await(PATIENCE_S, TimeUnit.SECONDS));
    }
    assertFalse(death.isDone());
  }

  @Test
  void anErrorEndsTheLoopAndIsTold() throws Exception {
    Error error = new StackOverflowError("too deep");
    AtomicInteger turns = new AtomicInteger();
    try (LoopThread loop =
        new LoopThread(
            "loop",
            () -> {
              turns.incrementAndGet();
              throw error;
            },
            this::died)) {
      loop.start();
      Map.Entry<String, Throwable> told = death.get(PATIENCE_S, TimeUnit.SECONDS);
      assertEquals("loop", told.getKey());
      assertSame(error, told.getValue());
    }
    assertEquals(1, turns.get());
  }

  @Test
  void aNodeWhoseLoopDiedEndsAsFailedAndSaysWhy() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Lifetime life = new Lifetime(new PrintStream(err), () -> {});
    life.died(new Thread("jelly-loop-0"), new StackOverflowError("too deep"));
    assertTrue(life.awaitEnd(0));
    assertTrue(life.hasFailed());
    life.closed();
    assertEquals(
        "jelly node: the node ends, for its thread jelly-loop-0 has died: expected a turn without"
            + " an error, found java.lang.StackOverflowError: too deep\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aNodeThatIsToldToEndHasNotFailed() throws Exception {
    Lifetime life = new Lifetime(System.err, () -> {});
    Thread signal = Thread.ofVirtual().start(life::endAndWait);
    assertTrue(life.awaitEnd(TimeUnit.SECONDS.toMillis(PATIENCE_S)));
    assertFalse(life.hasFailed());
    life.closed();
    assertTrue(signal.join(Duration.ofSeconds(PATIENCE_S)));
  }

  @Test
  void aBoardEndsWhenItsMemoryIsExhausted() {
    assertTrue(BoardProcess.JVM_OPTIONS.contains("-XX:+ExitOnOutOfMemoryError"));
  }

  /** As a lock does that the thread waits for: the permit of the wake-up is gone. */
  @Test
  void aWakeUpDuringATurnIsRememberedThoughTheTurnParks() throws Exception {
    CountDownLatch turning = new CountDownLatch(1);
    CountDownLatch again = new CountDownLatch(2);
    AtomicBoolean isWoken = new AtomicBoolean();
    try (LoopThread loop =
        new LoopThread(
            "loop",
            () -> {
              again.countDown();
              if (turning.getCount() > 0) {
                turning.countDown();
                parkOnce(isWoken);
              }
              return false;
            },
            this::died)) {
      loop.start();
      assertTrue(turning.await(PATIENCE_S, TimeUnit.SECONDS));
      loop.wake();
      isWoken.set(true);
      assertTrue(again.await(PATIENCE_S, TimeUnit.SECONDS), "never turned again");
    }
  }

  private static void parkOnce(AtomicBoolean isWoken) {
    while (!isWoken.get()) {
      Thread.onSpinWait();
    }
    LockSupport.park();
  }
}
