package jellybean.actor;

import java.util.Optional;
import java.util.function.Consumer;
import jellybean.actor.LocalActor.OpenTimer;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;

/** Begins and ends the lives of actors: spawn, restart, crash, stop, terminate. */
final class Lives {
  private final Loop loop;

  Lives(Loop loop) {
    this.loop = loop;
  }

  // ---- asked for by an actor of this loop, for any actor of the node

  /** What cannot be started is a dead letter, and to its supervisor a crash at its start. */
  void spawn(LocalActor spawner, ActorSpec spec) {
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

  void expect(LocalActor asker, Address address) {
    try {
      loop.node.directory.expect(address, loop.loopOf(address));
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
      loop.makeReady(actor);
    }
  }

  /** State resets, the mailbox stays. */
  private void startAgain(LocalActor actor) {
    if (actor.status == Status.RUNNING || actor.status == Status.CRASHED) {
      forgetPending(actor);
      actor.status = Status.STARTING;
      loop.history.letGo(actor);
      actor.stateIsNew = true;
      actor.restarts++;
      loop.makeReady(actor);
    }
  }

  /** As if it had been expected and never spawned, but for what waits in its mailbox. */
  private void standStill(LocalActor actor) {
    if (actor.status != Status.ENDED && actor.status != Status.EXPECTED) {
      forgetPending(actor);
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
    actor.status = Status.CRASHED;
    forgetPending(actor);
    message.ifPresent(m -> loop.bury(m, Reasons.CRASHED, error));
    EdnMap data = Shown.crash(actor.address, error);
    loop.outbox.sayCrash(actor, data);
    if (actor.supervisor.isPresent()) {
      signal(actor, Signals.CRASHED, data);
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

  private void end(LocalActor actor, Value reason) {
    if (actor.status == Status.ENDED) {
      return;
    }
    actor.status = Status.ENDED;
    forgetPending(actor);
    loop.history.letGo(actor);
    actor.state = null;
    while (!actor.mailbox.isEmpty()) {
      loop.bury(loop.take(actor), Reasons.STOPPED, reason);
    }
    loop.watches.fire(actor, reason);
  }

  /** What an earlier life asked for must not reach the next one. */
  private void forgetPending(LocalActor actor) {
    actor.life++;
    actor.mailbox.takeUp();
    for (OpenTimer timer : actor.timers) {
      if (timer.timer != null) {
        timer.timer.cancel();
      }
    }
    actor.timers.clear();
    actor.opened.forEach(Opened::close);
    actor.opened.clear();
    loop.questions.forget(actor);
    loop.watches.forget(actor);
  }
}
