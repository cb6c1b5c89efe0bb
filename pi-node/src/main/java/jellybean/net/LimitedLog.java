package jellybean.net;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jellybean.port.Clock;
import org.tinylog.Logger;

/**
 * Warnings about what strangers do: a few per kind and period in full, the rest as a number, so
 * that an attack cannot drown the log. Owned by the event loop thread.
 */
final class LimitedLog implements Noise {
  static final int PER_PERIOD = 5;
  static final long PERIOD_MS = 10_000;

  private static final class Kind {
    long startMs;
    int said;
    long withheld;
  }

  private final Clock clock;
  private final Consumer<String> out;
  private final Map<Enum<?>, Kind> kinds = new HashMap<>();

  LimitedLog(Clock clock, Consumer<String> out) {
    this.clock = clock;
    this.out = out;
  }

  static LimitedLog toTheLog(Clock clock) {
    return new LimitedLog(clock, text -> Logger.warn("{}", text));
  }

  @Override
  public void warn(Enum<?> name, Supplier<String> text) {
    Kind kind = kinds.computeIfAbsent(name, n -> begin(new Kind()));
    if (clock.monotonicMs() - kind.startMs >= PERIOD_MS) {
      if (kind.withheld > 0) {
        out.accept(kind.withheld + " more like the last: " + Counters.keyword(name));
      }
      begin(kind);
    }
    if (kind.said < PER_PERIOD) {
      kind.said++;
      out.accept(text.get());
    } else {
      kind.withheld++;
    }
  }

  private Kind begin(Kind kind) {
    kind.startMs = clock.monotonicMs();
    kind.said = 0;
    kind.withheld = 0;
    return kind;
  }
}
