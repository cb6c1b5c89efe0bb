package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.FixedRouter;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import org.junit.jupiter.api.Test;

/** What an actor waits for: timers, answers, work, the end of others. */
class PendingTest {
  private final Simulation simulation = new Simulation(1);
  private final SimNode a = simulation.node("a");
  private final SimNode b = simulation.node("b");

  private static Address address(String path) {
    return new Address(path);
  }

  private static Keyword kw(String name) {
    return Keyword.of(name);
  }

  private static Optional<Effect.Ask> within(long ms) {
    return Optional.of(new Effect.Ask(kw("reply"), ms));
  }

  private static Script failing(Script script) {
    return script.on(
        "fail",
        (_, _) -> {
          throw new StepException("as told");
        });
  }

  /** Answers {@code :ask} with the data plus one. */
  private static Script answerer() {
    return Script.from(Nil.NIL)
        .on(
            "ask",
            (s, d) ->
                Step.of(
                    s,
                    new Effect.Answer(
                        d.info().replyTo().orElseThrow(), Int.of(((Int) d.data()).value() + 1))));
  }

  private static Effect ask(String to, long withinMs) {
    return new Effect.Send(address(to), kw("ask"), Int.of(41), within(withinMs));
  }

  // ---- timers

  @Test
  void aTimerBringsItsMessageNotBeforeItsTime() {
    a.start("/s/t", Script.recorder(new Effect.After(500, kw("tick"), Int.of(1))));
    simulation.runFor(499);
    assertEquals("[]", a.shown("/s/t"));
    simulation.runFor(1);
    assertEquals("[[:tick 1]]", a.shown("/s/t"));
  }

  @Test
  void timersOfACrashedLifeAreCancelled() {
    a.start(
        "/s/t", "/s/boss", failing(Script.recorder(new Effect.After(500, kw("tick"), Nil.NIL))));
    a.start("/s/boss", Script.recorder().effects("go", new Effect.Restart(address("/s/t"))));
    a.send("/x", "/s/t", "fail", Nil.NIL);
    simulation.runFor(400);
    a.send("/x", "/s/boss", "go", Nil.NIL);
    simulation.runFor(300);
    assertEquals("[]", a.shown("/s/t"));
    simulation.runFor(300);
    assertEquals("[[:tick nil]]", a.shown("/s/t"));
  }

  @Test
  void moreTimersThanAllowedAreACrash() {
    SimNode c = simulation.node("c", 1, ActorLimits.DEFAULT.withPending(2, 2, 2));
    c.start(
        "/s/t",
        "/s/boss",
        Script.from(Nil.NIL)
            .effects(
                "go",
                new Effect.After(1, kw("t"), Nil.NIL),
                new Effect.After(1, kw("t"), Nil.NIL),
                new Effect.After(1, kw("t"), Nil.NIL)));
    c.send("/x", "/s/t", "go", Nil.NIL);
    simulation.settle();
    assertTrue(
        c.deadLetters().toString().contains("too many open timers: expected at most 2, found 3"));
  }

  @Test
  void aNegativeDelayIsACrash() {
    a.start(
        "/s/t",
        "/s/boss",
        Script.from(Nil.NIL).effects("go", new Effect.After(-1, kw("t"), Nil.NIL)));
    a.send("/x", "/s/t", "go", Nil.NIL);
    simulation.settle();
    assertTrue(
        a.deadLetters().toString().contains("bad delay: expected 0 to 315360000000 ms, found -1"));
  }

  // ---- questions

  @Test
  void anAnswerArrivesUnderTheNameTheAskerChose() {
    a.start("/s/asker", Script.recorder(ask("/s/knows", 1000)));
    a.start("/s/knows", answerer());
    simulation.settle();
    assertEquals("[[:reply 42]]", a.shown("/s/asker"));
  }

  @Test
  void anAnswerComesFromAnotherNode() {
    a.actors().install(FixedRouter.of(a).place("/s/knows", b));
    b.start("/s/knows", answerer());
    a.start("/s/asker", Script.recorder(ask("/s/knows", 1000)));
    simulation.settle();
    assertEquals("[[:reply 42]]", a.shown("/s/asker"));
  }

  @Test
  void aQuestionNobodyAnswersInTimeBringsAnError() {
    a.start("/s/asker", Script.recorder(ask("/s/silent", 1000)));
    a.start("/s/silent", Script.recorder());
    simulation.runFor(999);
    assertEquals("[]", a.shown("/s/asker"));
    simulation.settle();
    assertEquals(
        "[[:reply #jelly/error {:message \"no answer within 1000 ms\"}]]", a.shown("/s/asker"));
  }

