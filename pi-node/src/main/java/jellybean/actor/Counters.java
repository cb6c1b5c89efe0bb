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
  private static final Keyword DUPLICATES = Keyword.of("duplicates");
  private static final Keyword RESENT = Keyword.of("resent");
  private static final Keyword POSTPONED = Keyword.of("postponed");
  private static final Keyword PARKED = Keyword.of("parked");
  private static final Keyword PARKED_TOO_LONG = Keyword.of("parked-too-long");
  private static final Keyword RELAYED = Keyword.of("relayed");
  private static final Keyword UNFENCED = Keyword.of("unfenced");
  private static final Keyword UNCONFIRMED = Keyword.of("unconfirmed");
  private static final Keyword RESTARTS = Keyword.of("restarts");
  private static final Keyword RETAINED_BYTES = Keyword.of("retained-bytes");
  private static final Keyword TRACES_DROPPED = Keyword.of("traces-dropped");
  private static final Keyword REFUSED_OFFERS = Keyword.of("refused-offers");
  private static final Keyword PAUSES = Keyword.of("pauses");
  private static final Keyword ACTORS = Keyword.of("actors");
  private static final Keyword DEAD_LETTERS = Keyword.of("dead-letters");

  private Counters() {}

  static EdnMap show(LoopCounters.Counts counts) {
    return EdnMap.of(
            HANDLED, Int.of(counts.handled()),
            SENT_LOCAL, Int.of(counts.sentLocal()),
            SENT_REMOTE, Int.of(counts.sentRemote()),
            CRASHES, Int.of(counts.crashes()),
            RESTARTS, Int.of(counts.restarts()),
            IGNORED_LATE, Int.of(counts.ignoredLate()),
            DUPLICATES, Int.of(counts.duplicates()),
            RESENT, Int.of(counts.resent()),
            POSTPONED, Int.of(counts.postponed()),
            PARKED, Int.of(counts.parked()))
        .with(PARKED_TOO_LONG, Int.of(counts.parkedTooLong()))
        .with(RELAYED, Int.of(counts.relayed()))
        .with(UNFENCED, Int.of(counts.unfenced()))
        .with(RETAINED_BYTES, Int.of(counts.retainedBytes()))
        .with(TRACES_DROPPED, Int.of(counts.tracesDropped()));
  }

  static EdnMap show(
      LoopCounters.Counts counts,
      int actors,
      long refusedOffers,
      long unconfirmed,
      long pauses,
      EdnMap deadLetters) {
    return show(counts)
        .with(REFUSED_OFFERS, Int.of(refusedOffers))
        .with(UNCONFIRMED, Int.of(unconfirmed))
        .with(PAUSES, Int.of(pauses))
        .with(ACTORS, Int.of(actors))
        .with(DEAD_LETTERS, deadLetters);
  }
}
