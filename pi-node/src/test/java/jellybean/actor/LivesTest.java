package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Session;
import jellybean.message.Address;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** How actors begin, crash, begin again and end. */
class LivesTest {
  private static final String COUNT = "/s/count";
  private static final String BOSS = "/s/boss";

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");

  /** Counts {@code :add}, fails at {@code :fail}. */
  private static Script counter() {
    return Script.from(Int.of(0))
        .on("add", (n, d) -> Step.of(Int.of(number(n) + number(d.data()))))
        .on(
            "fail",
            (_, d) -> {
              throw new StepException("cannot go on with " + d.data());
            });
  }

  private static long number(Value value) {
    return ((Int) value).value();
  }

  private void send(String to, String name, Value data) {
    node.send("/x", to, name, data);
  }

  private static Address address(String path) {
    return new Address(path);
  }

  @Test
  void aCrashKeepsStateAndMailboxAndTellsTheSupervisor() {
    node.start(BOSS, Script.recorder());
    node.start(COUNT, BOSS, counter());
    send(COUNT, "add", Int.of(5));
    send(COUNT, "fail", Int.of(13));
    send(COUNT, "add", Int.of(1));
    simulation.settle();
    ActorView view = node.view(COUNT).orElseThrow();
    assertEquals("crashed", view.status());
    assertEquals(Int.of(5), view.state());
    assertEquals(1, view.queued());
    assertEquals(
        "[[:jelly/crashed {:actor \"/s/count\","
            + " :error #jelly/error {:message \"cannot go on with 13\"}, :ran true}]]",
        node.shown(BOSS));
  }

