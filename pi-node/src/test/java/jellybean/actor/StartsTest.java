package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** How an actor's life begins: once or after a failure, in an address of its own, within bounds. */
class StartsTest {
  private static final String COUNT = "/s/count";
  private static final String BOSS = "/s/boss";

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  /** Counts {@code :add}. */
  private static Script counter() {
    return Script.from(Int.of(0))
        .on("add", (n, d) -> Step.of(Int.of(((Int) n).value() + ((Int) d.data()).value())));
  }

  private void send(String to, String name, Value data) {
    node.send("/x", to, name, data);
  }

  private static Address address(String path) {
    return new Address(path);
  }

  @Test
  void anActorThatFailsToStartIsCrashedAndMayTryAgain() {
    int[] tries = {0};
    Behaviour<Value> shaky =
        new Behaviour<>() {
          @Override
          public Value initial() {
            if (tries[0]++ == 0) {
              throw new IllegalStateException("no luck");
            }
            return Int.of(tries[0]);
          }

          @Override
          public Step<Value> handle(Value state, Delivery delivery) {
            return Step.of(state);
          }

          @Override
          public Value show(Value state) {
            return state;
          }
        };
    node.start(
        BOSS, Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(address(COUNT))));
    node.start(COUNT, BOSS, shaky);
    simulation.settle();
    assertEquals(Int.of(2), node.state(COUNT));
  }

  @Test
  void messagesForAnExpectedActorWaitUntilItIsSpawned() {
    node.start(
        BOSS,
        Script.from(Nil.NIL)
            .effects("expect", new Effect.Expect(address(COUNT)))
            .effects("spawn", new Effect.Spawn(ActorSpec.of(address(COUNT), "actor", counter()))));
    send(BOSS, "expect", Nil.NIL);
    simulation.settle();
    send(COUNT, "add", Int.of(5));
    simulation.settle();
    assertEquals("expected", node.view(COUNT).orElseThrow().status());
    assertEquals(1, node.view(COUNT).orElseThrow().queued());
    send(BOSS, "spawn", Nil.NIL);
    simulation.settle();
    assertEquals(Int.of(5), node.state(COUNT));
  }

  @Test
  void twoActorsCannotHaveOneAddress() {
    node.start(COUNT, counter());
    StepException e = assertThrows(StepException.class, () -> node.start(COUNT, counter()));
    assertEquals(
        "cannot start /s/count: expected no actor there, found one that was started before",
        e.getMessage());
  }

  @Test
  void aNodeRunsNoMoreActorsThanItMay() {
    SimNode small = simulation.node("small", 1, ActorLimits.DEFAULT.withActors(2));
    small.start("/s/1", counter());
    small.start("/s/2", counter());
    StepException e = assertThrows(StepException.class, () -> small.start("/s/3", counter()));
    assertEquals(
        "cannot start /s/3: expected at most 2 actors on this node, found 2", e.getMessage());
  }

  @Test
  void whatAPartOfTheNodeCannotStartIsACrashForItsSupervisor() {
    SimNode small = simulation.node("small", 1, ActorLimits.DEFAULT.withActors(3));
    ActorSpec fourth = ActorSpec.of(address(COUNT), "actor", counter()).supervisedBy(address(BOSS));
    small.start(BOSS, Script.recorder());
    small.start(
        "/s/other", Script.from(Nil.NIL).effects("quit", new Effect.Stop(Keyword.of("normal"))));
    small
        .actors()
        .start(
            ActorSpec.part(
                address("/sys/small/host"),
                Script.from(Nil.NIL).effects("spawn", new Effect.Spawn(fourth))));
    small.send("/x", "/sys/small/host", "spawn", Nil.NIL);
    simulation.settle();
    small.send("/x", "/s/other", "quit", Nil.NIL); // there must be room to look
    simulation.settle();
    assertEquals(
        "[[:jelly/crashed {:actor \"/s/count\", :error #jelly/error {:message \"cannot start"
            + " /s/count: expected at most 3 actors on this node, found 3\"}}]]",
        small.shown(BOSS));
    assertEquals(1, small.dead("not-started"));
  }

  @Test
  void effectsOfAStartAreCarriedOutAtEachLife() {
    Effect hello = Effect.send(address("/s/log"), Keyword.of("hello"), Nil.NIL);
    node.start("/s/log", Script.recorder());
    node.start(
        BOSS, Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(address(COUNT))));
    node.start(
        COUNT,
        BOSS,
        Script.from(Nil.NIL, hello)
            .on(
                "fail",
                (_, _) -> {
                  throw new StepException("again");
                }));
    send(COUNT, "fail", Nil.NIL);
    simulation.settle();
    assertEquals("[[:hello nil] [:hello nil]]", node.shown("/s/log"));
  }

  @Test
  void aPartThatHasNoStateToGoOnWithEnds() {
    node.actors().start(ActorSpec.part(address(COUNT), new Stillborn()));
    send(COUNT, "add", Int.of(5));
    simulation.settle();
    assertEquals(Optional.empty(), node.view(COUNT));
    assertEquals(1, node.dead("stopped"));
  }

  private record Stillborn() implements Behaviour<Value> {
    @Override
    public Value initial() {
      throw new IllegalStateException("no luck");
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      return Step.of(state);
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }
}
