package jellybean.node;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.port.Timers;

/**
 * Notices a loop that stands still: a step that blocks, against the rules, stops all actors of its
 * loop. Nobody can take the thread away from it, but it must not stay hidden.
 */
final class LoopWatch {
  /** A turn that lasts longer is taken for one that stands still. */
  static final long STALLED_MS = 15_000;

  private static final long PAUSE_MS = 1_000;
  private static final long NS_PER_MS = 1_000_000;

  private final List<LoopThread> loops;
  private final LongSupplier nowNs;
  private final Consumer<String> warnings;
  private final AtomicLong stalls = new AtomicLong();

  /**
   * @param warnings told of each turn that stands still, once, and where it does
   */
  LoopWatch(List<LoopThread> loops, LongSupplier nowNs, Consumer<String> warnings) {
    this.loops = List.copyOf(loops);
    this.nowNs = nowNs;
    this.warnings = warnings;
  }

  /** Looks again and again, as long as there are timers. */
  void start(Timers timers) {
    timers.after(
        PAUSE_MS,
        () -> {
          look();
          start(timers);
        });
  }

  void look() {
    for (LoopThread loop : loops) {
      loop.stalled(nowNs.getAsLong(), STALLED_MS * NS_PER_MS)
          .ifPresent(
              where -> {
                stalls.incrementAndGet();
                warnings.accept(
                    loop.name()
                        + " stands still: expected the end of a turn within "
                        + STALLED_MS
                        + " ms, found it "
                        + where);
              });
    }
  }

  /** {@code {:stalls turns that stood still :longest-turn-ms that of a turn which is not over}}. */
  EdnMap counters() {
    long now = nowNs.getAsLong();
    long longest = loops.stream().mapToLong(loop -> loop.turnNs(now)).max().orElse(0);
    return EdnMap.of(
        Keyword.of("stalls"), Int.of(stalls.get()),
        Keyword.of("longest-turn-ms"), Int.of(longest / NS_PER_MS));
  }
}
