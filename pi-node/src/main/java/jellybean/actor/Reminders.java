package jellybean.actor;

import jellybean.actor.LocalActor.Status;

/**
 * Says again that an actor has crashed whose supervisor lives on another node and does nothing: it
 * may not have heard so, as one of the two nodes has given up the link to the other one meanwhile.
 * Nobody else would ever ask.
 */
final class Reminders {
  /** Then for the first time, and each time after twice as long. */
  static final long FIRST_MS = 15_000;

  /** A supervisor that has done nothing in a quarter of an hour is not there. */
  static final int MAX_TIMES = 6;

  private Reminders() {}

  /** It has just been said for the first time. */
  static void crashed(Loop loop, LocalActor actor) {
    later(loop, actor, actor.life, 0);
  }

  private static void later(Loop loop, LocalActor actor, int life, int times) {
    boolean isElsewhere =
        actor.supervisor.filter(to -> loop.node.directory.get(to) == null).isPresent();
    if (isElsewhere && times < MAX_TIMES) {
      loop.node.timers.after(
          FIRST_MS << times, () -> loop.post(own -> again(own, actor, life, times)));
    }
  }

  private static void again(Loop loop, LocalActor actor, int life, int times) {
    boolean isThere = loop.node.directory.get(actor.address) == actor;
    if (isThere && actor.status == Status.CRASHED && actor.life == life) {
      loop.lives.sayAgain(actor);
      later(loop, actor, life, times + 1);
    }
  }
}