  @Test
  void theCrashingMessageIsADeadLetterWithTheError() {
    node.start(COUNT, BOSS, counter());
    send(COUNT, "fail", Int.of(13));
    simulation.settle();
    assertEquals(1, node.dead("crashed"));
    assertEquals(
        "[:crashed \"/x\" \"/s/count\" :fail 13"
            + " #jelly/error {:message \"cannot go on with 13\"}]",
        node.deadLetters().stream()
            .filter(l -> l.get(Keyword.of("reason")).equals(Keyword.of("crashed")))
            .map(
                l ->
                    List.of("reason", "from", "to", "name", "data", "detail").stream()
                        .map(k -> l.get(Keyword.of(k)).toString())
                        .collect(Collectors.joining(" ", "[", "]")))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void whatWaitsWhereNobodyHasLivedYetDoesNotGoOnToWhereSomebodyLivesNow() {
    SimNode other = simulation.node("b");
    other.start(COUNT, counter());
    node.start(
        BOSS,
        Script.from(Nil.NIL)
            .effects("expect", new Effect.Expect(address(COUNT)))
            .effects("give-way", new Effect.GiveWay(address(COUNT))));
    send(BOSS, "expect", Nil.NIL);
    simulation.settle();
    send(COUNT, "add", Int.of(5));
    simulation.settle();
    assertEquals(1, node.view(COUNT).orElseThrow().queued());
    node.actors().install(FixedRouter.of(node).place(COUNT, other));
    send(BOSS, "give-way", Nil.NIL);
    simulation.settle();
    assertEquals(Int.of(0), other.state(COUNT));
    assertEquals(1, node.dead("no-such-actor"));
  }

  @Test
  void aCrashIsSaidOnTheBus() {
    node.start(BOSS, Script.recorder());
    node.start("/s/nurse", Script.recorder());
    node.start(COUNT, BOSS, counter());
    node.actors().install(FixedRouter.of(node).route(COUNT, "crashed", "/s/nurse"));
    send(COUNT, "fail", Nil.NIL);
    simulation.settle();
    assertTrue(node.shown("/s/nurse").startsWith("[[:crashed {:actor \"/s/count\""));
  }

  @Test
  void aRestartResetsTheStateAndGoesOnWithTheMailbox() {
    node.start(
        BOSS, Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(address(COUNT))));
    node.start(COUNT, BOSS, counter());
    send(COUNT, "add", Int.of(5));
    send(COUNT, "fail", Nil.NIL);
    send(COUNT, "add", Int.of(1));
    simulation.settle();
    ActorView view = node.view(COUNT).orElseThrow();
    assertEquals("running", view.status());
    assertEquals(Int.of(1), view.state());
    assertEquals(1, view.restarts());
    assertEquals(2, view.handled());
  }

  @Test
  void aStepThatFailsHasNotHappened() {
    Address x = address("/s/taken");
    Script half =
        Script.from(Int.of(0))
            .on(
                "go",
                (_, _) ->
                    Step.of(
                        Int.of(1),
                        Effect.send(address(BOSS), Keyword.of("half"), Nil.NIL),
                        new Effect.Spawn(ActorSpec.of(x, "actor", Script.recorder()))));
    node.start(BOSS, Script.recorder());
    node.start("/s/taken", Script.recorder());
    node.start("/s/half", BOSS, half);
    send("/s/half", "go", Nil.NIL);
    simulation.settle();
    assertEquals(Int.of(0), node.state("/s/half"));
    assertEquals(
        "[[:jelly/crashed {:actor \"/s/half\", :error #jelly/error {:message"
            + " \"cannot start /s/taken: expected no actor there, found one that was started"
            + " before\"}, :ran true}]]",
        node.shown(BOSS));
  }

  @Test
  void anActorWithoutSupervisorIsRemovedWhenItCrashes() {
    node.start(COUNT, counter());
    send(COUNT, "fail", Nil.NIL);
    send(COUNT, "add", Int.of(1));
    simulation.settle();
    assertEquals(Optional.empty(), node.view(COUNT));
    assertEquals(1, node.dead("crashed"));
    assertEquals(1, node.dead("stopped"));
  }

  @Test
  void aProgramThatLoopsForEverIsCutByItsFuelAndOthersGoOn() {
    Syntax forever =
        EdnReader.of("(loop [] (recur))", "forever.edn", ReadLimits.DOCUMENT)
            .nextSyntax()
            .orElseThrow();
    Script script =
        Script.from(Nil.NIL)
            .on("go", (_, _) -> Step.of(new Session("forever.edn", Budget.DEFAULT).eval(forever)));
    node.start("/s/endless", BOSS, script);
    node.start(COUNT, counter());
    send("/s/endless", "go", Nil.NIL);
    send(COUNT, "add", Int.of(5));
    simulation.settle();
    assertEquals("crashed", node.view("/s/endless").orElseThrow().status());
    String letters = node.deadLetters().toString();
    assertTrue(letters.contains("fuel limit: used up the fuel of 200000 units"), letters);
    assertTrue(letters.contains(":at \"forever.edn:1:"), letters);
    assertEquals(Int.of(5), node.state(COUNT));
  }

  @Test
  void aStackOverflowIsACrash() {
    node.start(
        COUNT,
        BOSS,
        Script.from(Nil.NIL)
            .on(
                "go",
                (_, _) -> {
                  throw new StackOverflowError();
                }));
    send(COUNT, "go", Nil.NIL);
    simulation.settle();
    assertEquals("crashed", node.view(COUNT).orElseThrow().status());
    assertTrue(node.deadLetters().toString().contains("stack overflow: expected less nesting"));
  }

  @Test
  void memoryThatRunsOutIsNotACrashOfTheActorButOfTheNode() {
    node.start(
        COUNT,
        BOSS,
        Script.from(Nil.NIL)
            .on(
                "go",
                (_, _) -> {
                  throw new OutOfMemoryError("for the test");
                }));
    send(COUNT, "go", Nil.NIL);
    assertThrows(OutOfMemoryError.class, simulation::settle);
  }

  @Test
  void aStopEndsTheActorAndTellsItsSupervisor() {
    node.start(BOSS, Script.recorder());
    node.start(
        COUNT, BOSS, Script.from(Nil.NIL).effects("quit", new Effect.Stop(Keyword.of("normal"))));
    send(COUNT, "quit", Nil.NIL);
    send(COUNT, "add", Int.of(1));
    simulation.settle();
    assertEquals("[[:jelly/stopped {:actor \"/s/count\", :reason :normal}]]", node.shown(BOSS));
    assertEquals(Optional.empty(), node.view(COUNT));
    assertEquals(1, node.dead("stopped"));
  }

  @Test
  void terminateEndsAnActorAndItsAddressIsFreeInTheSameStep() {
    ActorSpec next = ActorSpec.of(address(COUNT), "actor", Script.from(new Text("new")));
    node.start(
        BOSS,
        Script.from(Nil.NIL)
            .effects(
                "swap",
                new Effect.Terminate(address(COUNT), Keyword.of("old")),
                new Effect.Spawn(next)));
    node.start(COUNT, BOSS, counter());
    send(BOSS, "swap", Nil.NIL);
    simulation.settle();
    assertEquals(new Text("new"), node.state(COUNT));
  }

  @Test
  void tooManyEffectsAreACrash() {
    node.start(
        COUNT,
        BOSS,
        Script.from(Nil.NIL)
            .on(
                "go",
                (s, _) ->
                    new Step<>(
                        s,
                        java.util.Collections.nCopies(
                            8_193, Effect.say(Keyword.of("x"), Nil.NIL)))));
    send(COUNT, "go", Nil.NIL);
    simulation.settle();
    assertTrue(
        node.deadLetters()
            .toString()
            .contains("too many effects in one step: expected at most 8192, found 8193"));
  }

  @Test
  void aBehaviourThatCannotShowItsStateHidesNobodyElse() {
    Behaviour<Value> shy =
        new Behaviour<>() {
          @Override
          public Value initial() {
            return Nil.NIL;
          }

          @Override
          public Step<Value> handle(Value state, Delivery delivery) {
            return Step.of(state);
          }

          @Override
          public Value show(Value state) {
            throw new IllegalStateException("too shy");
          }

          @Override
          public int weightBytes(Value state) {
            throw new IllegalStateException("too shy to be weighed");
          }
        };
    node.start("/s/shy", shy);
    node.start(COUNT, counter());
    send("/s/shy", "hello", Nil.NIL);
    send(COUNT, "add", Int.of(2));
    simulation.settle();
    assertEquals(
        "#jelly/error {:message \"java.lang.IllegalStateException: too shy\"}",
        node.shown("/s/shy"));
    assertEquals(Int.of(2), node.state(COUNT));
    assertEquals(2, node.history("/s").size());
  }

  @Test
  void aPartOfTheNodeGoesOnAfterAFailedStep() {
    node.actors().start(ActorSpec.part(address(COUNT), counter()));
    send(COUNT, "add", Int.of(5));
    send(COUNT, "fail", Nil.NIL);
    send(COUNT, "add", Int.of(1));
    simulation.settle();
    assertEquals(Int.of(6), node.state(COUNT));
    assertEquals(1, node.dead("crashed"));
  }
}
