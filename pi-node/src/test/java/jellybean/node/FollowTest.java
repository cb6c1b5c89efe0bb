package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.system.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is seen of a system by who looks again and again: {@code tail}, {@code top}, {@code trace}.
 */
class FollowTest {
  private final ShelledFleet fleet = new ShelledFleet(3, "a", "b", "c");

  @BeforeEach
  void deploy() {
    fleet.fleet.deploy(
        "chain",
        Bundle.of(
            "chain.edn",
            """
            {:supervisor chain
             :children [{:actor one :state 0 :place "a" :says #{:b}
                         :on {:a (fn [n d] {:state (inc n) :say [[:b (inc d)]]})}}
                        {:actor two :state 0 :place "b" :says #{:c :nobody}
                         :on {:b (fn [n d] {:state (inc n) :say [[:c (inc d)] [:nobody d]]})}}
                        {:actor three :state 0 :place "c" :says #{:back}
                         :on {:c (fn [n d] {:state (inc n) :say [[:back d]]})}}
                        {:actor four :state 0 :place "c" :says #{}
                         :on {:back (fn [n d] {:state d})}}]}
            """));
  }

  private void send(int data) {
    fleet.fleet.node("a").send("/sys/test", "/chain/one", "a", Int.of(data));
  }

  private static List<EdnMap> values(List<String> lines) {
    return lines.stream().map(line -> (EdnMap) EdnReader.readOne(line)).toList();
  }

  @Test
  void aTailShowsWhatAllMembersHandledTheNewestLast() {
    send(1);
    fleet.fleet.pass(1_000);
    List<String> names = new ArrayList<>();
    values(fleet.run("tail /chain"))
        .forEach(row -> names.add(row.get(Keyword.of("name")).toString()));
    assertEquals(List.of(":a", ":b", ":c", ":back"), names);
    assertEquals(1, fleet.run("tail -n 1 /chain").size());
    assertEquals(1, fleet.run("tail /chain/two").size());
  }

  @Test
  void aTailThatFollowsShowsEachOnce() {
    send(1);
    fleet.fleet.pass(1_000);
    int[] asked = new int[1];
    fleet.before.put(
        "tail",
        () -> {
          if (asked[0]++ < 5) {
            send(asked[0]);
          }
        });
    List<EdnMap> rows = values(fleet.run("tail -f --for 10000 /chain/four"));
    assertEquals(6, rows.size(), rows::toString);
  }

  @Test
  void whatIsHandledFasterThanItIsShownIsCounted() {
    boolean[] sent = new boolean[1];
    fleet.before.put(
        "tail",
        () -> {
          if (!sent[0] && fleet.asked.stream().filter("tail"::equals).count() == 3) {
            sent[0] = true;
            for (int i = 0; i < 700; i++) {
              send(i);
            }
            fleet.fleet.pass(5_000);
          }
        });
    List<EdnMap> rows = values(fleet.run("tail -f -n 0 --for 20000 /chain/one"));
    long lost =
        rows.stream()
            .mapToLong(row -> row.get(Keyword.of("lost"), Nil.NIL) instanceof Int n ? n.value() : 0)
            .sum();
    long shown = rows.stream().filter(row -> row.containsKey(Keyword.of("name"))).count();
    assertTrue(lost > 0, "lost " + lost);
    assertEquals(700, lost + shown);
  }

  @Test
  void whatDoesNotExistHasNoTail() {
    assertEquals(
        "tail: no such actor: expected one at /none, found none", fleet.fault("tail -f /none"));
  }

  @Test
  void theBusiestComeFirst() {
    fleet.before.put(
        "top",
        () -> {
          for (int i = 0; i < 100; i++) {
            send(i);
          }
        });
    List<EdnMap> frames = values(fleet.run("top -n 2 --rows 3 /chain"));
    assertEquals(2, frames.size());
    String second = frames.get(1).toString();
    assertTrue(second.contains(":rate "), second);
    assertTrue(second.contains(":busy "), second);
    assertEquals(3, second.split(":address", -1).length - 1, second);
    assertEquals(
        "top: expected one of rate busy queued handled after --by, found size",
        fleet.fault("top --by size"));
  }

  @Test
  void aTraceShowsAllThatFollowsFromAMessageAndWhatNobodyTook() {
    send(100);
    List<String> seen = fleet.seen("trace /chain/one :a 1");
    String text = String.join("\n", seen);
    assertTrue(text.contains("  :b "), text);
    assertTrue(text.contains("    :c "), text);
    assertTrue(text.contains("      :back "), text);
    assertTrue(text.lines().anyMatch(l -> l.contains(":a ") && l.contains("/chain/one")), text);
    assertTrue(text.lines().noneMatch(l -> l.contains("102")), text);
  }

  @Test
  void theNextMessageOfAnActorIsTracedWhoeverSaysIt() {
    fleet.before.put(
        "traced",
        () -> {
          if (fleet.asked.stream().filter("traced"::equals).count() == 3) {
            send(10);
            send(20);
          }
        });
    String rows = String.join("\n", fleet.seen("trace --next /chain/two :b"));
    assertTrue(rows.lines().anyMatch(l -> l.startsWith(":b ") && l.contains(" 11 ")), rows);
    assertTrue(rows.lines().anyMatch(l -> l.contains(":back ") && l.contains(" 12 ")), rows);
    assertTrue(rows.lines().noneMatch(l -> l.contains(" 21 ")), rows);
  }

  @Test
  void aTraceCanBeLookedAtAgainByItsId() {
    String first = fleet.run("trace /chain/one :a 1").getFirst();
    EdnMap row = (EdnMap) EdnReader.readOne(first);
    String id = row.get(Keyword.of("trace")).toString().replace("\"", "");
    assertEquals(first, fleet.run("trace --id " + id).getFirst());
    assertEquals(
        "trace: expected PATH :NAME [DATA], or --next PATH [:NAME], or --id TRACE, found []",
        fleet.fault("trace"));
  }

  @Test
  void whatNobodyFollowsBearsNoMark() {
    send(1);
    fleet.fleet.pass(1_000);
    fleet.run("trace /chain/one :a 1");
    send(5);
    fleet.fleet.pass(1_000);
    String rows = fleet.run("trace --id a-0-0").getFirst();
    assertTrue(rows.startsWith("{:rows []"), rows);
  }
}
