package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import jellybean.system.Balancer.Decision;
import jellybean.system.Balancer.Memory;
import jellybean.system.Balancer.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancerTest {
  private static final int MIN = 1;
  private static final int MAX = 8;
  private static final long HOUR_MS = 3_600_000;

  @ParameterizedTest(name = "{0}: {1} replicas, queues {2}, busy {3} ms a second: {4}")
  @CsvSource({
    "a queue that grows over three samples and is long, 1, 3 5 9, 1000, GROW",
    "one that grows although the replica is idle half of the time, 1, 3 5 9, 500, STAY",
    "one that grows and is still short, 1, 1 2 7, 1000, STAY",
    "long for one replica but short for two, 2, 5 9 15, 2000, STAY",
    "one that grew and now falls, 1, 20 40 39, 1000, STAY",
    "one that stands, 1, 40 40 40, 1000, STAY",
    "one that stands and is full, 1, 1000 1024 1024, 1000, GROW",
    "one that is full but falls, 1, 1024 900 800, 1000, STAY",
    "full for one but not for four, 4, 300 300 300, 4000, STAY",
    "only the last three count, 1, 9 5 4 5 9, 1000, GROW",
    "two samples are too few, 1, 10 20, 1000, STAY",
    "as many as may be, 8, 90 100 200, 8000, STAY",
    "nothing waits and one of two is enough, 2, 0 *30, 450, SHRINK",
    "nothing waits but one would be busy for half of the time, 2, 0 *30, 500, STAY",
    "idle for too short, 2, 0 *29, 0, STAY",
    "something waits now and then, 2, 3 0 *29, 0, STAY",
    "as few as may be, 1, 0 *30, 0, STAY",
  })
  void decides(String what, int replicas, String queues, long busyMs, Decision expected) {
    Memory memory = Memory.NONE;
    for (long queue : queues(queues)) {
      memory = memory.with(new Sample(queue, busyMs, Balancer.SAMPLE_MS * replicas));
    }
    assertEquals(expected, Balancer.decide(replicas, MIN, MAX, memory, HOUR_MS), what);
  }

  /** A number after a star says how often the one before it comes. */
  private static List<Long> queues(String text) {
    List<Long> queues = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (word.startsWith("*")) {
        int more = Integer.parseInt(word.substring(1)) - 1;
        queues.addAll(java.util.Collections.nCopies(more, queues.getLast()));
      } else {
        queues.add(Long.parseLong(word));
      }
    }
    return queues;
  }

  @Test
  void aQueueForWhichSendersAreParkedIsTooLongAlsoWhileItFalls() {
    Memory memory = Memory.NONE;
    for (long queue : new long[] {512, 400, 300}) {
      memory = memory.with(new Sample(queue, 1_000, 1_000, true));
    }
    assertEquals(Decision.GROW, Balancer.decide(1, 1, 4, memory, 10_000));
  }

  @Test
  void timeThatOthersTookIsNoTimeThatReplicasHad() {
    Memory memory = Memory.NONE;
    for (long queue : new long[] {10, 20, 30}) {
      memory = memory.with(new Sample(queue, 300, 320));
    }
    assertEquals(Decision.GROW, Balancer.decide(1, MIN, MAX, memory, HOUR_MS));
  }

  @Test
  void oneThatDoesNothingGoesAlsoWhereOthersTakeAllTheTime() {
    Memory memory = Memory.NONE;
    for (int i = 0; i < Balancer.IDLE_SAMPLES; i++) {
      memory = memory.with(new Sample(0, 0, 0));
    }
    assertEquals(Decision.SHRINK, Balancer.decide(2, MIN, MAX, memory, HOUR_MS));
  }

  @Test
  void whereOthersTakeTheTimeTheFewerReplicasWouldStillNeedIsLookedAt() {
    Memory memory = Memory.NONE;
    for (int i = 0; i < Balancer.IDLE_SAMPLES; i++) {
      memory = memory.with(new Sample(0, 300, 1_000));
    }
    assertEquals(Decision.STAY, Balancer.decide(2, MIN, MAX, memory, HOUR_MS));
  }

  @ParameterizedTest
  @CsvSource({"10 20 31, STAY", "10 20 32, GROW"})
  void afterOneHasGoneAnOverloadThatIsNotByChanceIsNotMadeToWait(String text, Decision expected) {
    Memory memory = Memory.shrunk(HOUR_MS);
    for (long queue : queues(text)) {
      memory = memory.with(new Sample(queue, 1_000, 1_000));
    }
    assertEquals(expected, Balancer.decide(1, MIN, MAX, memory, HOUR_MS + 3_000));
    assertEquals(
        Decision.GROW, Balancer.decide(1, MIN, MAX, memory, HOUR_MS + Balancer.MIN_CHANGE_MS));
  }

  @Test
  void afterOneHasComeNothingIsChangedForHalfAMinute() {
    Memory memory = Memory.grown(HOUR_MS);
    for (long queue : new long[] {10, 20, 30}) {
      memory = memory.with(new Sample(queue, 1_000, 1_000));
    }
    long soon = HOUR_MS + Balancer.MIN_CHANGE_MS - 1;
    assertEquals(Decision.STAY, Balancer.decide(1, MIN, MAX, memory, soon));
    assertEquals(Decision.GROW, Balancer.decide(1, MIN, MAX, memory, soon + 1));
  }

  @Test
  void moreSamplesThanAreLookedAtAreNotKept() {
    Memory memory = Memory.NONE;
    for (int i = 0; i < 100; i++) {
      memory = memory.with(new Sample(i, 0, 1));
    }
    assertEquals(
        LongStream.range(100 - Balancer.IDLE_SAMPLES, 100).boxed().toList(),
        memory.recent().stream().map(Sample::queued).toList());
  }

  // ---- simulated loads

  /** When a decision was taken, and what it left. */
  private record Change(long atMs, int replicas) {}

  /** Replicas that share a queue, with exponential times between arrivals and of service: M/M/n. */
  private static final class Load {
    private final SplittableRandom random;
    private final double serviceMs;
    private final List<Change> changes = new ArrayList<>();
    private double nowMs;
    private double nextArrivalMs;
    private double workLeftMs;
    private long queued;
    private int replicas = MIN;
    private Memory memory = Memory.NONE;

    Load(long seed, double serviceMs) {
      random = new SplittableRandom(seed);
      this.serviceMs = serviceMs;
    }

    private double exponential(double mean) {
      return -mean * Math.log(1 - random.nextDouble());
    }

    /**
     * @param load of one replica, if it had to do all
     */
    Load runFor(long ms, double load) {
      double endMs = nowMs + ms;
      double betweenMs = load == 0 ? Double.MAX_VALUE / 4 : serviceMs / load;
      nextArrivalMs = nowMs + exponential(betweenMs);
      while (nowMs < endMs) {
        double busyMs = serve(nowMs + Balancer.SAMPLE_MS, betweenMs);
        memory = memory.with(new Sample(queued, Math.round(busyMs), Balancer.SAMPLE_MS * replicas));
        decide();
      }
      return this;
    }

    /** In steps of a millisecond; answers for how long replicas were busy. */
    private double serve(double untilMs, double betweenMs) {
      double busyMs = 0;
      for (; nowMs < untilMs; nowMs++) {
        while (nextArrivalMs <= nowMs) {
          nextArrivalMs += exponential(betweenMs);
          queued += queued < 1_024L * replicas ? 1 : 0;
        }
        double capacityMs = Math.min(replicas, queued);
        busyMs += capacityMs;
        workLeftMs -= capacityMs;
        while (queued > 0 && workLeftMs <= 0) {
          queued--;
          workLeftMs += exponential(serviceMs);
        }
        workLeftMs = queued == 0 ? Math.max(0, workLeftMs) : workLeftMs;
      }
      return busyMs;
    }

    private void decide() {
      Decision decision = Balancer.decide(replicas, MIN, MAX, memory, (long) nowMs);
      if (decision != Decision.STAY) {
        boolean grows = decision == Decision.GROW;
        replicas += grows ? 1 : -1;
        memory = grows ? Memory.grown((long) nowMs) : Memory.shrunk((long) nowMs);
        changes.add(new Change((long) nowMs, replicas));
      }
    }
  }

  private static Stream<Load> loads(double serviceMs) {
    return LongStream.rangeClosed(1, 10).mapToObj(seed -> new Load(seed, serviceMs));
  }

  @ParameterizedTest
  @CsvSource({"1.5, 2", "3.3, 4", "5.5, 6"})
  void aLoadThatIsTooMuchGetsAsManyReplicasAsItNeedsAndKeepsThem(double load, int needed) {
    loads(20)
        .forEach(
            run -> {
              run.runFor(HOUR_MS / 4, load);
              assertTrue(
                  run.replicas >= needed && run.replicas <= needed + 1, run.changes::toString);
              int before = run.changes.size();
              run.runFor(HOUR_MS, load);
              assertTrue(run.changes.size() <= before + 1, run.changes::toString);
              assertTrue(run.queued < 100, () -> run.queued + " wait after " + run.changes);
            });
  }

  @Test
  void anOverloadIsAnsweredWithinThreeSamplesWheneverItBegins() {
    loads(20)
        .forEach(
            run -> {
              run.runFor(HOUR_MS / 4 + run.random.nextLong(60_000), 0.4);
              double sinceMs = run.nowMs;
              run.runFor(4 * Balancer.SAMPLE_MS, 3);
              assertEquals(2, run.replicas);
              double tookMs = run.changes.getLast().atMs() - sinceMs;
              assertTrue(tookMs <= 3 * Balancer.SAMPLE_MS, () -> "after " + tookMs + " ms");
            });
  }

  @Test
  void aLoadThatIsNoneLosesAllReplicasButTheFewestThereMayBe() {
    loads(20)
        .forEach(
            run -> {
              run.runFor(HOUR_MS / 4, 5.5);
              run.runFor(HOUR_MS / 4, 0);
              assertEquals(MIN, run.replicas, run.changes::toString);
            });
  }

  @ParameterizedTest(name = "load {0}, steps of {1} ms")
  @CsvSource({
    "0.3, 20", "0.6, 20", "0.8, 20", "0.9, 20", "1.0, 20", "1.5, 20", "1.9, 20", "2.5, 20",
    "4, 20", "7, 20", "12, 20", "0.3, 200", "0.7, 200", "1.0, 200", "1.7, 200", "3, 200",
  })
  void underAStationaryLoadAtMostOneThingIsChangedInHalfAMinuteAndNothingGoesToAndFro(
      double load, double serviceMs) {
    loads(serviceMs)
        .forEach(
            run -> {
              run.runFor(2 * HOUR_MS, load);
              List<Change> all = run.changes;
              int toAndFro = 0;
              for (int i = 1; i < all.size(); i++) {
                long apartMs = all.get(i).atMs() - all.get(i - 1).atMs();
                assertTrue(apartMs >= Balancer.MIN_CHANGE_MS, all::toString);
                toAndFro += all.get(i).replicas() < all.get(i - 1).replicas() ? 1 : 0;
              }
              // Of slow steps there are so few in a sample that chance looks like a change.
              int most = serviceMs > 100 ? 30 : 0;
              int found = toAndFro;
              assertTrue(found <= most, () -> "to and fro: " + all);
            });
  }
}