  @Test
  void aQuestionThatNobodyReceivesBringsAnErrorAtOnce() {
    a.start("/s/asker", Script.recorder(new Effect.Say(kw("anybody"), Nil.NIL, within(1000))));
    simulation.runNow();
    assertEquals(
        "[[:reply #jelly/error {:message \"nobody receives :anybody\"}]]", a.shown("/s/asker"));
    assertEquals(1, a.dead("unrouted"));
  }

  @Test
  void aSecondAndALateAnswerAreDeadLetters() {
    Script twice =
        Script.from(Nil.NIL)
            .on(
                "ask",
                (s, d) -> {
                  Effect answer = new Effect.Answer(d.info().replyTo().orElseThrow(), Int.of(1));
                  return Step.of(s, answer, answer);
                });
    a.start("/s/asker", Script.recorder(ask("/s/twice", 1000)));
    a.start("/s/twice", twice);
    simulation.settle();
    assertEquals("[[:reply 1]]", a.shown("/s/asker"));
    assertEquals(1, a.dead("late"));
  }

  @Test
  void ofSeveralReceiversTheFirstAnswerCounts() {
    a.actors().install(FixedRouter.of(a).route("/s/asker", "ask", "/s/one", "/s/two"));
    a.start("/s/one", answerer());
    a.start("/s/two", answerer());
    a.start("/s/asker", Script.recorder(new Effect.Say(kw("ask"), Int.of(1), within(1000))));
    simulation.settle();
    assertEquals("[[:reply 2]]", a.shown("/s/asker"));
    assertEquals(1, a.dead("late"));
  }

  @Test
  void aCrashClosesQuestionsAndTheirAnswersAreLate() {
    a.start("/s/asker", "/s/boss", failing(Script.recorder(ask("/s/knows", 1000))));
    a.start("/s/knows", answerer());
    a.send("/x", "/s/asker", "fail", Nil.NIL);
    simulation.settle();
    assertEquals("crashed", a.view("/s/asker").orElseThrow().status());
    assertEquals(1, a.dead("late") + a.view("/s/asker").orElseThrow().queued());
  }

  @Test
  void anAnswerToAnActorThatIsGoneIsLate() {
    a.start("/s/asker", Script.recorder(ask("/s/knows", 1000), new Effect.Stop(Nil.NIL)));
    a.start("/s/knows", answerer());
    simulation.settle();
    assertEquals(1, a.dead("late"));
  }

  @Test
  void moreOpenQuestionsThanAllowedAreACrash() {
    SimNode c = simulation.node("c", 1, ActorLimits.DEFAULT.withPending(1, 2, 2));
    c.start("/s/asker", "/s/boss", Script.recorder(ask("/s/x", 1), ask("/s/x", 1)));
    simulation.settle();
    assertEquals("crashed", c.view("/s/asker").orElseThrow().status());
  }

  // ---- watches

  @Test
  void aWatcherIsToldWhenTheWatchedOneStops() {
    a.start("/s/mortal", Script.from(Nil.NIL).effects("quit", new Effect.Stop(kw("tired"))));
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    a.send("/x", "/s/mortal", "quit", Nil.NIL);
    simulation.settle();
    assertEquals("[[:down {:address \"/s/mortal\", :reason :tired}]]", a.shown("/s/watcher"));
  }

  @Test
  void watchingNobodyIsAnsweredAtOnce() {
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/nobody"))));
    simulation.settle();
    assertEquals(
        "[[:down {:address \"/s/nobody\", :reason :no-such-actor}]]", a.shown("/s/watcher"));
  }

  @Test
  void anActorOnAnotherNodeIsWatchedThroughTheNetwork() {
    b.start("/s/mortal", Script.from(Nil.NIL).effects("quit", new Effect.Stop(kw("tired"))));
    a.actors().install(FixedRouter.of(a).place("/s/mortal", b));
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    b.send("/x", "/s/mortal", "quit", Nil.NIL);
    simulation.settle();
    assertEquals("[[:down {:address \"/s/mortal\", :reason :tired}]]", a.shown("/s/watcher"));
  }

  @Test
  void theDeathOfANodeIsTheDeathOfWhatLivedThere() {
    b.start("/s/mortal", Script.recorder());
    a.actors().install(FixedRouter.of(a).place("/s/mortal", b));
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    simulation.crash(b, 3000);
    simulation.runFor(2999);
    assertEquals("[]", a.shown("/s/watcher"));
    simulation.settle();
    assertEquals("[[:down {:address \"/s/mortal\", :reason :member-lost}]]", a.shown("/s/watcher"));
  }

