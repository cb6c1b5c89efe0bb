package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import jellybean.system.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator starts, stops and restarts. */
class OrdersTest {
  private final ShelledFleet fleet = new ShelledFleet(3, "a", "b", "c");

  @BeforeEach
  void deploy() {
    fleet.documents.put(
        "list.edn",
        new Bundle(
            "list.edn",
            new TreeMap<>(
                Map.of(
                    "list.edn",
                    """
                    {:supervisor list
                     :strategy :one-for-all :intensity {:max 5 :within-ms 1000}
                     :children [{:actor sum :state 0 :place "b" :says #{}
                                 :on {:add  (fn [n d] {:state (+ n d)})
                                      :fail (fn [n d] (/ 1 0))}}
                                {:actor many :state 0 :replicas 2 :says #{}
                                 :on {:hit (fn [n d] {:state (inc n)})}}
                                {:template counters :use "counter.edn"}]}
                    """,
                    "counter.edn",
                    """
                    {:supervisor counter :params {from 0}
                     :children [{:actor count :state from :says #{}
                                 :on {:up (fn [n d] {:state (inc n)})}}]}
                    """))));
    fleet.run("deploy list.edn");
  }

  private String row(String path) {
    for (String line : fleet.seen("ls /list")) {
      if (line.startsWith(path)) {
        return line;
      }
    }
    return "";
  }

  @Test
  void aStoppedChildStaysStoppedAndIsListedAsThat() {
    assertEquals(
        "{:done :stop, :actor \"/list/sum\", :node \"b\"}", fleet.run("stop /list/sum").getFirst());
    assertTrue(row("sum").contains("stopped"), row("sum"));
    fleet.fleet.pass(60_000);
    assertTrue(row("sum").contains("stopped"), row("sum"));
    fleet.run("send /list :hit; start /list/sum; send /list :add 4");
    fleet.fleet.pass(1_000);
    assertTrue(row("sum").contains("running"), row("sum"));
    assertEquals("4", fleet.run("cat /list/sum").getFirst());
  }

  @Test
  void aSiblingsRestartDoesNotStartIt() {
    fleet.run("start /list/counters; stop /list/many; send /list :fail");
    fleet.fleet.pass(10_000);
    assertTrue(row("sum").contains("running"), row("sum"));
    String many = fleet.run("ls /list/many").getFirst();
    assertTrue(many.contains(":status :stopped"), many);
    assertFalse(many.contains(":status :running"), many);
  }

  @Test
  void aRestartBeginsAnewAndIsNoneThatCounts() {
    for (int i = 0; i < 10; i++) {
      fleet.run("send /list :add 4");
      fleet.fleet.pass(10);
      assertEquals("4", fleet.run("cat /list/sum").getFirst());
      fleet.run("restart /list/sum");
    }
    assertEquals("0", fleet.run("cat /list/sum").getFirst());
    assertTrue(row("sum").contains("running"), row("sum"));
  }

  @Test
  void instancesAreStartedWithIdsAndParamsAndForgottenWhenStopped() {
    assertEquals(
        "{:done :start, :actor \"/list/counters/0\", :node \"a\"}",
        fleet.run("start /list/counters").getFirst().replaceAll("\"[abc]\"", "\"a\""));
    fleet.run("start /list/counters seven {from 7}; start /list/counters {from 3}");
    String counters = row("counters");
    assertTrue(counters.contains("instances"), counters);
    String below = fleet.run("tree /list/counters").getFirst();
    assertTrue(below.contains("\"/list/counters/seven/count\""), below);
    assertEquals("3", fleet.run("cat /list/counters/1/count").getFirst());
    fleet.run("stop /list/counters/seven");
    assertFalse(fleet.run("tree /list").getFirst().contains("seven"));
  }

  @Test
  void anActorOfAnInstanceIsItsSupervisorsBusiness() {
    fleet.run("start /list/counters; stop /list/counters/0/count");
    String counter = fleet.run("ls /list/counters/0").getFirst();
    assertTrue(counter.contains(":status :stopped"), counter);
    fleet.run("restart /list/counters/0/count");
    assertTrue(fleet.run("ls /list/counters/0").getFirst().contains(":status :running"));
  }

  @Test
  void wrongOrdersSayWhatWasExpected() {
    assertEquals(
        "start: cannot start /list/sum: expected a template, or a child that is stopped, found one"
            + " that is running",
        fleet.fault("start /list/sum"));
    assertEquals(
        "stop: cannot stop /list/none: expected a child of /list with all its replicas, or an"
            + " instance of a template, found nobody of that address",
        fleet.fault("stop /list/none"));
    assertEquals(
        "restart: cannot restart /list/many/1: expected a child of /list with all its replicas, or"
            + " an instance of a template, found one replica",
        fleet.fault("restart /list/many/1"));
    assertEquals(
        "stop: cannot stop /list: expected something in a system; a whole one ends by undeploy",
        fleet.fault("stop /list"));
    fleet.run("start /list/counters x");
    assertEquals(
        "start: expected no /list/counters/x, found one that was started before",
        fleet.fault("start /list/counters x"));
  }
}
