package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How children start, and start again: rows of {@code docs/supervision.md}. */
class SupervisionTest {
  private static final String ONE = ":intensity {:max 3 :within-ms 5000}";
  private static final String ALL = ONE + " :strategy :one-for-all";
  private static final String REST = ONE + " :strategy :rest-for-one";

  // ---- starting

  @Test
  void childrenStartFromLeftToRightEachWhenTheOneBeforeRuns() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b", "c"));
    assertEquals("start a, start b, start c, tell /parent :jelly/started", s.takeLog());
  }

  @Test
  void aChildThatCannotStartEndsThoseStartedAndTheSupervisor() {
    Supervised s = Supervised.of(Supervised.document(ONE, "a", "b", "c"));
    s.failStartsOf("c");
    s.start();
    assertEquals("start a, start b, start c, stop b, stop a, end gave up", s.takeLog());
  }

  @Test
  void aChildThatCrashesAtItsFirstStartCannotStart() {
    Supervised s = Supervised.of(Supervised.document(ONE, "a", "b"));
    s.failStartsOf("b");
    s.start();
    assertEquals("start a, start b, stop a, end gave up", s.takeLog());
  }

  // ---- strategies

  @Test
  void oneForOneRestartsTheChildAlone() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b", "c"));
    s.takeLog();
    assertEquals("restart b", s.crash("b").takeLog());
  }

  @Test
  void oneForAllEndsAllFromRightToLeftAndStartsThemFromLeftToRight() {
    Supervised s = Supervised.started(Supervised.document(ALL, "a", "b", "c"));
    s.takeLog();
    assertEquals("stop c, kill b, stop a, start a, start b, start c", s.crash("b").takeLog());
  }

  @Test
  void restForOneEndsAndStartsThoseThatStartedAfterIt() {
    Supervised s = Supervised.started(Supervised.document(REST, "a", "b", "c", "d"));
    s.takeLog();
    assertEquals("stop d, stop c, kill b, start b, start c, start d", s.crash("b").takeLog());
  }

  @Test
  void restForOneOfTheLastChildRestartsItAlone() {
    Supervised s = Supervised.started(Supervised.document(REST, "a", "b"));
    s.takeLog();
    assertEquals("restart b", s.crash("b").takeLog());
  }

  // ---- restart types

  @Test
  void aPermanentChildStartsAgainAlsoAfterItsOwnStop() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    s.takeLog();
    assertEquals("start a", s.stops("a", "normal").takeLog());
  }

  @Test
  void aTransientChildStartsAgainAfterACrashOnly() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a :restart :transient", "b"));
    s.takeLog();
    assertEquals("restart a", s.crash("a").takeLog());
    assertEquals("kill a", s.stops("a", "finished").takeLog());
  }

  @Test
  void aTemporaryChildNeverStartsAgain() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a :restart :temporary", "b"));
    s.takeLog();
    assertEquals("kill a", s.crash("a").takeLog());
  }

  @Test
  void aTemporaryChildThatASiblingsDeathEndedDoesNotStartAgain() {
    Supervised s = Supervised.started(Supervised.document(ALL, "a", "b :restart :temporary", "c"));
    s.takeLog();
    assertEquals("stop c, stop b, kill a, start a, start c", s.crash("a").takeLog());
  }

  @Test
  void aTransientChildThatHadFinishedStartsAgainWithAll() {
    Supervised s = Supervised.started(Supervised.document(ALL, "a", "b :restart :transient"));
    s.stops("b", "normal");
    s.takeLog();
    assertEquals("kill a, start a, start b", s.crash("a").takeLog());
  }

  // ---- intensity

  @Test
  void moreRestartsThanMaxWithinTheTimeEndTheSupervisor() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    s.crash("a").crash("b").crash("a");
    s.takeLog();
    assertEquals("stop b, kill a, end gave up", s.crash("a").takeLog());
  }

  @Test
  void restartsFartherApartThanTheTimeDoNotCountTogether() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    for (int i = 0; i < 20; i++) {
      s.takeLog();
      assertEquals("restart a", s.crash("a").takeLog());
      s.pass(2_000);
    }
  }

  @Test
  void byDefaultTheSecondRestartWithinFiveSecondsIsTooMany() {
    Supervised s = Supervised.started(Supervised.document("", "a"));
    s.takeLog();
    assertEquals("restart a", s.crash("a").takeLog());
    assertEquals("kill a, end gave up", s.pass(4_999).crash("a").takeLog());
  }

  @Test
  void anIntensityOfZeroToleratesNoRestart() {
    Supervised s = Supervised.started(Supervised.document(":intensity {:max 0}", "a", "b"));
    s.takeLog();
    assertEquals("stop b, kill a, end gave up", s.crash("a").takeLog());
  }

  @Test
  void aFailedRestartIsTriedAgainAndCountsEachTime() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    s.failStartsOf("a");
    s.takeLog();
    assertEquals("restart a, start a, start a, stop b, end gave up", s.crash("a").takeLog());
  }

  @Test
  void aFailedRestartOfAllBeginsAgainWithAll() {
    Supervised s = Supervised.started(Supervised.document(ALL, "a", "b", "c"));
    s.failStartsOf("b");
    s.takeLog();
    s.crash("c");
    assertTrue(
        s.takeLog()
            .startsWith("kill c, stop b, stop a, start a, start b, stop a, start a, start b"));
  }

  @Test
  void withABackoffOnlyTheFirstRestartComesAtOnce() {
    String keys = ":intensity {:max 9 :within-ms 60000} :backoff {:min-ms 100 :max-ms 400}";
    Supervised s = Supervised.started(Supervised.document(keys, "a"));
    s.takeLog();
    assertEquals("restart a", s.crash("a").takeLog());
    assertEquals("", s.crash("a").pass(49).takeLog());
    assertEquals("restart a", s.pass(51).takeLog());
    assertEquals("", s.crash("a").pass(99).takeLog());
    assertEquals("restart a", s.pass(101).takeLog());
  }
}
