package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** Work on other threads ends with the life of who asked for it, as does what is held open. */
class WorkTest {
  private static final String ACTOR = "/s/w";

  private final Simulation simulation = new Simulation(1);
  private final SimNode node = simulation.node("a");
  private final List<String> happened = new ArrayList<>();
  private final List<Effect.Inlet> inlets = new ArrayList<>();

  private static Keyword kw(String name) {
    return Keyword.of(name);
  }

  private Effect open() {
    return new Effect.Connect(
        inlet -> {
          inlets.add(inlet);
          happened.add("opened");
          return () -> happened.add("closed");
        },
        kw("edge"),
        1_000);
  }

  private static Effect work(long withinMs) {
    return new Effect.Work(() -> Int.of(7), kw("done"), withinMs, () -> {});
  }

  private void start(Effect... atStart) {
    node.start(ACTOR, "/s/boss", Script.recorder(atStart).on("fail", WorkTest::fail));
    node.start(
        "/s/boss",
        Script.recorder()
            .effects("restart", new Effect.Restart(new Address(ACTOR)))
            .effects("end", new Effect.Terminate(new Address(ACTOR), Nil.NIL)));
    simulation.settle();
  }

  private static Step<Value> fail(Value state, Delivery delivery) {
    throw new StepException("as told");
  }

  private void send(String to, String name) {
    node.send("/x", to, name, Nil.NIL);
    simulation.settle();
  }

  // ---- work

  @Test
  void workThatLastsTooLongIsAbandonedAndAnError() {
    node.slowDownJobs(500, true);
    start(work(100));
    assertEquals(
        "[[:done #jelly/error {:message \"the work did not end within 100 ms\"}]]",
        node.shown(ACTOR));
    assertEquals(1, node.abandonedJobs());
  }

  @Test
  void whatAbandonedWorkStillBringsIsIgnoredAndCounted() {
    node.slowDownJobs(500, false);
    start(work(100));
    assertEquals(1, ((EdnVector) node.state(ACTOR)).size());
    assertEquals(1, node.counter("ignored-late"));
  }

  @Test
  void workOfALifeThatIsOverIsAbandonedAndGivenUp() {
    node.slowDownJobs(500, true);
    node.start(
        ACTOR,
        Script.recorder(
                new Effect.Work(() -> Int.of(7), kw("done"), 9_000, () -> happened.add("given up")))
            .on("fail", WorkTest::fail));
    node.send("/x", ACTOR, "fail", Nil.NIL);
    simulation.settle();
    assertEquals(1, node.abandonedJobs());
    assertEquals(List.of("given up"), happened);
  }

  @Test
  void moreWorkThanOneActorMayHaveIsACrash() {
    start(IntStream.range(0, 5).mapToObj(_ -> work(100)).toArray(Effect[]::new));
    assertEquals("crashed", node.view(ACTOR).orElseThrow().status());
    assertEquals(0, node.abandonedJobs());
  }

  @Test
  void moreSourcesThanOneLifeMayOpenIsACrash() {
    start(IntStream.range(0, 5).mapToObj(_ -> open()).toArray(Effect[]::new));
    assertEquals("crashed", node.view(ACTOR).orElseThrow().status());
    assertEquals(List.of(), happened);
  }

  // ---- whatever is thrown

  private static List<Throwable> throwables() {
    return List.of(
        new IllegalStateException("broken"),
        new java.io.IOException("broken"),
        new AssertionError("broken"),
        new NoClassDefFoundError("broken"),
        new Error("broken"),
        new StackOverflowError(),
        new OutOfMemoryError("Direct buffer memory"));
  }

  @SuppressWarnings("unchecked") // The type is erased: nothing is cast.
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void everyThrowableOfWorkIsAnErrorValue() {
    for (Throwable thrown : throwables()) {
      Simulation world = new Simulation(1);
      SimNode own = world.node("b");
      own.start(
          ACTOR,
          Script.recorder(
              new Effect.Work(
                  () -> {
                    throw WorkTest.<RuntimeException>sneaky(thrown);
                  },
                  kw("done"))));
      world.settle();
      assertEquals("[[:done " + Errors.of(thrown) + "]]", own.shown(ACTOR));
    }
  }

  @Test
  void everyThrowableOfAStepCrashesItsActorAndNothingElse() {
    for (Throwable thrown : throwables().subList(0, 6)) {
      Simulation world = new Simulation(1);
      SimNode own = world.node("b");
      own.start("/s/boss", Script.recorder());
      own.start(
          ACTOR,
          "/s/boss",
          Script.recorder()
              .on(
                  "go",
                  (_, _) -> {
                    throw WorkTest.<RuntimeException>sneaky(thrown);
                  }));
      own.send("/x", ACTOR, "go", Nil.NIL);
      own.send("/x", "/s/boss", "still-here", Nil.NIL);
      world.settle();
      assertEquals("crashed", own.view(ACTOR).orElseThrow().status());
      assertTrue(own.shown("/s/boss").contains("still-here"), own.shown("/s/boss"));
      assertEquals(1, own.dead("crashed"));
    }
  }

