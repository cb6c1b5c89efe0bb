package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Whose fences the new node of an actor awaits, and for how long. */
class MoveFencesTest {
  private static final String SINK =
      "{:supervisor s :children"
          + " [{:actor sink :state [] :on {:item (fn [all n] {:state (conj all n)})}}]}";

  /** Sends what it gets to the sink. */
  private record Teller() implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      return Step.of(
          state, Effect.send(Address.of("s", "sink"), Keyword.of("item"), delivery.data()));
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }

  /** More parts than that are not on their way at once. */
  private static final int WINDOW = 64;

  private final Simulation simulation = new Simulation(1);
  private final SimCluster fleet = SimCluster.of(simulation, "a", "b", "c", "d");
  private final SimNode home;
  private final SimNode old;
  private final List<SimNode> others;

  MoveFencesTest() {
    fleet.deploy("a", "s", SINK);
    home = fleet.locate("/s").orElseThrow();
    fleet.move("/s", "/s/sink", otherThan(home).getFirst().id().value());
    simulation.settle();
    old = fleet.locate("/s/sink").orElseThrow();
    others = otherThan(home, old);
  }

  private List<SimNode> otherThan(SimNode... some) {
    return fleet.alive().stream().filter(node -> !List.of(some).contains(node)).toList();
  }

  private void move(SimNode to) {
    fleet.move("/s", "/s/sink", to.id().value());
  }

  private static void tell(SimNode from, int n) {
    Address teller = Address.of("sys", from.id().value(), "teller");
    if (from.view(teller.path()).isEmpty()) {
      from.actors().start(ActorSpec.part(teller, new Teller()));
    }
    from.send("/sys/test", teller.path(), "tell", Int.of(n));
  }

  @Test
  void theFenceOfANodeThatJoinsBetweenTheOrderAndTheTableIsAwaited() {
    SimNode next = others.getFirst();
    simulation.network().cutOneWay(next, home);
    move(next);
    simulation.runFor(200);
    SimNode newcomer = fleet.start("e");
    fleet.announce();
    simulation.runFor(2_000);
    simulation.network().heal();
    simulation.network().cut(newcomer, old);
    tell(newcomer, 1);
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow(), "it has moved");
    tell(newcomer, 2);
    simulation.runFor(1_000);
    assertEquals("[]", fleet.state("/s/sink").toString(), "what came directly waits");
    assertEquals(1, next.view("/s/sink").orElseThrow().queued(), "and is shown as that");
    simulation.network().heal();
    simulation.settle();
    assertEquals("[1 2]", fleet.state("/s/sink").toString());
  }

  @Test
  void theFenceOfANodeThatBeganAnewIsAwaitedAlsoWhereOnlyItsDeathIsKnown() {
    SimNode next = others.get(0);
    SimNode first = others.get(1);
    fleet.kill(first);
    simulation.settle();
    SimNode second = fleet.start(first.id().value());
    fleet.announce();
    simulation.settle();
    next.actors().nodeUp(first.id(), first.incarnation());
    next.actors().nodeDown(first.id(), first.incarnation(), Keyword.of("unreachable"));
    simulation.network().cut(second, old);
    tell(second, 1);
    move(next);
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow(), "it has moved");
    tell(second, 2);
    simulation.runFor(1_000);
    next.actors().nodeDown(first.id(), first.incarnation(), Keyword.of("unreachable"));
    simulation.runFor(1_000);
    assertEquals("[]", fleet.state("/s/sink").toString(), "what came directly waits");
    simulation.network().heal();
    simulation.settle();
    assertEquals("[1 2]", fleet.state("/s/sink").toString());
  }

  @Test
  void anActorMovesOnAlthoughAFenceForWhichNothingWaitsNeverCame() {
    SimNode next = others.get(0);
    SimNode mute = others.get(1);
    simulation.network().cut(mute, old);
    move(next);
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow());
    move(home);
    simulation.runFor(5_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow(), "it waits for the fence");
    simulation.runFor(70_000);
    assertEquals(home, fleet.locate("/s/sink").orElseThrow());
    assertEquals(1, next.counter("unfenced"));
    simulation.network().heal();
    simulation.settle();
    assertEquals(1, fleet.instances("/s/sink"));
  }

  // ---- too late

  /** Two words of one sender: the first is held up on its way to the old node. */
  private void overtake(SimNode next, SimNode teller) {
    simulation.network().cutOneWay(teller, old);
    tell(teller, 1);
    move(next);
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow(), "it has moved");
    tell(teller, 2);
    simulation.runFor(9_000);
    assertEquals("[]", fleet.state("/s/sink").toString(), "what came directly waits");
    simulation.runFor(2_000);
    assertEquals("[2]", fleet.state("/s/sink").toString(), "it does not wait for ever");
  }

  @Test
  void whatComesByTheOldNodeAfterWhatWasSaidLaterIsADeadLetter() {
    overtake(others.getFirst(), others.getLast());
    simulation.network().heal();
    simulation.settle();
    tell(others.getLast(), 3);
    simulation.settle();
    assertEquals("[2 3]", fleet.state("/s/sink").toString());
    assertEquals(1, fleet.dead("late"));
  }

  @Test
  void anActorMovesOnWhenAFenceComesForWhichNothingWaitsAnyMore() {
    overtake(others.getFirst(), others.getLast());
    move(home);
    simulation.runFor(5_000);
    assertEquals(others.getFirst(), fleet.locate("/s/sink").orElseThrow(), "it may come late");
    simulation.network().heal();
    simulation.runFor(1_000);
    assertEquals(home, fleet.locate("/s/sink").orElseThrow());
    assertEquals("[2]", fleet.state("/s/sink").toString());
  }

  @Test
  void whatIsOnItsWayToANewNodeThatDiesIsADeadLetterAsItWasSent() {
    SimNode next = others.getFirst();
    SimNode teller = others.getLast();
    int many = 2 * WINDOW;
    simulation.network().cutOneWay(teller, old);
    for (int n = 0; n < many; n++) {
      tell(teller, n);
    }
    move(next);
    simulation.runFor(1_000);
    assertEquals(next, fleet.locate("/s/sink").orElseThrow(), "it has moved");
    simulation.network().cutOneWay(old, next);
    simulation.network().heal();
    fleet.kill(next);
    simulation.settle();
    Text sayer = new Text(Address.of("sys", teller.id().value(), "teller").path());
    List<Value> lost =
        old.deadLetters().stream()
            .filter(letter -> letter.get(Keyword.of("from")).equals(sayer))
            .filter(letter -> letter.get(Keyword.of("to")).equals(new Text("/s/sink")))
            .filter(letter -> letter.get(Keyword.of("name")).equals(Keyword.of("item")))
            .map(letter -> letter.get(Keyword.of("data")))
            .sorted(Comparator.comparing(n -> ((Int) n).value()))
            .toList();
    assertEquals(IntStream.range(0, many).<Value>mapToObj(Int::of).toList(), lost);
  }

  @Test
  void whatComesLateForAnActorThatCameBackAndEndedIsADeadLetterAndGoesInNoCircle() {
    SimNode there = others.getFirst();
    SimNode late = others.getLast();
    move(there);
    simulation.settle();
    move(old);
    simulation.settle();
    assertEquals(old, fleet.locate("/s/sink").orElseThrow());
    simulation.network().cutOneWay(late, old);
    tell(late, 1);
    simulation.runFor(200);
    fleet.undeploy("a", "s");
    simulation.runFor(2_000);
    assertEquals(0, fleet.instances("/s/sink"));
    simulation.network().heal();
    simulation.settle();
    assertEquals(1, fleet.dead("no-such-actor"));
  }
}
