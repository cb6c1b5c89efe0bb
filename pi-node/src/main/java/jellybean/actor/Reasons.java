package jellybean.actor;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** How many messages died, by reason, on the whole node. Any thread. */
final class Reasons {
  static final Keyword UNROUTED = Keyword.of("unrouted");
  static final Keyword ROUTE_FAILED = Keyword.of("route-failed");
  static final Keyword NO_SUCH_ACTOR = Keyword.of("no-such-actor");
  static final Keyword OVERFLOW = Keyword.of("overflow");
  static final Keyword CRASHED = Keyword.of("crashed");
  static final Keyword STOPPED = Keyword.of("stopped");
  static final Keyword YIELDED = Keyword.of("yielded");
  static final Keyword NOT_MIGRATED = Keyword.of("not-migrated");
  static final Keyword GONE = Keyword.of("gone");
  static final Keyword UNFINISHED = Keyword.of("unfinished");
  static final Keyword NOT_CLOSED = Keyword.of("not-closed");
  static final Keyword LATE = Keyword.of("late");
  static final Keyword NOT_KEPT = Keyword.of("not-kept");
  static final Keyword MEMBER_LOST = Keyword.of("member-lost");
  static final Keyword NOT_STARTED = Keyword.of("not-started");

  /** Reasons are words of our own code; past this many all others count as one. */
  private static final int MAX_REASONS = 64;

  private static final Keyword OTHER = Keyword.of("other");

  private final Map<Keyword, AtomicLong> counts = new ConcurrentHashMap<>();

  void count(Keyword reason) {
    AtomicLong present = counts.get(reason);
    if (present == null) {
      Keyword counted = counts.size() < MAX_REASONS ? reason : OTHER;
      present = counts.computeIfAbsent(counted, _ -> new AtomicLong());
    }
    present.incrementAndGet();
  }

  /** Sorted by reason. */
  EdnMap show() {
    EdnMap map = EdnMap.EMPTY;
    for (Map.Entry<Keyword, AtomicLong> count :
        counts.entrySet().stream().sorted(Comparator.comparing(e -> e.getKey().name())).toList()) {
      map = map.with(count.getKey(), Int.of(count.getValue().get()));
    }
    return map;
  }
}
