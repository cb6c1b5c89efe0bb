package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.sim.Script;
import org.junit.jupiter.api.Test;

/** Whatever a fleet holds, an answer fits a frame, and tells what it had no room for. */
class LargeAnswersTest {
  private static final List<String> MEMBERS = List.of("a", "b", "c");

  private final AskedFleet fleet = new AskedFleet();

  private static Text text(int bytes) {
    return new Text("x".repeat(bytes));
  }

  private EdnMap ask(String question, Value data) {
    return (EdnMap) fits(fleet.ask(question, data));
  }

  private static Value fits(Value answer) {
    int bytes = EdnPrinter.toBytes(answer).length;
    assertTrue(bytes <= Gate.MAX_ANSWER_BYTES, "bytes: " + bytes);
    return answer;
  }

  private static List<EdnMap> rows(EdnMap answer) {
    List<EdnMap> rows = new ArrayList<>();
    ((EdnVector) answer.get(ShellProtocol.ROWS)).forEach(row -> rows.add((EdnMap) row));
    return rows;
  }

  private static long omitted(EdnMap map) {
    return ((Int) map.get(Rows.OMITTED, Int.of(0))).value();
  }

  private static long number(EdnMap map, Keyword key) {
    return ((Int) map.get(key)).value();
  }

  @Test
  void aStateIsShownAsFarAsAnAnswerHoldsIt() {
    fleet.node("b").start("/big/just", Script.from(text(50_000)));
    fleet.node("b").start("/big/more", Script.from(text(60_000)));
    assertEquals(text(50_000), ask("cat", new Text("/big/just")).get(ShellProtocol.STATE));
    assertEquals(
        "#jelly/error {:message \"/big/more: cannot show the state: expected at most 57344 bytes,"
            + " found 60002\"}",
        fleet.ask("cat", new Text("/big/more")).toString());
    String level = ask("ls", new Text("/big")).toString();
    assertTrue(level.contains("\"/big/more\""), level);
    assertTrue(level.contains("xxx…"), level);
  }

  @Test
  void aStateThatNestsTooDeepIsAnErrorToo() {
    Value deep = Nil.NIL;
    for (int i = 0; i < 63; i++) {
      deep = EdnVector.of(deep);
    }
    fleet.node("b").start("/deep/a", Script.from(deep));
    assertEquals(
        "#jelly/error {:message \"/deep/a: cannot show the state: cannot print: expected at most 61"
            + " levels of nesting, found more\"}",
        fleet.ask("cat", new Text("/deep/a")).toString());
  }

  @Test
  void ofManyLargeDeadLettersOfAllMembersTheNewestAreShown() {
    for (int i = 0; i < 120; i++) {
      EdnMap data = EdnMap.of(Keyword.of("i"), Int.of(i), Keyword.of("x"), text(3_000));
      fleet.node(MEMBERS.get(i % 3)).send("/from", "/gone/" + i, "m", data);
      fleet.pass(10);
    }
    EdnMap answer = ask("dead-letters", Nil.NIL);
    List<Long> shown =
        rows(answer).stream()
            .map(r -> number((EdnMap) r.get(Keyword.of("data")), Keyword.of("i")))
            .toList();
    assertTrue(shown.size() >= 12, "shown: " + shown);
    assertEquals(120, shown.size() + omitted(answer));
    for (int i = 0; i < shown.size(); i++) {
      assertEquals(120 - shown.size() + i, shown.get(i), "shown: " + shown);
    }
    assertEquals(new Text("c"), rows(answer).getLast().get(ShellProtocol.MEMBER));
  }

  @Test
  void anEntryThatIsTooLargeIsCutAndHidesNoOther() {
    fleet.node("b").start("/s/a", Script.from(Nil.NIL).on("m", (_, d) -> Step.of(d.data())));
    for (Value data : List.of(Int.of(1), text(30_000), Int.of(2), text(100), Int.of(3))) {
      fleet.node("b").send("/s/b", "/s/a", "m", data);
    }
    fleet.settle();
    EdnMap answer = ask("history", new Text("/s"));
    List<EdnMap> rows = rows(answer);
    assertEquals(5, rows.size());
    assertEquals(0, omitted(answer));
    Keyword data = Keyword.of("data");
    assertEquals(Int.of(1), rows.get(0).get(data));
    assertEquals(new Text("\"" + "x".repeat(511) + "…"), rows.get(1).get(data));
    assertTrue(omitted(rows.get(1)) > 29_000, rows.get(1)::toString);
    assertEquals(text(100), rows.get(3).get(data));
    assertEquals(0, omitted(rows.get(3)));
    assertEquals(Int.of(3), rows.get(4).get(data));
  }

