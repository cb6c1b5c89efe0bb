package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.port.Workers.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that work does not give back are counted, and others work instead of them. */
@Timeout(60)
class WorkerThreadsTest {
  private final WorkerThreads workers = new WorkerThreads();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    workers.close();
  }

  private long counter(String name) {
    return ((Int) workers.counters().get(Keyword.of(name))).value();
  }

  /** Work that does not mind being interrupted. */
  private Job stubborn() {
    CountDownLatch runs = new CountDownLatch(1);
    Optional<Job> job =
        workers.run(
            () -> {
              runs.countDown();
              awaitStubbornly(release);
            });
    await(runs);
    return job.orElseThrow();
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    boolean isOver = false;
    while (!isOver) {
      try {
        latch.await();
        isOver = true;
      } catch (InterruptedException e) {
        isOver = latch.getCount() == 0;
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "nothing came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertThatWorkIsDone() {
    CountDownLatch done = new CountDownLatch(1);
    assertTrue(workers.run(done::countDown).isPresent());
    await(done);
  }

  @Test
  void stuckThreadsAreCountedAndReplacedAndGivenBack() {
    for (int i = 0; i < WorkerThreads.THREADS; i++) {
      stubborn().abandon(() -> {});
    }
    assertEquals(WorkerThreads.THREADS, counter("stuck"));
    assertThatWorkIsDone();
    release.countDown();
    while (counter("stuck") > 0) {
      Thread.onSpinWait();
    }
    assertThatWorkIsDone();
    assertEquals(WorkerThreads.THREADS, counter("abandoned"));
  }

  @Test
  void replacementHasABoundAndThenWorkIsRefused() {
    int bound = WorkerThreads.THREADS + WorkerThreads.MAX_REPLACED;
    for (int i = 0; i < bound; i++) {
      stubborn().abandon(() -> {});
    }
    assertEquals(bound, counter("threads"));
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < WorkerThreads.MAX_WAITING_JOBS; i++) {
      assertTrue(workers.run(ran::incrementAndGet).isPresent());
    }
    assertTrue(workers.run(ran::incrementAndGet).isEmpty());
    assertEquals(0, ran.get());
    assertEquals(1, counter("refused"));
  }

  @Test
  void workThatWaitsForAThreadIsDroppedWhenItIsAbandoned() {
    for (int i = 0; i < WorkerThreads.THREADS; i++) {
      stubborn();
    }
    AtomicBoolean ran = new AtomicBoolean();
    Job waiting = workers.run(() -> ran.set(true)).orElseThrow();
    assertEquals(1, counter("waiting"));
    waiting.abandon(() -> {});
    assertEquals(0, counter("waiting"));
    assertEquals(0, counter("stuck"));
    release.countDown();
    assertThatWorkIsDone();
    assertFalse(ran.get());
  }

  @Test
  void abandonedWorkIsInterruptedAndTheNextOneOfItsThreadIsNot() {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Job job =
        workers
            .run(
                () -> {
                  runs.countDown();
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    interrupted.countDown();
                  }
                })
            .orElseThrow();
    await(runs);
    job.abandon(() -> {});
    await(interrupted);
    AtomicInteger others = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(WorkerThreads.THREADS);
    for (int i = 0; i < WorkerThreads.THREADS; i++) {
      workers.run(
          () -> {
            if (Thread.currentThread().isInterrupted()) {
              others.incrementAndGet();
            }
            all.countDown();
          });
    }
    await(all);
    assertEquals(0, others.get());
  }

  @Test
  void workIsGivenUpAlsoWhenAllThreadsAreStuck() {
    for (int i = 1; i < WorkerThreads.THREADS + WorkerThreads.MAX_REPLACED; i++) {
      stubborn().abandon(() -> {});
    }
    CountDownLatch givenUp = new CountDownLatch(1);
    stubborn().abandon(givenUp::countDown);
    await(givenUp);
  }
}
