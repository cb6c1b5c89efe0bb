package jellybean.actor;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a loop counts. The loop counts in plain fields and shows them to other threads once a turn.
 */
final class LoopCounters {
  long handled;
  long sentLocal;
  long sentRemote;
  long crashes;
  long ignoredLate;
  long duplicates;
  long restarts;
  long retainedBytes;

  /** Waits for a confirmation that were in vain, so that messages were sent again. */
  long resent;

  /** How often an actor was parked, and how often for as long as it may be. */
  long parked;

  long parkedTooLong;

  /** Messages that their senders keep, and that have to come again. */
  long postponed;

  /** Messages that came for an actor that had moved, or waited for it, and went after it. */
  long relayed;

  /** How often direct messages were let in without the fence of their sender's node. */
  long unfenced;

  /** What of traces found no room. */
  long tracesDropped;

  private final AtomicLong shownHandled = new AtomicLong();
  private final AtomicLong shownSentLocal = new AtomicLong();
  private final AtomicLong shownSentRemote = new AtomicLong();
  private final AtomicLong shownCrashes = new AtomicLong();
  private final AtomicLong shownIgnoredLate = new AtomicLong();
  private final AtomicLong shownDuplicates = new AtomicLong();
  private final AtomicLong shownResent = new AtomicLong();
  private final AtomicLong shownPostponed = new AtomicLong();
  private final AtomicLong shownParked = new AtomicLong();
  private final AtomicLong shownParkedTooLong = new AtomicLong();
  private final AtomicLong shownRelayed = new AtomicLong();
  private final AtomicLong shownUnfenced = new AtomicLong();
  private final AtomicLong shownRestarts = new AtomicLong();
  private final AtomicLong shownRetainedBytes = new AtomicLong();
  private final AtomicLong shownTracesDropped = new AtomicLong();

  /**
   * Numbers of one moment.
   *
   * @param restarts of actors where they stood
   * @param retainedBytes of history and dead letters
   * @param tracesDropped messages that somebody followed, and actors that somebody waited for
   */
  record Counts(
      long handled,
      long sentLocal,
      long sentRemote,
      long crashes,
      long ignoredLate,
      long duplicates,
      long resent,
      long postponed,
      long parked,
      long parkedTooLong,
      long relayed,
      long unfenced,
      long restarts,
      long retainedBytes,
      long tracesDropped) {
    static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          handled + other.handled,
          sentLocal + other.sentLocal,
          sentRemote + other.sentRemote,
          crashes + other.crashes,
          ignoredLate + other.ignoredLate,
          duplicates + other.duplicates,
          resent + other.resent,
          postponed + other.postponed,
          parked + other.parked,
          parkedTooLong + other.parkedTooLong,
          relayed + other.relayed,
          unfenced + other.unfenced,
          restarts + other.restarts,
          retainedBytes + other.retainedBytes,
          tracesDropped + other.tracesDropped);
    }
  }

  /** The loop's thread, at the end of a turn. */
  void publish() {
    shownHandled.setRelease(handled);
    shownSentLocal.setRelease(sentLocal);
    shownSentRemote.setRelease(sentRemote);
    shownCrashes.setRelease(crashes);
    shownIgnoredLate.setRelease(ignoredLate);
    shownDuplicates.setRelease(duplicates);
    shownResent.setRelease(resent);
    shownPostponed.setRelease(postponed);
    shownParked.setRelease(parked);
    shownParkedTooLong.setRelease(parkedTooLong);
    shownRelayed.setRelease(relayed);
    shownUnfenced.setRelease(unfenced);
    shownRestarts.setRelease(restarts);
    shownRetainedBytes.setRelease(retainedBytes);
    shownTracesDropped.setRelease(tracesDropped);
  }

  /** Any thread. */
  Counts read() {
    return new Counts(
        shownHandled.getAcquire(),
        shownSentLocal.getAcquire(),
        shownSentRemote.getAcquire(),
        shownCrashes.getAcquire(),
        shownIgnoredLate.getAcquire(),
        shownDuplicates.getAcquire(),
        shownResent.getAcquire(),
        shownPostponed.getAcquire(),
        shownParked.getAcquire(),
        shownParkedTooLong.getAcquire(),
        shownRelayed.getAcquire(),
        shownUnfenced.getAcquire(),
        shownRestarts.getAcquire(),
        shownRetainedBytes.getAcquire(),
        shownTracesDropped.getAcquire());
  }
}
