package jellybean.cluster.majority;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.LongConsumer;
import java.util.stream.Stream;
import jellybean.cluster.majority.Fleet.Fault;
import jellybean.cluster.majority.Tenures.Violation;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules by seed. A campaign: {@code -Dmajority.first=1 -Dmajority.seeds=10000}; one seed
 * again: {@code -Dmajority.seed=S}.
 */
class MajorityModelTest {
  private static final int SEEDS = Integer.getInteger("majority.seeds", 150);
  private static final long FIRST = Long.getLong("majority.first", 1);
  private static final int SCRAMBLE_STEPS = 3_000;

  /** Within so many schedules a fleet with a common fault is found out. */
  private static final int SEEDS_OF_A_FAULT = 400;

  @Test
  void whateverHappensOneTenureRunsAtATimeAndPeaceEndsWithOneHome() {
    long[] total = new long[3];
    forEachSeed(
        seed -> {
          Schedule.Result result = Schedule.run(seed, Fault.NONE);
          total[0] += result.tenures();
          total[1] += result.activations();
          total[2] += result.isDecidable() ? 1 : 0;
        });
    // A model in which nothing happens shows nothing.
    if (Long.getLong("majority.seed") == null) {
      assertTrue(total[0] > 2L * SEEDS, "tenures: " + total[0]);
      assertTrue(total[1] > 4L * SEEDS, "activations: " + total[1]);
      assertTrue(total[2] > SEEDS / 2, "decidable: " + total[2]);
    }
  }

  @Test
  void inWhateverOrderMessagesComeOneTenureRunsAtATime() {
    long[] tenures = new long[1];
    forEachSeed(seed -> tenures[0] += Scramble.run(seed, Fault.NONE, SCRAMBLE_STEPS));
    if (Long.getLong("majority.seed") == null) {
      assertTrue(tenures[0] > SEEDS, "tenures: " + tenures[0]);
    }
  }

  private static void forEachSeed(LongConsumer run) {
    Long one = Long.getLong("majority.seed");
    long first = one == null ? FIRST : one;
    long last = one == null ? FIRST + SEEDS - 1 : one;
    for (long seed = first; seed <= last; seed++) {
      try {
        run.accept(seed);
      } catch (Violation violation) {
        fail(Schedule.replay(seed, violation));
      }
    }
  }

  static Stream<Named<Fault>> faults() {
    return Stream.of(
        Named.of(
            "electors do not wait for the leases that they granted",
            Fault.of(
                new Rules() {
                  @Override
                  boolean isLeased(long untilMs, long nowMs) {
                    return false;
                  }
                })),
        Named.of(
            "leases are counted from the answer",
            Fault.of(
                new Rules() {
                  @Override
                  long leaseBeganMs(long askedMs, long cameMs) {
                    return cameMs;
                  }
                })),
        Named.of(
            "half of the electors are enough",
            Fault.of(
                new Rules() {
                  @Override
                  int quorum(int electors) {
                    return Math.max(1, electors / 2);
                  }
                })),
        Named.of(
            "electors that restart do not wait",
            Fault.of(
                new Rules() {
                  @Override
                  boolean isBarred(long untilMs, long nowMs) {
                    return false;
                  }
                })),
        Named.of(
            "homes do not give up when somebody accepted more",
            Fault.of(
                new Rules() {
                  @Override
                  boolean isYielding(Configuration accepted) {
                    return false;
                  }
                })),
        Named.of("electors forget their promises when they restart", Fault.FORGETFUL),
        Named.of("all lives of a node have one number", Fault.REBORN),
        Named.of("clocks differ by more than the margin", Fault.DRIFTING));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlantedFaultIsFoundOut(Fault fault) {
    for (long seed = 1; seed <= SEEDS_OF_A_FAULT; seed++) {
      try {
        Schedule.run(seed, fault);
      } catch (Violation violation) {
        if (violation.isOfSafety()) {
          return;
        }
      }
    }
    fail("not found out in " + SEEDS_OF_A_FAULT + " schedules");
  }
}
