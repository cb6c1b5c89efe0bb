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

  private final AtomicLong shownHandled = new AtomicLong();
  private final AtomicLong shownSentLocal = new AtomicLong();
  private final AtomicLong shownSentRemote = new AtomicLong();
  private final AtomicLong shownCrashes = new AtomicLong();
  private final AtomicLong shownIgnoredLate = new AtomicLong();

  /** Numbers of one moment. */
  record Counts(long handled, long sentLocal, long sentRemote, long crashes, long ignoredLate) {
    static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          handled + other.handled,
          sentLocal + other.sentLocal,
          sentRemote + other.sentRemote,
          crashes + other.crashes,
          ignoredLate + other.ignoredLate);
    }
  }

  /** The loop's thread, at the end of a turn. */
  void publish() {
    shownHandled.setRelease(handled);
    shownSentLocal.setRelease(sentLocal);
    shownSentRemote.setRelease(sentRemote);
    shownCrashes.setRelease(crashes);
    shownIgnoredLate.setRelease(ignoredLate);
  }

  /** Any thread. */
  Counts read() {
    return new Counts(
        shownHandled.getAcquire(),
        shownSentLocal.getAcquire(),
        shownSentRemote.getAcquire(),
        shownCrashes.getAcquire(),
        shownIgnoredLate.getAcquire());
  }
}