  @Test
  void aListOfOneLevelSumsUpWhatIsDeeperHoweverMuchThatIs() {
    startMany("/many/x/", 400);
    EdnMap answer = ask("ls", new Text("/many"));
    assertEquals(0, omitted(answer));
    EdnMap x = (EdnMap) ((EdnVector) answer.get(ShellProtocol.CHILDREN)).get(0);
    assertEquals(1_200, number(x, ShellProtocol.REPLICAS));
    assertEquals(Keyword.of("replicas"), x.get(ShellProtocol.KIND));
    assertEquals(
        "[]", ask("ls", new Text("/")).get(Keyword.of("without"), EdnVector.EMPTY).toString());
  }

  @Test
  void ofTooManyActorsSomeAreShownAndTheOthersCounted() {
    startMany("/many/", 400);
    for (String question : List.of("ls", "tree")) {
      EdnMap answer = ask(question, new Text("/many"));
      int shown = ((EdnVector) answer.get(ShellProtocol.CHILDREN)).size();
      assertTrue(shown > 100, question + ": " + shown);
      assertEquals(1_200, shown + omitted(answer), question);
    }
  }

  @Test
  void amongTooManyActorsOneIsFoundAllTheSame() {
    startMany("/many/", 400);
    fleet
        .node("a")
        .start(
            "/many/z",
            Script.from(Nil.NIL)
                .on(
                    "hello",
                    (s, d) ->
                        Step.of(
                            s,
                            new Effect.Answer(
                                d.info().replyTo().orElseThrow(), new Text("it is me")))));
    assertFalse(ask("ls", new Text("/many")).toString().contains("/many/z"));
    assertEquals(
        new Text("it is me"), fleet.ask("ask", AskedFleet.order("/many/z", "hello", Nil.NIL)));
  }

  @Test
  void branchesThatTakeMoreRoomThanTheirActorsLeaveFewerOfThem() {
    for (String member : MEMBERS) {
      for (int i = 0; i < 150; i++) {
        fleet.node(member).start("/wide/" + member + i + "/x/y", Script.recorder());
      }
    }
    EdnMap answer = ask("tree", new Text("/wide"));
    int shown = ((EdnVector) answer.get(ShellProtocol.CHILDREN)).size();
    assertTrue(shown > 40, "shown: " + shown);
    assertEquals(450, shown + omitted(answer));
  }

  @Test
  void anActorsAnswerThatIsTooLargeIsAnError() {
    fleet.deploy(
        "talker",
        """
        {:supervisor talker
         :functions {longer (fn [s] (str s s))}
         :children [{:actor a :state "0123456789abcdef" :place "a" :says #{}
                     :on {:grow (fn [s d] {:state (longer s)})
                          :tell (fn [s d i] {:reply [[(:reply-to i) s]]})}}]}
        """);
    for (int i = 0; i < 12; i++) {
      fleet.ask("send", AskedFleet.order("/talker/a", "grow", Nil.NIL));
    }
    assertEquals(
        "#jelly/error {:message \"the answer cannot be sent: expected at most 61440 bytes, found"
            + " 65538\"}",
        fleet.ask("ask", AskedFleet.order("/talker/a", "tell", Nil.NIL)).toString());
  }

  @Test
  void theFactsOfVeryManyNodesLoseTheirCountersBeforeAnyNodeIsLost() {
    List<EdnMap> facts = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      facts.add(
          EdnMap.of(
              ShellProtocol.NODE,
              new Text("node-" + i),
              ShellProtocol.STATUS,
              Keyword.of("up"),
              Keyword.of("counters"),
              EdnMap.of(Keyword.of("x"), text(1_000))));
    }
    Rows all = Rows.all(facts, Gate.MAX_ROWS_BYTES);
    assertEquals(256, all.kept().size());
    assertEquals(
        "{:node \"node-255\", :status :up, :omitted 1019}", all.kept().getLast().toString());
    assertTrue(
        Rows.all(facts.subList(0, 3), Gate.MAX_ROWS_BYTES).kept().equals(facts.subList(0, 3)));
  }

  @Test
  void rowsOfSeveralLoopsAreSortedByTime() {
    List<EdnMap> rows = new ArrayList<>();
    for (long ms : new long[] {5, 9, 30, 1, 7, 40}) {
      rows.add(EdnMap.of(Keyword.of("time"), new Inst(Instant.ofEpochMilli(ms))));
    }
    Rows newest = Rows.newest(rows, 4 * (EdnPrinter.toBytes(rows.getLast()).length + 1));
    assertEquals(2, newest.omitted());
    assertEquals(
        List.of(7L, 9L, 30L, 40L),
        newest.kept().stream()
            .map(r -> ((Inst) r.get(Keyword.of("time"))).value().toEpochMilli())
            .toList());
  }

  private void startMany(String prefix, int perMember) {
    for (String member : MEMBERS) {
      for (int i = 0; i < perMember; i++) {
        fleet.node(member).start(prefix + member + i, Script.recorder());
      }
    }
    fleet.settle();
  }
}
