package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jellybean.actor.ActorSpec;

/**
 * Whether a child gets another replica or loses one: a pure policy over samples of its load.
 *
 * <p>A queue that is long and grew over {@value #GROWING_SAMPLES} samples in a row, or is full and
 * does not shrink, while all replicas had to do all the time, is served too slowly: one more. If
 * for {@value #IDLE_SAMPLES} samples next to nothing waited, and one replica fewer would still be
 * busy for less than half of the time, there is one too many. Between the two lies what is left
 * alone (hysteresis): when one more has come because all were busy, one fewer would be busy for
 * more than half of the time. And between two changes at least {@value #MIN_CHANGE_MS} ms pass,
 * whatever the load does.
 */
final class Balancer {
  static final long SAMPLE_MS = 2_000;
  static final long MIN_CHANGE_MS = 30_000;
  static final int GROWING_SAMPLES = 3;
  static final int IDLE_SAMPLES = 15;

  /** Per replica: fewer messages than that are soon handled. */
  static final int LONG_QUEUE = 8;

  /** Per replica: so many are too many even if they do not become more. */
  static final int FULL_QUEUE = ActorSpec.DEFAULT_MAILBOX_MESSAGES / 4;

  private static final double MAX_IDLE_SHARE = 0.5;
  private static final double MIN_BUSY_SHARE = 0.9;

  /** What to do. */
  enum Decision {
    STAY,
    GROW,
    SHRINK
  }

  /**
   * The load of all replicas of a child.
   *
   * @param queued messages that wait
   * @param busyMs time that steps took since the sample before
   * @param overMs time since the sample before
   */
  record Sample(long queued, long busyMs, long overMs) {}

  /**
   * What is remembered between samples.
   *
   * @param recent samples since the last change, the newest last; no more than are looked at
   * @param changedMs when something was last changed
   */
  record Memory(List<Sample> recent, OptionalLong changedMs) {
    static final Memory NONE = new Memory(List.of(), OptionalLong.empty());

    Memory {
      recent = List.copyOf(recent);
    }

    Memory with(Sample sample) {
      List<Sample> all = new ArrayList<>(recent);
      all.add(sample);
      int surplus = Math.max(0, all.size() - IDLE_SAMPLES);
      return new Memory(all.subList(surplus, all.size()), changedMs);
    }

    /** Samples from before a change say nothing about the time after it. */
    static Memory changed(long nowMs) {
      return new Memory(List.of(), OptionalLong.of(nowMs));
    }
  }

  private Balancer() {}

  /**
   * @param replicas how many there are
   * @param memory with the newest sample
   */
  static Decision decide(int replicas, int min, int max, Memory memory, long nowMs) {
    boolean tooSoon =
        memory.changedMs().isPresent() && nowMs - memory.changedMs().getAsLong() < MIN_CHANGE_MS;
    if (tooSoon) {
      return Decision.STAY;
    }
    if (replicas < max && isTooSlow(replicas, memory.recent())) {
      return Decision.GROW;
    }
    return replicas > min && isIdle(replicas, memory.recent()) ? Decision.SHRINK : Decision.STAY;
  }

  private static boolean isTooSlow(int replicas, List<Sample> recent) {
    if (recent.size() < GROWING_SAMPLES) {
      return false;
    }
    List<Sample> last = recent.subList(recent.size() - GROWING_SAMPLES, recent.size());
    boolean isGrowing = last.getLast().queued() >= (long) LONG_QUEUE * replicas;
    boolean isFull = last.getLast().queued() >= last.getFirst().queued();
    for (int i = 0; i < last.size(); i++) {
      isGrowing &= i == 0 || last.get(i).queued() > last.get(i - 1).queued();
      isFull &= last.get(i).queued() >= (long) FULL_QUEUE * replicas;
    }
    return (isGrowing || isFull) && busyMs(last) >= MIN_BUSY_SHARE * overMs(last) * replicas;
  }

  private static long busyMs(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::busyMs).sum();
  }

  private static long overMs(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::overMs).sum();
  }

  private static boolean isIdle(int replicas, List<Sample> recent) {
    if (recent.size() < IDLE_SAMPLES || replicas < 2) {
      return false;
    }
    boolean isEmpty = recent.stream().allMatch(sample -> sample.queued() <= replicas);
    return isEmpty && busyMs(recent) < MAX_IDLE_SHARE * overMs(recent) * (replicas - 1);
  }
}
