package jellybean.system;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Counts restarts within the window of a supervisor's intensity: a pure policy (Erlang/OTP,
 * supervisor, "Maximum Restart Intensity").
 *
 * <p>Times are wall clocks of several boards, which may jump: a restart that seems to lie in the
 * future counts as well, so that a clock set back cannot hide a crash loop.
 */
record RestartWindow(Supervision.Intensity limit, long nowMs) {
  /** The restarts still within the window, with the one that happens now. */
  List<Long> with(List<Long> earlierMs) {
    LongStream recent =
        earlierMs.stream().mapToLong(Long::longValue).filter(t -> nowMs - t <= limit.withinMs());
    return Stream.concat(recent.boxed(), Stream.of(nowMs)).toList();
  }

  boolean exceededBy(List<Long> timesMs) {
    return timesMs.size() > limit.max();
  }
}
