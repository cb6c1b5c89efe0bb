package jellybean.actor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.LocalActor.OpenTimer;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;

/**
 * Carries out what a step asks for. First everything that can be refused is checked, so that a step
 * that fails has not happened; then all is done in order.
 */
final class Effects {
  /** Longer waits are mistakes: 10 years. */
  static final long MAX_DELAY_MS = 315_360_000_000L;

  private static final Effect STASH = new Effect.Stash();

  private final Loop loop;

  Effects(Loop loop) {
    this.loop = loop;
  }

  // ---- before the step has happened

  /**
   * @return whether the step does not happen, because its message is put aside
   * @throws StepException something cannot be done
   */
  boolean check(LocalActor actor, Step<Object> step) {
    List<Effect> effects = step.effects();
    if (step.state() == null) {
      throw new StepException("a step without a state");
    }
    if (effects.isEmpty()) {
      return false;
    }
    // Nearly all steps only say and send; by index and without a switch they cost least.
    for (int i = 0; i < effects.size(); i++) {
      if (!isPlain(effects.get(i))) {
        checkAll(actor, effects);
        return effects.size() == 1 && effects.getFirst() instanceof Effect.Stash;
      }
    }
    return false;
  }

  /** Whether nothing about it can be refused. */
  static boolean isPlain(Effect effect) {
    if (effect instanceof Effect.Say say) {
      return say.ask().isEmpty();
    }
    return effect instanceof Effect.Send send && send.ask().isEmpty();
  }

