package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopWatchTest {
  private static final long STALLED_NS = (LoopWatch.STALLED_MS + 1_000) * 1_000_000;

  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(2);
  private final AtomicLong aheadNs = new AtomicLong();
  private final List<String> warnings = new ArrayList<>();
  private final LoopThread loop = new LoopThread("loop", this::blockInAStep, (_, _) -> {});
  private final LoopWatch watch =
      new LoopWatch(List.of(loop), () -> System.nanoTime() + aheadNs.get(), warnings::add);

  private boolean blockInAStep() {
    began.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.countDown();
    return ended.getCount() > 0;
  }

  @AfterEach
  void end() {
    release.countDown();
    loop.close();
  }

  private void startAndBlock() throws InterruptedException {
    loop.start();
    assertTrue(began.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aTurnThatStandsStillIsToldOnceWithWhereItStands() throws Exception {
    startAndBlock();
    watch.look();
    assertEquals(List.of(), warnings);
    aheadNs.set(STALLED_NS);
    watch.look();
    watch.look();
    assertEquals(1, warnings.size());
    String expected = "loop stands still: expected the end of a turn within 15000 ms, found it at ";
    assertTrue(warnings.getFirst().startsWith(expected), warnings.getFirst());
    assertTrue(warnings.getFirst().contains("blockInAStep"), warnings.getFirst());
    assertTrue(watch.counters().toString().startsWith("{:stalls 1, "), watch.counters()::toString);
  }

  @Test
  void aLoopThatSleepsDoesNotStandStill() throws Exception {
    startAndBlock();
    release.countDown();
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    while (loop.turnNs(System.nanoTime()) > 0) {
      Thread.onSpinWait();
    }
    aheadNs.set(STALLED_NS);
    watch.look();
    assertEquals(List.of(), warnings);
    assertEquals("{:stalls 0, :longest-turn-ms 0}", watch.counters().toString());
  }
}
