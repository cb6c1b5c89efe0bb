package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

  @ParameterizedTest(name = "{0}: {1} replicas, queues {2}, busy {3} ms of 2000: {4}")
  @CsvSource({
    "a queue that grows over three samples and is long, 1, 3 5 9, 2000, GROW",
    "one that grows although the replica is idle half of the time, 1, 3 5 9, 1000, STAY",
    "one that grows and is still short, 1, 1 2 7, 2000, STAY",
    "long for one replica but short for two, 2, 5 9 15, 4000, STAY",
    "one that grew and now falls, 1, 20 40 39, 2000, STAY",
    "one that stands, 1, 40 40 40, 2000, STAY",
    "one that stands and is full, 1, 1000 1024 1024, 2000, GROW",
    "one that is full but falls, 1, 1024 900 800, 2000, STAY",
    "full for one but not for four, 4, 300 300 300, 8000, STAY",
    "only the last three count, 1, 9 5 4 5 9, 2000, GROW",
    "two samples are too few, 1, 10 20, 2000, STAY",
    "as many as may be, 8, 90 100 200, 16000, STAY",
    "nothing waits and one of two is enough, 2, 0 *15, 900, SHRINK",
    "nothing waits but one would be busy for half of the time, 2, 0 *15, 1000, STAY",
    "idle for too short, 2, 0 *14, 0, STAY",
    "something waits now and then, 2, 3 0 *14, 0, STAY",
    "as few as may be, 1, 0 *15, 0, STAY",
  })
  void decides(String what, int replicas, String queues, long busyMs, Decision expected) {
    Memory memory = Memory.NONE;
    for (long queue : queues(queues)) {
      memory = memory.with(new Sample(queue, busyMs, Balancer.SAMPLE_MS));
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
  void whatWasChangedIsLeftAloneForHalfAMinute() {
    Memory memory = new Memory(List.of(), OptionalLong.of(HOUR_MS));
    for (long queue : new long[] {10, 20, 30}) {
      memory = memory.with(new Sample(queue, 2_000, 2_000));
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
    private static final double SERVICE_MS = 20;

    private final SplittableRandom random;
    private final List<Change> changes = new ArrayList<>();
    private double nowMs;
    private double nextArrivalMs;
    private double workLeftMs;
    private long queued;
    private int replicas = MIN;
    private Memory memory = Memory.NONE;

    Load(long seed) {
      random = new SplittableRandom(seed);
    }

    private double exponential(double mean) {
      return -mean * Math.log(1 - random.nextDouble());
    }

    /**
     * @param load of one replica, if it had to do all
     */
    Load runFor(long ms, double load) {
      double endMs = nowMs + ms;
      double betweenMs = load == 0 ? Double.MAX_VALUE / 4 : SERVICE_MS / load;
      nextArrivalMs = nowMs + exponential(betweenMs);
      while (nowMs < endMs) {
        double busyMs = serve(nowMs + Balancer.SAMPLE_MS, betweenMs);
        memory = memory.with(new Sample(queued, Math.round(busyMs), Balancer.SAMPLE_MS));
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
          workLeftMs += exponential(SERVICE_MS);
        }
        workLeftMs = queued == 0 ? Math.max(0, workLeftMs) : workLeftMs;
      }
      return busyMs;
    }

    private void decide() {
      Decision decision = Balancer.decide(replicas, MIN, MAX, memory, (long) nowMs);
      if (decision != Decision.STAY) {
        replicas += decision == Decision.GROW ? 1 : -1;
        memory = Memory.changed((long) nowMs);
        changes.add(new Change((long) nowMs, replicas));
      }
    }
  }

  private static Stream<Load> loads() {
    return LongStream.rangeClosed(1, 10).mapToObj(Load::new);
  }

  @ParameterizedTest
  @CsvSource({"1.5, 2", "3.3, 4", "5.5, 6"})
  void aLoadThatIsTooMuchGetsAsManyReplicasAsItNeedsAndKeepsThem(double load, int needed) {
    loads()
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
  void aLoadThatIsNoneLosesAllReplicasButTheFewestThereMayBe() {
    loads()
        .forEach(
            run -> {
              run.runFor(HOUR_MS / 4, 5.5);
              run.runFor(HOUR_MS / 4, 0);
              assertEquals(MIN, run.replicas, run.changes::toString);
            });
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.6", "0.8", "0.9", "1.0", "1.5", "1.9", "2.5", "4", "7", "12"})
  void underAStationaryLoadAtMostOneThingIsChangedInHalfAMinuteAndNothingGoesToAndFro(double load) {
    loads()
        .forEach(
            run -> {
              run.runFor(2 * HOUR_MS, load);
              List<Change> all = run.changes;
              for (int i = 1; i < all.size(); i++) {
                long apartMs = all.get(i).atMs() - all.get(i - 1).atMs();
                assertTrue(apartMs >= Balancer.MIN_CHANGE_MS, all::toString);
                boolean shrinks = all.get(i).replicas() < all.get(i - 1).replicas();
                assertTrue(!shrinks, () -> "to and fro: " + all);
              }
            });
  }
}