  private void checkAll(LocalActor actor, List<Effect> effects) {
    int questions = 0;
    int timers = 0;
    int watches = 0;
    int works = 0;
    int connects = 0;
    if (effects.size() > 1 && effects.contains(STASH)) {
      throw new StepException("a step that puts its message aside does something else, too");
    }
    boolean spawns = false;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Say say when say.ask().isPresent() -> questions += checkedAsk(say.ask().get());
        case Effect.Send send when send.ask().isPresent() ->
            questions += checkedAsk(send.ask().get());
        case Effect.After after -> timers += checkedDelay("delay", after.delayMs());
        case Effect.Watch _ -> watches++;
        case Effect.Spawn _ -> spawns = true;
        case Effect.RunUntil run -> checkPart(run.part());
        case Effect.Work work -> works += checkedDelay("deadline", work.withinMs());
        case Effect.Connect connect -> connects += checkedDelay("deadline", connect.withinMs());
        default -> {}
      }
    }
    ActorLimits limits = loop.node.limits;
    bounded("open questions", actor.questions.size(), questions, limits.openQuestions());
    bounded("open timers", actor.timers.size(), timers, limits.openTimers());
    bounded("watches", actor.watching.size(), watches, limits.watches());
    boundedAnswers(actor, questions + watches);
    bounded("pieces of work", Pending.works(actor), works, Pending.MAX_WORKS);
    bounded("open sources", Pending.sources(actor), connects, Pending.MAX_SOURCES);
    // A part of the node starts what others ask for: they are told what cannot be started.
    if (spawns && !actor.resumes) {
      checkSpawns(effects);
    }
  }

  /**
   * An answer, an expiry or a {@code :down} is put into a full mailbox, too. One that comes at
   * once, as nobody is there, is open no more; so what waits already is counted with what may still
   * come.
   */
  private void boundedAnswers(LocalActor actor, int asked) {
    ActorLimits limits = loop.node.limits;
    int most =
        actor.mailboxMessages + limits.openQuestions() + limits.openTimers() + limits.watches();
    bounded("messages waiting, with the answers of this step", actor.mailbox.size(), asked, most);
  }

  private void checkPart(Address part) {
    if (!loop.node.leaves.hasRoomFor(part)) {
      throw new StepException(
          "too many parts that run for a limited time: expected at most " + Leaves.MAX_PARTS);
    }
  }

  private static int checkedAsk(Effect.Ask ask) {
    return checkedDelay("deadline", ask.withinMs());
  }

  private static int checkedDelay(String what, long ms) {
    if (ms < 0 || ms > MAX_DELAY_MS) {
      throw new StepException(
          "bad " + what + ": expected 0 to " + MAX_DELAY_MS + " ms, found " + ms);
    }
    return 1;
  }

  private static void bounded(String what, int present, int more, int bound) {
    if (more > 0 && present + more > bound) {
      throw new StepException(
          "too many " + what + ": expected at most " + bound + ", found " + (present + more));
    }
  }

  /** An address is free if nobody is there, or if this very step ends who is. */
  private void checkSpawns(List<Effect> effects) {
    Map<Address, Boolean> freeAfter = new HashMap<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Terminate end) {
        freeAfter.put(end.actor(), true);
      } else if (effect instanceof Effect.Spawn spawn) {
        checkSpawn(spawn.spec().address(), freeAfter);
      }
    }
  }

  private void checkSpawn(Address address, Map<Address, Boolean> freeAfter) {
    Boolean decided = freeAfter.put(address, false);
    if (decided == null ? !loop.node.directory.isFree(address) : !decided) {
      throw new StepException(
          decided == null ? loop.node.directory.whyNotFree(address) : Directory.taken(address));
    }
  }

  // ---- the step has happened

  void carryOut(LocalActor actor, List<Effect> effects) {
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (effect instanceof Effect.Say say) {
        loop.outbox.say(actor, say);
      } else if (effect instanceof Effect.Send send) {
        loop.outbox.send(actor, send);
      } else {
        carryOut(actor, effect);
      }
    }
    if (actor.stopReason.isPresent()) {
      stop(actor, actor.stopReason.get());
    }
  }

  private void stop(LocalActor actor, Value reason) {
    actor.stopReason = Optional.empty();
    if (actor.status != Status.ENDED) {
      loop.lives.stop(actor, reason);
    }
  }

  private void carryOut(LocalActor actor, Effect effect) {
    switch (effect) {
      case Effect.Say say -> loop.outbox.say(actor, say);
      case Effect.Send send -> loop.outbox.send(actor, send);
      case Effect.Answer answer -> loop.questions.answer(actor, answer);
      case Effect.After after -> after(actor, after);
      case Effect.Watch watch -> watch(actor, watch.address());
      case Effect.Unwatch unwatch -> loop.watches.unwatch(actor, unwatch.address());
      case Effect.Stop stop -> actor.stopReason = Optional.of(stop.reason());
      case Effect.Spawn spawn -> loop.lives.spawn(actor, spawn.spec(), spawn.isAnew());
      case Effect.Expect expect -> loop.lives.expect(actor, expect.actor(), expect.durability());
      case Effect.Restart restart -> loop.lives.restart(restart.actor());
      case Effect.Terminate end -> loop.lives.terminate(end.actor(), end.reason());
      case Effect.Hear hear -> loop.outbox.hear(actor, hear);
      case Effect.Relay _ -> loop.outbox.relay(actor, loop.steps.underway());
      case Effect.Refuse refuse -> loop.steps.refuse(actor, refuse);
      case Effect.Note note ->
          loop.bury(actor, note.reason(), note.name(), note.data(), note.error());
      case Effect.PassOn on -> loop.outbox.dispatch(loop.steps.underway().redirected(on.to()));
      case Effect.Stash _ -> throw new IllegalStateException("a step that stashes did happen");
      case Effect.Unstash _ -> loop.mailboxes.takeUp(actor);
      case Effect.Halt halt -> loop.lives.halt(halt.actor());
      case Effect.Become become -> loop.lives.become(become);
      case Effect.GiveWay way -> loop.lives.giveWay(way.actor());
      case Effect.Arrive arrive -> loop.arrivals.arrive(arrive);
      case Effect.Measure measure -> loop.departures.measure(measure);
      case Effect.Await await -> loop.arrivals.await(await);
      case Effect.Depart depart -> loop.departures.depart(depart);
      case Effect.TurnAway away -> loop.keptArrivals.turnAway(away);
      case Effect.GiveUp up -> loop.keptDepartures.giveUp(up.actor());
      case Effect.Left left -> loop.keptDepartures.left(left.actor());
      case Effect.Fence fence -> loop.moves.fence(actor, fence);
      case Effect.Recall recall -> loop.lives.recall(actor, recall);
      case Effect.Forget forget -> forget(forget.actor());
      case Effect.RunUntil run -> loop.node.runUntil(run.part(), run.monotonicMs());
      case Effect.Install install -> loop.node.install(install.router());
      case Effect.Work work -> Jobs.work(loop, actor, work);
      case Effect.Connect connect -> Jobs.connect(loop, actor, connect);
      case Effect.Inspect inspect -> Jobs.inspect(loop, actor, inspect.question(), inspect.name());
      case Effect.Steer steer -> Jobs.inspect(loop, actor, steer.order(), steer.name());
      case Effect.Trace trace -> loop.steps.tracing = jellybean.message.Trace.begun(trace.id());
    }
  }

  /** Behind what the loop of that actor wrote of it. */
  private void forget(Address gone) {
    Loop owner = loop.loopOf(gone);
    if (owner == loop) {
      loop.durables.forget(gone);
    } else {
      owner.post(other -> other.durables.forget(gone));
    }
  }

  private void watch(LocalActor actor, Address target) {
    if (actor.status != Status.ENDED) {
      loop.watches.watch(actor, target);
    }
  }

  void after(LocalActor actor, Effect.After after) {
    if (actor.status == Status.ENDED) {
      return;
    }
    OpenTimer open = new OpenTimer(after, loop.node.clock.monotonicMs() + after.delayMs());
    actor.timers.add(open);
    open.timer =
        loop.node.timers.after(after.delayMs(), () -> loop.post(_ -> fired(actor, open, after)));
  }

  private void fired(LocalActor actor, OpenTimer timer, Effect.After after) {
    if (!actor.timers.remove(timer)) {
      loop.counters.ignoredLate++;
      return;
    }
    Envelope message =
        loop.outbox.message(actor.address, actor.address, after.name(), after.data());
    loop.mailboxes.acceptAnyway(actor, message);
  }
}
