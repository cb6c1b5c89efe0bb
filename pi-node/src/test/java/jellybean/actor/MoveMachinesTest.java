package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.sim.Script;
import org.junit.jupiter.api.Test;

/** The two ends of a move, without a network. */
class MoveMachinesTest {
  private static final NodeId OLD = new NodeId("old");
  private static final NodeId X = new NodeId("x");
  private static final NodeId Y = new NodeId("y");
  private static final Keyword N = Keyword.of("n");

  private static Envelope from(NodeId node, long n) {
    return Envelope.message(
        new Address("/s/talker"),
        new Address("/s/moved"),
        new MessageId(node, 1, n),
        Keyword.of("item"),
        Int.of(n),
        0,
        0);
  }

  /** The first life of each. */
  private static Map<NodeId, Long> lives(NodeId... nodes) {
    return List.of(nodes).stream().collect(Collectors.toMap(node -> node, _ -> 1L));
  }

  private static Arrival arrival() {
    ActorSpec spec = ActorSpec.of(new Address("/s/moved"), "actor", Script.recorder());
    Arrival arrival = new Arrival(Optional.of(spec), OLD, 7, Way.ALONG);
    arrival.told(lives(OLD, X, Y));
    return arrival;
  }

  private static List<Long> numbers(List<Envelope> envelopes) {
    return envelopes.stream().map(e -> e.id().sequence()).toList();
  }

  // ---- the new node

  @Test
  void whatComesDirectlyWaitsForTheActorAndThenForTheFencesOfAll() {
    Arrival arrival = arrival();
    assertTrue(arrival.mustWait(), "the actor is not here");
    assertTrue(arrival.hold(from(X, 1)));
    assertTrue(arrival.hold(from(Y, 2)));
    assertEquals(List.of(), arrival.came(), "nobody's fence has come");
    assertTrue(arrival.hold(from(X, 3)));
    assertEquals(List.of(), arrival.passed(X), "who speaks there may have spoken elsewhere before");
    assertEquals(List.of(), arrival.passed(OLD));
    assertTrue(arrival.mustWait());
    assertEquals(List.of(1L, 2L, 3L), numbers(arrival.passed(Y)), "in the order in which it came");
    assertFalse(arrival.mustWait(), "what comes now goes on at once");
  }

  @Test
  void aFenceThatComesBeforeTheActorLetsNothingInBeforeIt() {
    Arrival arrival = arrival();
    arrival.hold(from(X, 1));
    List.of(X, Y, OLD).forEach(node -> assertEquals(List.of(), arrival.passed(node)));
    assertTrue(arrival.mustWait());
    arrival.hold(from(X, 2));
    assertEquals(List.of(1L, 2L), numbers(arrival.came()));
  }

  @Test
  void untilItIsKnownWhoseFencesHaveToComeEverybodyWaits() {
    ActorSpec spec = ActorSpec.of(new Address("/s/moved"), "actor", Script.recorder());
    Arrival arrival = new Arrival(Optional.of(spec), OLD, 7, Way.ALONG);
    NodeId newcomer = new NodeId("newcomer");
    assertEquals(List.of(), arrival.came());
    assertTrue(arrival.hold(from(X, 1)));
    assertTrue(arrival.hold(from(newcomer, 2)));
    assertEquals(List.of(), arrival.passed(X));
    assertEquals(List.of(), arrival.passed(OLD));
    assertTrue(arrival.mustWait());
    assertFalse(arrival.isOver());
    assertEquals(List.of(1L, 2L), numbers(arrival.told(lives(OLD, X))), "they have come already");
    assertTrue(arrival.isOver());
  }

  @Test
  void whenItsTimeIsUpOrTheOldNodeIsGoneNothingWaitsAnyMore() {
    Arrival orphan = arrival();
    orphan.came();
    orphan.hold(from(Y, 1));
    assertEquals(List.of(1L), numbers(orphan.allPassed()));
    assertTrue(orphan.isOver());
  }