  @Test
  void aWatchThatCannotBeDeliveredIsADeath() {
    a.actors().install(FixedRouter.of(a).place("/s/mortal", b));
    simulation.crash(b, 3000);
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    assertEquals("[[:down {:address \"/s/mortal\", :reason :member-lost}]]", a.shown("/s/watcher"));
  }

  @Test
  void whoDoesNotWatchAnyMoreIsNotTold() {
    a.start("/s/mortal", Script.from(Nil.NIL).effects("quit", new Effect.Stop(Nil.NIL)));
    a.start(
        "/s/watcher",
        Script.recorder(
            new Effect.Watch(address("/s/mortal")), new Effect.Unwatch(address("/s/mortal"))));
    simulation.settle();
    a.send("/x", "/s/mortal", "quit", Nil.NIL);
    simulation.settle();
    assertEquals("[]", a.shown("/s/watcher"));
  }

  @Test
  void aCrashThatASupervisorHandlesIsNoDeath() {
    a.start("/s/mortal", "/s/boss", failing(Script.from(Nil.NIL)));
    a.start("/s/boss", Script.recorder());
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    a.send("/x", "/s/mortal", "fail", Nil.NIL);
    simulation.settle();
    assertEquals("[]", a.shown("/s/watcher"));
  }

  @Test
  void aProgramThatSaysDownIsNotTakenForADeath() {
    a.start("/s/mortal", Script.from(Nil.NIL).effects("go", Effect.say(kw("down"), Int.of(1))));
    a.actors().install(FixedRouter.of(a).route("/s/mortal", "down", "/s/watcher"));
    a.start("/s/watcher", Script.recorder(new Effect.Watch(address("/s/mortal"))));
    simulation.settle();
    a.send("/x", "/s/mortal", "go", Nil.NIL);
    simulation.settle();
    assertEquals("[[:down 1]]", a.shown("/s/watcher"));
    assertEquals(1, a.view("/s/watcher").orElseThrow().handled());
  }

  // ---- work and inspection

  @Test
  void workIsDoneElsewhereAndItsResultArrives() {
    a.start("/s/w", Script.recorder(new Effect.Work(() -> Int.of(7), kw("done"))));
    simulation.settle();
    assertEquals("[[:done 7]]", a.shown("/s/w"));
  }

  @Test
  void workThatFailsArrivesAsAnError() {
    a.start(
        "/s/w",
        Script.recorder(
            new Effect.Work(
                () -> {
                  throw new IllegalStateException("broken pipe");
                },
                kw("done"))));
    simulation.settle();
    assertEquals(
        "[[:done #jelly/error {:message \"java.lang.IllegalStateException: broken pipe\"}]]",
        a.shown("/s/w"));
  }

  @Test
  void workForWhichThereIsNoWorkerIsAnError() {
    a.limitWorkers(0);
    a.start("/s/w", Script.recorder(new Effect.Work(() -> Int.of(7), kw("done"))));
    simulation.settle();
    assertEquals(
        "[[:done #jelly/error {:message \"no worker is free, and too many wait\"}]]",
        a.shown("/s/w"));
  }

  @Test
  void theResultOfAnEarlierLifesWorkIsIgnoredAndCounted() {
    a.start(
        "/s/w",
        "/s/boss",
        failing(Script.recorder().effects("go", new Effect.Work(() -> Int.of(7), kw("done")))));
    a.start(
        "/s/boss",
        Script.from(Nil.NIL).effects("jelly/crashed", new Effect.Restart(address("/s/w"))));
    a.send("/x", "/s/w", "go", Nil.NIL);
    a.send("/x", "/s/w", "fail", Nil.NIL);
    simulation.settle();
    assertEquals("[]", a.shown("/s/w"));
    assertEquals(1, a.counter("ignored-late"));
  }

  @Test
  void anInspectionAsksEveryLoop() {
    SimNode c = simulation.node("c", 3, ActorLimits.DEFAULT);
    c.start(
        "/s/i",
        Script.recorder(new Effect.Inspect(loop -> Int.of(loop.actors().size()), kw("sizes"))));
    for (int i = 0; i < 20; i++) {
      c.start("/s/n" + i, Script.recorder());
    }
    simulation.settle();
    Value sizes = ((jellybean.edn.EdnVector) c.state("/s/i")).get(0);
    assertEquals(3, ((jellybean.edn.EdnVector) ((jellybean.edn.EdnVector) sizes).get(1)).size());
  }
}
