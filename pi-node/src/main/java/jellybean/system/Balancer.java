package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jellybean.actor.ActorSpec;

/**
 * Whether a child gets another replica or loses one: a pure policy over samples of its load.
 *
 * <p>A queue that is long and grew over {@value #GROWING_SAMPLES} samples in a row, or is full and
 * does not shrink, or has senders parked, while all replicas used all the time that they had, is
 * served too slowly: one more. If for {@value #IDLE_SAMPLES} samples next to nothing waited, and
 * one replica fewer would still use less than half of its time, there is one too many. Between the
 * two lies what is left alone (hysteresis): when one more has come because all were busy, one fewer
 * would be busy for more than half of the time.
 *
 * <p>After one more has come nothing is changed for {@value #MIN_CHANGE_MS} ms; one goes only after
 * as long a time in which there was hardly anything to do. So under a load that does not change at
 * most one thing is changed in that time: that is what stationary means here. But when one has
 * gone, and soon after that a queue is {@value #VERY_LONG_QUEUE} messages long, then the load has
 * changed: a queue of those who were busy for less than half of the time does not become as long by
 * chance. That is not made to wait. So but for a replica that has just come, an overload is
 * answered after {@value #GROWING_SAMPLES} samples, which is within 3 s.
 */
final class Balancer {
  static final long SAMPLE_MS = 1_000;
  static final long MIN_CHANGE_MS = 30_000;
  static final int GROWING_SAMPLES = 3;
  static final int IDLE_SAMPLES = 30;

  /** Per replica: fewer messages than that are soon handled. */
  static final int LONG_QUEUE = 8;

  /** Per replica: so many are not by chance, where little was to be done a moment ago. */
  static final int VERY_LONG_QUEUE = 32;

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
   * @param hadMs time that there was for steps: also that in which nothing was to be done, and not
   *     that in which other actors of their loops took theirs
   * @param isPressing whether somebody is parked for one of them
   */
  record Sample(long queued, long busyMs, long hadMs, boolean isPressing) {
    Sample(long queued, long busyMs, long hadMs) {
      this(queued, busyMs, hadMs, false);
    }
  }

  /**
   * What is remembered between samples.
   *
   * @param recent samples since the last change, the newest last; no more than are looked at
   * @param changedMs when something was last changed
   * @param hasShrunk whether one has gone then, or one more has come
   */
  record Memory(List<Sample> recent, OptionalLong changedMs, boolean hasShrunk) {
    static final Memory NONE = new Memory(List.of(), OptionalLong.empty(), false);

    Memory {
      recent = List.copyOf(recent);
    }

    Memory with(Sample sample) {
      List<Sample> all = new ArrayList<>(recent);
      all.add(sample);
      int surplus = Math.max(0, all.size() - IDLE_SAMPLES);
      return new Memory(all.subList(surplus, all.size()), changedMs, hasShrunk);
    }

    /** Samples from before a change say nothing about the time after it. */
    static Memory grown(long nowMs) {
      return new Memory(List.of(), OptionalLong.of(nowMs), false);
    }

    static Memory shrunk(long nowMs) {
      return new Memory(List.of(), OptionalLong.of(nowMs), true);
    }
  }

  private Balancer() {}

  /**
   * @param replicas how many there are
   * @param memory with the newest sample
   */
  static Decision decide(int replicas, int min, int max, Memory memory, long nowMs) {
    boolean isSoon =
        memory.changedMs().isPresent() && nowMs - memory.changedMs().getAsLong() < MIN_CHANGE_MS;
    if (isSoon && !memory.hasShrunk()) {
      return Decision.STAY;
    }
    int longQueue = isSoon ? VERY_LONG_QUEUE : LONG_QUEUE;
    if (replicas < max && isTooSlow(replicas, longQueue, memory.recent())) {
      return Decision.GROW;
    }
    boolean mayShrink = !isSoon && replicas > min;
    return mayShrink && isIdle(replicas, memory.recent()) ? Decision.SHRINK : Decision.STAY;
  }

  private static boolean isTooSlow(int replicas, int longQueue, List<Sample> recent) {
    if (recent.size() < GROWING_SAMPLES) {
      return false;
    }
    List<Sample> last = recent.subList(recent.size() - GROWING_SAMPLES, recent.size());
    boolean isGrowing = last.getLast().queued() >= (long) longQueue * replicas;
    boolean isFull = last.getLast().queued() >= last.getFirst().queued();
    for (int i = 0; i < last.size(); i++) {
      isGrowing &= i == 0 || last.get(i).queued() > last.get(i - 1).queued();
      isFull &= last.get(i).queued() >= (long) FULL_QUEUE * replicas;
    }
    boolean isPressing = last.stream().allMatch(Sample::isPressing);
    List<Sample> between = last.subList(1, last.size());
    return (isGrowing || isFull || isPressing)
        && busyMs(between) >= MIN_BUSY_SHARE * hadMs(between);
  }

  private static long busyMs(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::busyMs).sum();
  }

  private static long hadMs(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::hadMs).sum();
  }

  private static boolean isIdle(int replicas, List<Sample> recent) {
    if (recent.size() < IDLE_SAMPLES || replicas < 2) {
      return false;
    }
    boolean isEmpty = recent.stream().allMatch(sample -> sample.queued() <= replicas);
    double fewerHadMs = (double) hadMs(recent) * (replicas - 1) / replicas;
    long busyMs = busyMs(recent);
    // Also where others take all the time, one that does nothing is not needed.
    return isEmpty && (busyMs == 0 || busyMs < MAX_IDLE_SHARE * fewerHadMs);
  }
}