  @Test
  void whatComesByTheOldNodeIsTooLateFromWhenOthersWereLetInUntilTheFence() {
    Arrival arrival = arrival();
    arrival.came();
    arrival.passed(OLD);
    arrival.passed(Y);
    arrival.hold(from(X, 2));
    assertFalse(arrival.isOvertaken(from(X, 1)));
    arrival.expired();
    assertTrue(arrival.isOvertaken(from(X, 1)));
    assertFalse(arrival.isOvertaken(from(Y, 1)), "nothing of y was let in without its fence");
    assertFalse(arrival.isOver(), "something may come too late");
    arrival.passed(X);
    assertFalse(arrival.isOvertaken(from(X, 3)));
    assertTrue(arrival.isOver());
  }

  @Test
  void itIsOverWhenTheActorAndAllFencesHaveCome() {
    Arrival arrival = arrival();
    arrival.passed(OLD);
    arrival.passed(X);
    arrival.passed(Y);
    assertFalse(arrival.isOver());
    arrival.came();
    assertTrue(arrival.isOver());
  }

  @Test
  void noMoreIsHeldThanMay() {
    Arrival arrival = arrival();
    for (int n = 0; n < Arrival.MAX_HELD; n++) {
      assertTrue(arrival.hold(from(X, n)));
    }
    assertFalse(arrival.hold(from(X, -1)));
    assertEquals(Arrival.MAX_HELD, arrival.abandoned().size());
  }

  // ---- the old node

  private static EdnMap part(long n) {
    return EdnMap.of(N, Int.of(n));
  }

  @Test
  void theEndOfAnotherLifeIsNotTheFenceOfTheOneThatIsMeant() {
    Arrival arrival = arrival();
    arrival.came();
    arrival.hold(from(Y, 1));
    List.of(OLD, X).forEach(arrival::passed);
    assertEquals(List.of(), arrival.died(Y, life -> life == 2));
    assertEquals(List.of(1L), numbers(arrival.died(Y, life -> life == 1)));
    Departure departure = new Departure(X, 7, lives(OLD, X, Y));
    departure.died(Y, life -> life == 2);
    assertTrue(departure.awaits(Y));
    departure.died(Y, life -> life == 1);
    assertFalse(departure.awaits(Y));
  }

  @Test
  void partsGoInOrderAndNoMoreThanAWindowOfThem() {
    Departure departure = new Departure(X, 7, lives(OLD, X, Y));
    IntStream.range(0, Departure.WINDOW_PARTS + 10).forEach(n -> departure.add(part(n)));
    List<EdnMap> first = departure.toSend();
    assertEquals(Departure.WINDOW_PARTS, first.size());
    assertEquals(Int.of(0), first.getFirst().get(N, Nil.NIL));
    assertEquals(Int.of(1), first.getFirst().get(Departure.NUMBER, Nil.NIL));
    assertEquals(List.of(), departure.toSend());
    departure.confirmed(4);
    List<EdnMap> more = departure.toSend();
    assertEquals(4, more.size());
    assertEquals(Int.of(Departure.WINDOW_PARTS), more.getFirst().get(N, Nil.NIL));
    assertFalse(departure.isIdle());
  }

  @Test
  void whatComesFromANodeIsOfBeforeTheMoveUntilItsFenceHasCome() {
    Departure departure = new Departure(X, 7, lives(OLD, X, Y));
    departure.passed(X);
    assertFalse(departure.awaits(X));
    assertTrue(departure.awaits(Y), "the fence of another does not count");
    assertFalse(departure.awaits(new NodeId("newcomer")), "it has never sent to the old place");
  }

  @Test
  void aPartThatIsLargerThanTheWindowGoesAlone() {
    Departure departure = new Departure(X, 7, lives(OLD, X, Y));
    departure.add(part(0));
    departure.add(EdnMap.of(N, new Text("x".repeat(2 * Departure.WINDOW_BYTES))));
    departure.add(part(2));
    assertEquals(1, departure.toSend().size());
    departure.confirmed(1);
    assertEquals(1, departure.toSend().size(), "the large one");
    departure.confirmed(2);
    assertEquals(1, departure.toSend().size());
    departure.confirmed(3);
    assertTrue(departure.isIdle());
  }
}
