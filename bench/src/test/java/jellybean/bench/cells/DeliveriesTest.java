package jellybean.bench.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import org.junit.jupiter.api.Test;

/** The rig must notice what it is there for. */
class DeliveriesTest {
  private static EdnMap read(String text) {
    return (EdnMap)
        EdnReader.readOne(text.getBytes(StandardCharsets.UTF_8), "test", ReadLimits.DOCUMENT);
  }

  /** A point that heard from one neighbour. */
  private static EdnMap point(String account) {
    return read(
        "{:address \"/mesh/point/0-0\" :state {:heard {[\"/mesh/point/0-1\" :-1 \"life\"] "
            + account
            + "}}}");
  }

  private static Deliveries check(String account, Deliveries.Sent... letters) {
    return Deliveries.of(List.of(point(account)), Set.of(letters));
  }

  private static Deliveries.Sent letter(long number) {
    return new Deliveries.Sent(new Text("life"), Keyword.of("-1"), number);
  }

  @Test
  void whatCameOnceAndInOrderIsInOrder() {
    Deliveries found = check("{:first 1 :last 9 :count 9 :missing [] :wrong []}");
    assertEquals(new Deliveries(9, 0, List.of(), List.of(), 9), found);
  }

  @Test
  void whatCameAgainOrTooLateIsWrong() {
    assertEquals(
        List.of("[\"/mesh/point/0-1\" :-1 \"life\"] to /mesh/point/0-0: [7]"),
        check("{:first 1 :last 9 :count 9 :missing [] :wrong [7]}").wrong());
  }

  @Test
  void whatDidNotComeMustBeADeadLetter() {
    String gap = "{:first 1 :last 9 :count 7 :missing [[4 5]] :wrong []}";
    assertEquals(
        List.of("[\"/mesh/point/0-1\" :-1 \"life\"] to /mesh/point/0-0: [5]"),
        check(gap, letter(4)).missing());
    Deliveries explained = check(gap, letter(4), letter(5));
    assertEquals(List.of(), explained.missing());
    assertEquals(2, explained.explained());
  }

  @Test
  void whatCouldNotBeKeptCountsAsMissing() {
    assertEquals(
        1, check("{:first 1 :last 9 :count 9 :missing [:and-more] :wrong []}").missing().size());
  }

  @Test
  void aDeadLetterOfTheMeshSaysWhichMessageItWas() {
    EdnMap letter =
        read(
            "{:reason :member-lost :data {:from \"/mesh/point/0-1\" :by :-1 :life \"life\" :n 4}}");
    assertEquals(List.of(letter(4)), Deliveries.Sent.of(letter));
    assertEquals(List.of(), Deliveries.Sent.of(read("{:reason :unrouted :data 5}")));
  }

  @Test
  void aTwinAndAGapAmongInstancesAreNoticed() {
    List<Systems.Instance> instances =
        List.of(
            new Systems.Instance("/s", "n1", ":running"),
            new Systems.Instance("/s/a", "n1", ":running"),
            new Systems.Instance("/s/a", "n2", ":running"),
            new Systems.Instance("/s/b", "n2", ":starting"));
    assertEquals(
        Optional.of("no /s/c, /s/a at [n1 :running, n2 :running], /s/b at [n2 :starting]"),
        Systems.onlyOneOfEach(instances, List.of("/s", "/s/a", "/s/b", "/s/c")));
  }

  @Test
  void aPointThatHearsThreeOfFourIsSilent() {
    EdnMap before = point("{:last 3}");
    EdnMap now = point("{:last 4}");
    assertEquals(
        List.of("/mesh/point/0-0"),
        Flow.silent(List.of(before), List.of(now), List.of("/mesh/point/0-0")));
  }

  @Test
  void everyNodeHasItsCellAndEveryAccessPointItsNeighbours() {
    Plan plan = Plan.of(8, 3);
    assertEquals(8, plan.nodes().size());
    assertEquals(3, plan.spans().size());
    assertTrue(plan.isAccessPoint("n2"));
    assertEquals("n2", plan.cellOf("n5").accessPoint());
    assertEquals(16, Plan.of(64, 8).spans().size());
  }
}
