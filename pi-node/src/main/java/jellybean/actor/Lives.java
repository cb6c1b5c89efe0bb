package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.actor.LocalActor.OpenTimer;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;

/** Begins and ends the lives of actors: spawn, restart, crash, stop, terminate. */
final class Lives {
  private static final Value UNFINISHED =
      Errors.error("the life of who had it ended before it was done");

  private final Loop loop;

  Lives(Loop loop) {
    this.loop = loop;
  }

  // ---- asked for by an actor of this loop, for any actor of the node

  /** What cannot be started is a dead letter, and to its supervisor a crash at its start. */
  void spawn(LocalActor spawner, ActorSpec spec, boolean isAnew) {
    LocalActor coming = loop.node.directory.get(spec.address());
    if (coming != null && wantsWhatComes(coming, Optional.of(spec), isAnew)) {
      return;
    }
    if (coming != null && coming.departing != null) {
      return; // It has not left yet; it is started when it has, as that is said again.
    }
    if (coming != null && coming.hasCome) {
      // Its host does not know yet that it has come.
      at(coming, lives -> lives.sayAgain(coming));
      return;
    }
    try {
      loop.node.start(spec, loop);
    } catch (StepException e) {
      Value error = Errors.of(e);
      loop.bury(spawner, Reasons.NOT_STARTED, Signals.CRASHED, Shown.text(spec.address()), error);
      EdnMap crash = Shown.crash(spec.address(), error);
      spec.supervisor()
          .ifPresent(
              to ->
                  loop.outbox.dispatch(
                      loop.outbox.message(spec.address(), to, Signals.CRASHED, crash)));
    }
  }

  /** What comes from another node will run, and says so itself. */
  private boolean wantsWhatComes(LocalActor actor, Optional<ActorSpec> spec, boolean isAnew) {
    Arrival arrival = actor.arrival;
    if (arrival == null || arrival.isHere() && !arrival.isRefused()) {
      return false;
    }
    actor.loop.post(
        own -> {
          arrival.spec = spec.or(() -> arrival.spec);
          own.arrivals.want(actor, arrival, isAnew);
        });
    return true;
  }

  void expect(LocalActor asker, Address address, Durability durability) {
    try {
      loop.node.directory.expect(address, loop.loopOf(address), durability);
    } catch (StepException e) {
      loop.bury(asker, Reasons.NOT_STARTED, Signals.CRASHED, Shown.text(address), Errors.of(e));
    }
  }

  void restart(Address address) {
    LocalActor actor = loop.node.directory.get(address);
    if (actor != null) {
      at(actor, lives -> lives.startAgain(actor));
    }
  }

  /** The address is free when this returns, although the actor may end a little later. */
  void terminate(Address address, Value reason) {
    LocalActor actor = loop.node.directory.get(address);
    if (actor != null) {
      loop.node.directory.remove(actor);
      at(actor, lives -> lives.end(actor, reason));
    }
  }

  void halt(Address address) {
    LocalActor actor = loop.node.directory.get(address);
    if (actor != null) {
      at(actor, lives -> lives.standStill(actor));
    }
  }

  void become(Effect.Become become) {
    LocalActor actor = loop.node.directory.get(become.spec().address());
    if (actor != null && actor.isClaimed()) {
      at(actor, lives -> lives.change(actor, become));
    }
  }

  private void change(LocalActor actor, Effect.Become become) {
    Status before = actor.status;
    Object state = actor.state;
    Arrival arrival = actor.arrival;
    if (before == Status.EXPECTED && arrival != null) {
      arrival.become(become.spec(), become.migrate());
    }
    if (before == Status.ENDED || before == Status.EXPECTED) {
      return;
    }
    Value shown = actor.shownState();
    loop.history.letGo(actor);
    actor.become(become.spec());
    actor.stateIsNew = true;
    actor.status = before;
    if (before == Status.RUNNING && state != null) {
      migrate(actor, become, state, shown);
    }
  }

  private void migrate(LocalActor actor, Effect.Become become, Object state, Value shown) {
    try {
      actor.state = become.migrate().apply(state);
    } catch (Throwable e) {
      Value error = Errors.survived(e);
      loop.bury(actor, Reasons.NOT_MIGRATED, Reasons.NOT_MIGRATED, shown, error);
      actor.state = null;
      startAgain(actor);
    }
  }

