package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import jellybean.edn.Nil;
import org.junit.jupiter.api.Test;

/** How children end, in trees and at run time: rows of {@code docs/supervision.md}. */
class SupervisionEndsTest {
  private static final String ONE = ":intensity {:max 3 :within-ms 5000}";
  private static final String ALL = ONE + " :strategy :one-for-all";

  // ---- stopping

  @Test
  void childrenAreToldToEndFromRightToLeft() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b", "c"));
    s.takeLog();
    assertEquals("stop c, stop b, stop a, end :shutdown", s.tellToEnd().takeLog());
  }

  @Test
  void whoDoesNotEndInTimeIsKilled() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b :shutdown-ms 2000"));
    s.ignoresShutdown("b");
    s.takeLog();
    assertEquals("stop b", s.tellToEnd().pass(1_999).takeLog());
    assertEquals("kill b, stop a, end :shutdown", s.pass(1).takeLog());
  }

  @Test
  void byDefaultAnActorHasFiveSecondsToEnd() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a"));
    s.ignoresShutdown("a");
    s.takeLog();
    assertEquals("stop a", s.tellToEnd().pass(4_999).takeLog());
    assertEquals("kill a, end :shutdown", s.pass(1).takeLog());
  }

  @Test
  void aShutdownTimeOfZeroKillsAtOnce() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b :shutdown-ms 0"));
    s.takeLog();
    assertEquals("kill b, stop a, end :shutdown", s.tellToEnd().takeLog());
  }

  @Test
  void anInfiniteShutdownTimeIsNeverOver() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a :shutdown-ms :infinity"));
    s.ignoresShutdown("a");
    s.takeLog();
    assertEquals("stop a", s.tellToEnd().pass(86_400_000).takeLog());
  }

  @Test
  void aSupervisorHasAsLongAsItsChildrenNeed() {
    Supervised s =
        Supervised.started(
            "{:supervisor s :children [{:supervisor t :children []}"
                + " {:actor a :on {:x (fn [s d] nil)}}]}");
    s.ignoresShutdown("t");
    s.takeLog();
    assertEquals("stop a, stop t", s.tellToEnd().pass(86_400_000).takeLog());
  }

  @Test
  void whoCrashesWhileItIsToldToEndIsKilledAndNotRestarted() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    s.ignoresShutdown("b");
    s.tellToEnd();
    s.takeLog();
    assertEquals("kill b, stop a, end :shutdown", s.crash("b").takeLog());
  }

  @Test
  void aSiblingThatEndsWhileAnotherIsToldToIsNotRestarted() {
    Supervised s = Supervised.started(Supervised.document(ONE, "a", "b"));
    s.ignoresShutdown("b");
    s.tellToEnd();
    s.takeLog();
    assertEquals("", s.stops("a", "normal").takeLog());
    assertEquals("end :shutdown", s.stops("b", "shutdown").takeLog());
  }

  @Test
  void crashesDuringARestartOfAllDoNotCount() {
    Supervised s = Supervised.started(Supervised.document(ALL, "a", "b", "c"));
    s.takeLog();
    s.crashTogether("a", "b", "c");
    assertEquals("stop c, kill c, kill b, kill a, start a, start b, start c", s.takeLog());
  }

  // ---- significant children

  @Test
  void withoutAutoShutdownASignificantEndMeansNothing() {
    Supervised s =
        Supervised.started(Supervised.document(ONE, "a :restart :transient :significant true"));
    s.takeLog();
    assertEquals("kill a", s.stops("a", "normal").takeLog());
  }

  @Test
  void anySignificantEndsTheSupervisorWithTheFirst() {
    String keys = ONE + " :auto-shutdown :any-significant";
    Supervised s =
        Supervised.started(
            Supervised.document(keys, "a :restart :transient :significant true", "b"));
    s.takeLog();
    assertEquals("kill a, stop b, end :shutdown", s.stops("a", "normal").takeLog());
  }

  @Test
  void allSignificantEndsTheSupervisorWithTheLast() {
    String keys = ONE + " :auto-shutdown :all-significant";
    Supervised s =
        Supervised.started(
            Supervised.document(
                keys,
                "a :restart :transient :significant true",
                "b :restart :temporary :significant true",
                "c"));
    s.takeLog();
    assertEquals("kill a", s.stops("a", "normal").takeLog());
    assertEquals("kill b, stop c, end :shutdown", s.crash("b").takeLog());
  }

  @Test
  void aSignificantTransientChildThatCrashesIsRestarted() {
    String keys = ONE + " :auto-shutdown :any-significant";
    Supervised s =
        Supervised.started(
            Supervised.document(keys, "a :restart :transient :significant true", "b"));
    s.takeLog();
    assertEquals("restart a", s.crash("a").takeLog());
  }

  // ---- clusters and templates

  @Test
  void aSupervisorThatCrashedLosesItsChildrenBeforeItStartsAgain() {
    Supervised s =
        Supervised.started(
            "{:supervisor s :children [{:supervisor t :children []}"
                + " {:actor a :on {:x (fn [s d] nil)}}]}");
    s.takeLog();
    assertEquals("kill t, start t", s.crash("t").takeLog());
  }

  @Test
  void aSupervisorThatGaveUpIsRestartedByTheOneAbove() {
    Supervised s = Supervised.started("{:supervisor s :children [{:supervisor t :children []}]}");
    s.takeLog();
    assertEquals("start t", s.stops("t", "shutdown").takeLog());
    assertEquals("end gave up", s.stops("t", "shutdown").takeLog());
  }

  @Test
  void aTransientSupervisorThatGaveUpStaysDown() {
    Supervised s =
        Supervised.started(
            "{:supervisor s :children [{:supervisor t :restart :transient :children []}]}");
    s.takeLog();
    assertEquals("kill t", s.stops("t", "shutdown").takeLog());
  }

  private static final String LIST =
      "{:supervisor s :forward {:new (start t) :gone (stop t)}"
          + " :intensity {:max 3 :within-ms 5000}"
          + " :children [{:template t :use \"part.edn\"}"
          + " {:actor a :on {:x (fn [s d] nil) :shutdown (fn [s d] nil)}}]}";

  private static Supervised list() {
    Bundle bundle =
        new Bundle(
            "test.edn",
            new TreeMap<>(Map.of("test.edn", LIST, "part.edn", "{:supervisor p :children []}")));
    return Supervised.started(bundle);
  }

  @Test
  void instancesStartAtRunTimeAndEndInTheirPlaceAmongTheChildren() {
    Supervised s = list();
    s.takeLog();
    s.send("jelly.start/t", Nil.NIL).send("jelly.start/t", Nil.NIL);
    assertEquals("start t/0, hear :t/started 0, start t/1, hear :t/started 1", s.takeLog());
    assertEquals("stop a, stop t/1, stop t/0, end :shutdown", s.tellToEnd().takeLog());
  }

  @Test
  void anInstanceThatEndsIsForgotten() {
    Supervised s = list();
    s.send("jelly.start/t", Nil.NIL).send("jelly.start/t", Nil.NIL);
    s.takeLog();
    assertEquals("stop t/1, hear :t/stopped 1", s.send("jelly.stop/t", Nil.NIL).takeLog());
    assertEquals("start t/2, hear :t/started 2", s.send("jelly.start/t", Nil.NIL).takeLog());
  }

  @Test
  void anInstanceThatGaveUpIsRestartedWithItsParams() {
    Supervised s = list();
    s.send("jelly.start/t", Nil.NIL);
    s.takeLog();
    assertEquals("start t/0, hear :t/started 0", s.stops("t/0", "shutdown").takeLog());
  }
}
