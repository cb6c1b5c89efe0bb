package jellybean.system;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.system.SupervisorState.Phase;

/**
 * What a supervisor does when a child ends or cannot start: a pure policy, case by case that of
 * Erlang/OTP's {@code supervisor} (see {@code docs/supervision.md}).
 */
final class Restarts {
  static final Keyword SHUTDOWN = Keyword.of("shutdown");

  private static final Keyword MESSAGE = Keyword.of("message");
  private static final Keyword CAUSE = Keyword.of("cause");
  private static final Keyword ERROR = Keyword.of("error");

  private Restarts() {}

  /**
   * A child stands still after a crash.
   *
   * @param hasRun whether it ran before: if it is to be started now, it had crashed before it was
   *     adopted, which is no failed start
   */
  static void crashed(Turn turn, Address body, Value error, boolean hasRun) {
    if (turn.body(body).isEmpty()) {
      return;
    }
    switch (turn.phase(body)) {
      case STOPPING -> Stops.crashed(turn, body);
      case STARTING -> {
        turn.set(body, Phase.CRASHED);
        if (hasRun && !isBeingStopped(turn, body)) {
          afterCrash(turn, body, error);
        } else {
          failedToStart(turn, body, error);
        }
      }
      case PLANNED, LOST, WAITING, ABSENT, UNPLACED, CRASHED, STOPPED -> {}
      case RUNNING -> {
        turn.set(body, Phase.CRASHED);
        if (!isBeingStopped(turn, body)) {
          turn.body(body)
              .ifPresent(b -> Templates.hear(turn, b, "crashed", EdnMap.of(ERROR, error)));
          afterCrash(turn, body, error);
        }
      }
    }
  }

  private static void afterCrash(Turn turn, Address body, Value error) {
    if (policy(turn, body).restart() == RestartType.TEMPORARY) {
      ChildPolicy policy = policy(turn, body);
      Stops.stop(turn, Set.of(body), Set.of(), 0);
      autoShutdown(turn, body, policy);
    } else {
      restart(turn, body, error);
    }
  }

  /** A child ended by itself, or as it was told to. */
  static void stopped(Turn turn, Address body, Value reason) {
    Phase phase = turn.phase(body);
    if (turn.body(body).isEmpty() || phase == Phase.STOPPED) {
      return;
    }
    if (phase == Phase.STOPPING) {
      Stops.ended(turn, body);
    } else if (phase == Phase.STARTING) {
      turn.set(body, Phase.STOPPED);
      failedToStart(turn, body, reason);
    } else {
      turn.set(body, Phase.STOPPED);
      if (!isBeingStopped(turn, body)) {
        afterStop(turn, body, reason);
      }
    }
  }

  /** Asking for one's end is no crash, whatever the reason. */
  private static void afterStop(Turn turn, Address body, Value reason) {
    if (policy(turn, body).restart() == RestartType.PERMANENT) {
      restart(turn, body, reason);
      return;
    }
    ChildPolicy policy = policy(turn, body);
    turn.orderStop(turn.placeOf(body), body, true, false); // so that its host forgets it
    turn.body(body).ifPresent(b -> Templates.ended(turn, b, reason));
    autoShutdown(turn, body, policy);
    Starts.next(turn);
  }

  static void startFailed(Turn turn, Address body, Value reason) {
    if (turn.body(body).isPresent() && turn.phase(body) == Phase.STARTING) {
      turn.set(body, Phase.STOPPED);
      failedToStart(turn, body, reason);
    }
  }

  /** The first start is all or nothing; later ones are tried again. */
  private static void failedToStart(Turn turn, Address body, Value reason) {
    if (isBeingStopped(turn, body)) {
      return;
    }
    if (turn.announced) {
      restart(turn, body, reason);
    } else {
      giveUp(turn, turn.context.self() + " cannot start " + body, reason);
    }
  }

  /** One restart, or the end of this supervisor if there were too many of them. */
  private static void restart(Turn turn, Address body, Value reason) {
    RestartWindow window = new RestartWindow(turn.def.supervision().intensity(), turn.nowMs);
    turn.restartsMs = window.with(turn.restartsMs);
    if (window.exceededBy(turn.restartsMs)) {
      giveUp(turn, tooMany(turn, body), reason);
      return;
    }
    long delayMs = turn.def.supervision().backoff().delayMs(turn.restartsMs.size(), turn.seed);
    Set<Address> affected = affected(turn, body);
    if (affected.size() == 1 && !isCrashedCluster(turn, body)) {
      Starts.again(turn, List.of(body), delayMs);
      return;
    }
    Set<Address> again = new LinkedHashSet<>(affected);
    again.removeAll(turn.ordered.stopped());
    again.removeIf(a -> policy(turn, a).restart() == RestartType.TEMPORARY);
    Stops.stop(turn, affected, again, delayMs);
  }

  /** What lives below it does not know that it crashed. */
  private static boolean isCrashedCluster(Turn turn, Address body) {
    return turn.phase(body) == Phase.CRASHED
        && turn.body(body).filter(b -> !(b.def() instanceof ActorDef)).isPresent()
        && turn.body(body).filter(b -> !(b.def() instanceof DeviceDef)).isPresent();
  }

  /** Whose restart a child's restart is, itself included. */
  private static Set<Address> affected(Turn turn, Address body) {
    Set<Address> affected = new LinkedHashSet<>();
    boolean from = turn.def.supervision().strategy() == Strategy.ONE_FOR_ALL;
    for (Body each : turn.bodies()) {
      from |= each.address().equals(body);
      if (from) {
        affected.add(each.address());
      }
    }
    return turn.def.supervision().strategy() == Strategy.ONE_FOR_ONE ? Set.of(body) : affected;
  }

  private static String tooMany(Turn turn, Address body) {
    Supervision.Intensity limit = turn.def.supervision().intensity();
    return turn.context.self()
        + " gave up: more than "
        + limit.max()
        + " restarts within "
        + limit.withinMs()
        + " ms, the last one of "
        + body;
  }

  private static void giveUp(Turn turn, String message, Value reason) {
    Value why = EdnMap.of(MESSAGE, new Text(message), CAUSE, reason);
    Stops.finish(turn, EdnVector.of(SHUTDOWN, why), false, java.util.Optional.empty());
  }

  /** A significant child ended by itself. */
  private static void autoShutdown(Turn turn, Address ended, ChildPolicy policy) {
    if (!policy.significant()) {
      return;
    }
    boolean ends =
        switch (turn.def.supervision().autoShutdown()) {
          case NEVER -> false;
          case ANY_SIGNIFICANT -> true;
          case ALL_SIGNIFICANT ->
              turn.bodies().stream()
                  .filter(b -> b.def().policy().significant())
                  .map(Body::address)
                  .allMatch(b -> b.equals(ended) || turn.phase(b) == Phase.STOPPED);
        };
    if (ends) {
      Stops.finish(turn, SHUTDOWN, false, java.util.Optional.empty());
    }
  }

  private static boolean isBeingStopped(Turn turn, Address body) {
    return turn.stopping.filter(s -> s.left().contains(body)).isPresent();
  }

  private static ChildPolicy policy(Turn turn, Address body) {
    return turn.body(body).map(b -> b.def().policy()).orElse(ChildPolicy.DEFAULT);
  }
}
