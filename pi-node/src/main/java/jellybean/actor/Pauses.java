package jellybean.actor;

import jellybean.actor.LocalActor.Status;
import jellybean.message.Address;

/** Holds back the actors of a loop that have no leave to run, and lets them go on. */
final class Pauses {
  private final Loop loop;
  private final Leaves leaves;

  Pauses(Loop loop) {
    this.loop = loop;
    this.leaves = loop.node.leaves;
  }

  /** Whether it has leave to run now. */
  boolean mayRun(LocalActor actor) {
    int version = leaves.version();
    if (actor.leaveVersion != version) {
      actor.leave = leaves.of(actor.address);
      actor.leaveVersion = version;
    }
    Leaves.Leave leave = actor.leave;
    return leave == null || !leave.isOver(loop.node.clock.monotonicMs());
  }

  /** An actor that has something to do and no leave waits until {@link #resume}. */
  boolean isHeldBack(LocalActor actor) {
    if (mayRun(actor)) {
      return false;
    }
    Leaves.Leave leave = actor.leave;
    if (leave != null) {
      Leaves.holdBack(leave);
    }
    // Once more: whoever prolongs the leave from now on sees that somebody waits.
    actor.isPaused = !mayRun(actor);
    if (actor.isPaused) {
      leaves.countPause();
    }
    return actor.isPaused;
  }

  /** Those at or below that address may have leave again. */
  void resume(Address part) {
    for (LocalActor actor : loop.node.directory.of(loop)) {
      if (actor.isPaused && part.contains(actor.address)) {
        actor.isPaused = false;
        boolean waits = actor.status == Status.RUNNING && !actor.mailbox.isEmpty();
        if (waits || actor.status == Status.STARTING) {
          loop.makeReady(actor);
        }
      }
    }
  }
}
