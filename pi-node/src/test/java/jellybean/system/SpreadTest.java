package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** In which order, and how much at a time, members are sent documents. */
class SpreadTest {
  private static final NodeId SELF = new NodeId("self");
  private static final NodeId HOME = new NodeId("m7");

  private final TreeSet<NodeId> members = new TreeSet<>(List.of(SELF));
  private final SortedMap<String, Deployment> documents = new TreeMap<>();
  private final List<String> sent = new ArrayList<>();
  private Spread spread = Spread.NOTHING;
  private int ticks;

  SpreadTest() {
    IntStream.range(0, 9).forEach(i -> members.add(new NodeId("m" + i)));
  }

  private Deployment document(String name, int bytes) {
    String text = "{:supervisor " + name + " :children []}" + " ".repeat(bytes);
    Tenure tenure = new Tenure(new Stamp(1, HOME), new Stamp(0, HOME), 9);
    Deployment document =
        new Deployment(
            name,
            new Stamp(1, SELF),
            tenure,
            Optional.of(Bundle.of(name + ".edn", text)),
            EdnMap.EMPTY);
    documents.put(name, document);
    return document;
  }

  private void go(Spread wanted) {
    Spread.Going going = wanted.go(documents);
    spread = going.next();
    sent.clear();
    for (Effect effect : going.effects()) {
      switch (effect) {
        case Effect.Send send ->
            sent.add(
                send.to().segments().get(1)
                    + (send.name().equals(Protocol.COMPARED) ? " all" : ""));
        case Effect.After after -> {
          assertEquals(Protocol.SPREAD, after.name());
          ticks++;
        }
        default -> throw new AssertionError(effect);
      }
    }
  }

  @Test
  void aLargeOneGoesToAFewAndToTheNextAfterAWhile() {
    go(spread.withAll(document("s", 900_000), members, SELF));
    assertEquals(List.of("m7", "m0"), sent);
    assertEquals(1, ticks);
    List<String> all = new ArrayList<>(sent);
    while (!spread.waiting().isEmpty()) {
      go(spread.ticked());
      assertTrue(spread.underWayBytes() <= Spread.MAX_UNDER_WAY_BYTES, spread::toString);
      all.addAll(sent);
    }
    assertEquals(List.of("m7", "m0", "m1", "m2", "m3", "m4", "m5", "m6", "m8"), all);
    go(spread.ticked());
    assertEquals(Spread.NOTHING, spread, "nothing is under way, and nobody looks any more");
    assertEquals(5, ticks);
  }

  @Test
  void whoConfirmsMakesRoomForTheNext() {
    Deployment large = document("s", 900_000);
    go(spread.withAll(large, members, SELF));
    go(spread.confirmed(large));
    assertEquals(List.of("m1"), sent);
    go(spread.confirmed(large));
    assertEquals(List.of("m2"), sent);
    assertEquals(1, ticks, "one at a time");
  }

  @Test
  void ofSmallerOnesMoreAreUnderWayAtATime() {
    go(spread.withAll(document("s", 300_000), members, SELF));
    assertEquals(List.of("m7", "m0", "m1", "m2", "m3", "m4"), sent);
    go(spread.ticked());
    assertEquals(List.of("m5", "m6", "m8"), sent);
  }

  @Test
  void whoeverIsOwedItHearsThatThisWasAllBehindIt() {
    NodeId last = new NodeId("m8");
    Spread wanted = spread.withAll(document("s", 900_000), members, SELF);
    go(wanted.owing(HOME).owing(last));
    assertEquals(List.of("m7", "m0", "m7 all"), sent);
    for (int i = 0; i < 4; i++) {
      assertEquals(List.of(last), List.copyOf(spread.owed()));
      go(spread.ticked());
    }
    assertEquals(List.of("m8", "m8 all"), sent);
  }

  @Test
  void whoHasItAlreadyOrIsGoneGetsNothing() {
    Spread wanted = spread.withAll(document("s", 900_000), members, SELF);
    NodeId gone = new NodeId("m0");
    go(wanted.without(HOME, "s").owing(gone).retaining(member -> !member.equals(gone)));
    assertEquals(List.of("m1", "m2"), sent);
    assertTrue(spread.owed().isEmpty());
  }

  @Test
  void eachIsWantedOnce() {
    Spread wanted = spread.withAll(document("s", 900_000), members, SELF);
    assertEquals(wanted, wanted.withAll(documents.get("s"), members, SELF));
  }

  @Test
  void whatIsForgottenMeanwhileIsNotSent() {
    Spread wanted = spread.withAll(document("s", 900_000), members, SELF);
    documents.clear();
    go(wanted);
    assertEquals(List.of(), sent);
    assertEquals(Spread.NOTHING, spread);
  }
}
