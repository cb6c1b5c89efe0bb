package jellybean.actor;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** Names of what is counted. */
final class Counters {
  private static final Keyword HANDLED = Keyword.of("handled");
  private static final Keyword SENT_LOCAL = Keyword.of("sent-local");
  private static final Keyword SENT_REMOTE = Keyword.of("sent-remote");
  private static final Keyword CRASHES = Keyword.of("crashes");
  private static final Keyword IGNORED_LATE = Keyword.of("ignored-late");
  private static final Keyword ACTORS = Keyword.of("actors");
  private static final Keyword DEAD_LETTERS = Keyword.of("dead-letters");

  private Counters() {}

  static EdnMap show(LoopCounters.Counts counts) {
    return EdnMap.of(
        HANDLED, Int.of(counts.handled()),
        SENT_LOCAL, Int.of(counts.sentLocal()),
        SENT_REMOTE, Int.of(counts.sentRemote()),
        CRASHES, Int.of(counts.crashes()),
        IGNORED_LATE, Int.of(counts.ignoredLate()));
  }

  static EdnMap show(LoopCounters.Counts counts, int actors, EdnMap deadLetters) {
    return show(counts).with(ACTORS, Int.of(actors)).with(DEAD_LETTERS, deadLetters);
  }
}