  /** What a failure says of itself is the device's own code, too. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void aFailureThatCannotSayWhatItIsIsNamed() {
    start(
        new Effect.Work(
            () -> {
              throw new Mute();
            },
            kw("done")));
    assertTrue(node.shown(ACTOR).contains("cannot say what it is"), () -> node.shown(ACTOR));
  }

  @Test
  void aFailureWithALongMessageIsCut() {
    start(
        new Effect.Work(
            () -> {
              throw new IllegalStateException("x".repeat(1_000_000));
            },
            kw("done")));
    assertTrue(node.shown(ACTOR).length() < Errors.MAX_CHARS + 100);
  }

  // ---- what is held open

  @Test
  void whatIsOpenGivesMessagesToItsActor() {
    start(open());
    assertTrue(inlets.getFirst().offer(Int.of(1)));
    simulation.settle();
    assertEquals("[[:edge 1]]", node.shown(ACTOR));
    assertEquals(List.of("opened"), happened);
  }

  @Test
  void itIsClosedAfterACrashAndOpenedAnewByTheNextLife() {
    start(open());
    send(ACTOR, "fail");
    assertEquals(List.of("opened", "closed"), happened);
    assertFalse(inlets.getFirst().offer(Int.of(1)));
    send("/s/boss", "restart");
    assertEquals(List.of("opened", "closed", "opened"), happened);
    assertTrue(inlets.getLast().offer(Int.of(2)));
    simulation.settle();
    assertEquals("[[:edge 2]]", node.shown(ACTOR));
  }

  @Test
  void itIsClosedIfItsActorEndsWhileItIsBeingOpened() {
    node.slowDownJobs(500, false);
    node.start(ACTOR, Script.recorder(open()).effects("end", new Effect.Stop(Nil.NIL)));
    node.send("/x", ACTOR, "end", Nil.NIL);
    simulation.settle();
    assertEquals(List.of("opened", "closed"), happened);
  }

  @Test
  void itIsClosedLaterIfNoWorkerIsFree() {
    start(open());
    node.limitWorkers(0);
    node.send("/x", "/s/boss", "end", Nil.NIL);
    simulation.runFor(500);
    assertEquals(List.of("opened"), happened);
    node.limitWorkers(1);
    simulation.settle();
    assertEquals(List.of("opened", "closed"), happened);
  }

  @Test
  void whatCannotBeClosedIsADeadLetter() {
    start(
        new Effect.Connect(
            _ ->
                () -> {
                  throw new java.io.IOException("still busy");
                },
            kw("edge"),
            1_000));
    send("/s/boss", "end");
    assertEquals(1, node.dead("not-closed"));
    assertTrue(node.deadLetters().toString().contains("java.io.IOException: still busy"));
  }

  @Test
  void whatCannotBeClosedInTimeIsADeadLetterAndAbandoned() {
    start(open());
    node.slowDownJobs(Opened.CLOSE_WITHIN_MS + 1, true);
    send("/s/boss", "end");
    assertEquals(1, node.dead("not-closed"));
    assertEquals(1, node.abandonedJobs());
    assertTrue(
        node.deadLetters().toString().contains("expected the end of its source within 10000 ms"));
  }

  @Test
  void whatIsNotOpenInTimeIsAnErrorAndClosedWhenItOpensAfterAll() {
    node.slowDownJobs(2_000, false);
    start(open());
    assertTrue(
        node.shown(ACTOR).contains("the work did not end within 1000 ms"), () -> node.shown(ACTOR));
    assertEquals(List.of("opened", "closed"), happened);
    assertFalse(inlets.getFirst().offer(Int.of(1)));
  }

  @Test
  void whatWasOfferedBeforeTheEndOfALifeIsADeadLetterIfItComesAfterIt() {
    start(open());
    node.send("/x", "/s/boss", "end", Nil.NIL);
    assertTrue(inlets.getFirst().offer(Int.of(1)));
    simulation.settle();
    assertEquals(1, node.dead("stopped"));
  }

  @Test
  void whatCannotBeOpenedIsAnError() {
    start(
        new Effect.Connect(
            _ -> {
              throw new java.io.IOException("no such chip");
            },
            kw("edge"),
            1_000));
    assertEquals(
        "[[:edge #jelly/error {:message \"java.io.IOException: no such chip\"}]]",
        node.shown(ACTOR));
  }

  @Test
  void anInletTakesSoManyMessagesAtOnceAndNoMore() {
    start(open());
    int taken = 0;
    while (inlets.getFirst().offer(Int.of(taken))) {
      taken++;
    }
    assertEquals(Effect.Inlet.MAX_WAITING, taken);
    simulation.settle();
    assertEquals(1, node.counter("refused-offers"));
    assertEquals(taken, ((EdnVector) node.state(ACTOR)).size());
  }

  // ---- what a state leaves behind

  /** Keeps every message in its state and is done with none. */
  private record Keeper() implements Behaviour<List<Delivery>> {
    @Override
    public List<Delivery> initial() {
      return List.of();
    }

    @Override
    public Step<List<Delivery>> handle(List<Delivery> state, Delivery delivery) {
      List<Delivery> next = new ArrayList<>(state);
      next.add(delivery);
      return Step.of(List.copyOf(next));
    }

    @Override
    public List<Delivery> unfinished(List<Delivery> state) {
      return state;
    }

    @Override
    public Value show(List<Delivery> state) {
      return Int.of(state.size());
    }
  }

  @Test
  void whatAStateHoldsUnfinishedBecomesDeadLettersWhenItIsGivenUp() {
    start();
    node.start("/s/k", "/s/boss", new Keeper());
    node.start("/s/r", Script.recorder().effects("go", new Effect.Restart(new Address("/s/k"))));
    send("/s/k", "one");
    send("/s/k", "two");
    send("/s/r", "go");
    assertEquals(2, node.dead("unfinished"));
    assertEquals("0", node.shown("/s/k"));
    assertTrue(node.deadLetters().toString().contains(":name :one"), node.deadLetters()::toString);
  }
}