  /** As {@link #terminate}, but for what becomes of what it has. */
  void giveWay(Address address) {
    LocalActor actor = loop.node.directory.get(address);
    if (actor != null) {
      loop.node.directory.remove(actor);
      at(actor, lives -> lives.leave(actor));
    }
  }

  void recall(LocalActor asker, Effect.Recall recall) {
    Address address = recall.actor();
    LocalActor actor = loop.node.directory.get(address);
    if (actor != null && wantsWhatComes(actor, recall.spec(), false)) {
      return;
    }
    boolean isThere = actor != null && actor.isClaimed();
    if (!isThere && recall.spec().isPresent()) {
      spawn(asker, recall.spec().get(), false);
    } else if (actor == null || !isThere) {
      loop.outbox.dispatch(
          loop.outbox.message(
              address, recall.supervisor(), Signals.STOPPED, Shown.stop(address, Reasons.GONE)));
    } else if (recall.revives()) {
      at(actor, lives -> lives.revive(actor));
    } else {
      at(actor, lives -> lives.sayAgain(actor));
    }
  }

  private void at(LocalActor actor, Consumer<Lives> task) {
    if (actor.loop == loop) {
      task.accept(this);
    } else {
      actor.loop.post(other -> task.accept(other.lives));
    }
  }

  // ---- for actors of this loop

  void begin(LocalActor actor, ActorSpec spec) {
    if (actor.status == Status.EXPECTED) {
      actor.become(spec);
      actor.stateIsNew = true;
      if (actor.durable != null) {
        loop.durables.open(actor, actor.durable);
      }
      loop.makeReady(actor);
    }
  }

  /** State resets, the mailbox stays. */
  private void startAgain(LocalActor actor) {
    if (actor.status == Status.RUNNING || actor.status == Status.CRASHED) {
      forgetPending(actor);
      buryUnfinished(actor);
      actor.status = Status.STARTING;
      actor.isFrozen = false;
      loop.history.letGo(actor);
      actor.stateIsNew = true;
      actor.restarts++;
      loop.counters.restarts++;
      loop.makeReady(actor);
    }
  }

  /** As if it had been expected and never spawned, but for what waits in its mailbox. */
  private void standStill(LocalActor actor) {
    Arrival arrival = actor.arrival;
    if (arrival != null && !arrival.isHere() && actor.durable == null) {
      arrival.forget();
    }
    if (actor.status != Status.ENDED && actor.status != Status.EXPECTED) {
      forgetPending(actor);
      buryUnfinished(actor);
      loop.history.letGo(actor);
      actor.vacate();
    }
  }

  /**
   * The step failed and has not happened. The actor stands still until its supervisor decides;
   * without a supervisor it ends, unless it resumes.
   */
  void crash(LocalActor actor, Optional<Envelope> message, Value error) {
    loop.counters.crashes++;
    if (actor.resumes && actor.state != null) {
      actor.status = Status.RUNNING;
      message.ifPresent(m -> loop.bury(m, Reasons.CRASHED, error));
      return;
    }
    actor.hasRun = actor.status == Status.RUNNING;
    actor.status = Status.CRASHED;
    actor.crash = error;
    forgetPending(actor);
    message.ifPresent(m -> loop.bury(m, Reasons.CRASHED, error));
    EdnMap data = Shown.crash(actor.address, error);
    loop.outbox.sayCrash(actor, data);
    if (actor.supervisor.isPresent()) {
      signal(actor, Signals.CRASHED, data.with(Shown.RAN, Bool.of(actor.hasRun)));
      Reminders.crashed(loop, actor);
    } else {
      loop.node.directory.remove(actor);
      end(actor, error);
    }
  }

  /** The actor asked for its own end. */
  void stop(LocalActor actor, Value reason) {
    loop.node.directory.remove(actor);
    end(actor, reason);
    signal(actor, Signals.STOPPED, Shown.stop(actor.address, reason));
  }

  /** The start is over. */
  void running(LocalActor actor) {
    signal(actor, Signals.STARTED, Shown.start(actor.address, loop.node.self));
  }

  private void signal(LocalActor actor, Keyword name, EdnMap data) {
    actor.supervisor.ifPresent(
        to -> loop.outbox.dispatch(loop.outbox.message(actor.address, to, name, data)));
  }

  /** Its supervisor may have ordered that before, and the order may be lost. */
  private void revive(LocalActor actor) {
    if (actor.status == Status.CRASHED && actor.behaviour().runsAtOnce()) {
      startAgain(actor);
    } else {
      sayAgain(actor);
    }
  }

  /** Whoever supervises it may not have heard how it is. */
  void sayAgain(LocalActor actor) {
    Value error = actor.crash;
    if (actor.status == Status.CRASHED && error != null) {
      EdnMap data = Shown.crash(actor.address, error);
      signal(actor, Signals.CRASHED, data.with(Shown.RAN, Bool.of(actor.hasRun)));
    } else if (actor.status == Status.RUNNING && actor.behaviour().runsAtOnce()) {
      running(actor);
    }
  }

  /** What it has goes to who lives at its address now. */
  private void leave(LocalActor actor) {
    if (actor.status == Status.ENDED) {
      return;
    }
    Legacy legacy = legacyOf(actor);
    boolean wasServed = actor.wasServed();
    endHere(actor);
    for (Effect.Send send : legacy.sends()) {
      loop.outbox.dispatch(loop.outbox.message(actor.address, send.to(), send.name(), send.data()));
    }
    legacy
        .lost()
        .ifPresent(
            state -> loop.bury(actor, Reasons.YIELDED, Reasons.YIELDED, state, Reasons.UNROUTED));
    while (!actor.mailbox.isEmpty()) {
      Envelope left = loop.mailboxes.take(actor);
      if (wasServed) {
        loop.outbox.dispatch(left.redirected(left.to()));
      } else {
        // Its sender knows by now, or will, who lives where: what it says to that one must not be
        // overtaken by the way round.
        loop.absent(left);
      }
    }
    loop.watches.fire(actor, Reasons.YIELDED);
  }

  /** It goes on elsewhere: what is due to it here is not. */
  void leaveFor(LocalActor actor) {
    endLife(actor);
    actor.watchers.clear();
  }

  private static Legacy legacyOf(LocalActor actor) {
    Object state = actor.state;
    if (state == null) {
      return Legacy.NOTHING;
    }
    try {
      return actor.behaviour().legacy(state, actor.address);
    } catch (Throwable e) {
      return new Legacy(List.of(), Optional.of(Errors.survived(e)));
    }
  }

  private void endHere(LocalActor actor) {
    endLife(actor);
    loop.departures.ended(actor.address);
  }

  private void endLife(LocalActor actor) {
    actor.status = Status.ENDED;
    Arrival arrival = actor.arrival;
    if (arrival != null) {
      actor.arrival = null;
      arrival.abandoned().forEach(held -> loop.mailboxes.acceptAnyway(actor, held));
    }
    forgetPending(actor);
    buryUnfinished(actor);
    loop.history.letGo(actor);
    loop.parking.relieve(actor);
    actor.state = null;
  }

  void end(LocalActor actor, Value reason) {
    if (actor.status == Status.ENDED) {
      return;
    }
    endHere(actor);
    while (!actor.mailbox.isEmpty()) {
      Envelope left = loop.mailboxes.take(actor);
      if (!actor.keeps(left)) {
        loop.bury(left, Reasons.STOPPED, reason);
      }
    }
    loop.watches.fire(actor, reason);
  }

  /** What a life took and has not done with goes with its state, but not in silence. */
  private void buryUnfinished(LocalActor actor) {
    for (Delivery left : actor.unfinished()) {
      Address from = left.info().from();
      loop.deadLetters.add(
          new DeadLetter(
              Reasons.UNFINISHED,
              loop.nowMs(),
              from,
              Optional.of(actor.address),
              left.name(),
              left.data(),
              UNFINISHED));
      left.info()
          .replyTo()
          .ifPresent(to -> loop.questions.answer(actor, new Effect.Answer(to, UNFINISHED)));
    }
  }

  /** What an earlier life asked for must not reach the next one. */
  private void forgetPending(LocalActor actor) {
    actor.life++;
    loop.parking.forget(actor);
    actor.mailbox.takeUp();
    for (OpenTimer timer : actor.timers) {
      if (timer.timer != null) {
        timer.timer.cancel();
      }
    }
    actor.timers.clear();
    Pending.forget(actor);
    loop.questions.forget(actor);
    loop.watches.forget(actor);
  }
}
