package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Phase;

/** How a supervisor places and starts bodies: a pure policy. */
final class Starts {
  private Starts() {}

  /** Places all bodies and sends the table that says so to all members. */
  static void publish(Turn turn) {
    turn.places =
        Placement.place(
            turn.bodies(), turn.context.node(), new TreeSet<>(turn.members.keySet()), turn.places);
    turn.version = turn.version.next();
    turn.unheld.clear();
    turn.unheld.addAll(turn.members.keySet());
    tell(turn, _ -> true);
  }

  static Value table(Turn turn) {
    return new Table(
            turn.context.self(),
            turn.context.document(),
            turn.version,
            turn.places,
            turn.instances,
            turn.replication.replicas())
        .toValue();
  }

  /** Sends the present table to some members. */
  static void tell(Turn turn, Predicate<NodeId> whom) {
    Value table = table(turn);
    turn.members.keySet().stream()
        .filter(whom)
        .forEach(node -> turn.toHost(node, Protocol.TABLE, table));
  }

  /**
   * Starts the first planned body, unless another is on its way, the table is not yet in force, or
   * something has to end first. When nothing is left to start, the first time, that is announced.
   */
  static void next(Turn turn) {
    if (turn.isAnyStarting() || !turn.unheld.isEmpty() || turn.stopping.isPresent()) {
      return;
    }
    Optional<Address> planned =
        turn.bodies().stream()
            .map(Body::address)
            .filter(body -> turn.phase(body) == Phase.PLANNED)
            .findFirst();
    if (planned.isPresent()) {
      turn.orderStart(planned.get());
    } else if (!turn.announced) {
      announce(turn);
    }
  }

  private static void announce(Turn turn) {
    turn.announced = true;
    turn.context
        .deployer()
        .ifPresent(
            to ->
                turn.add(
                    Effect.send(
                        to,
                        Protocol.RUNNING,
                        EdnMap.of(
                            Protocol.SYSTEM,
                            new Text(turn.context.system()),
                            Protocol.VERSION,
                            turn.context.document().toValue()))));
    turn.context
        .parent()
        .ifPresent(
            to ->
                turn.add(
                    Effect.send(
                        to,
                        Protocol.STARTED,
                        Turn.actor(turn.context.self())
                            .with(Protocol.NODE, new Text(turn.context.node().value())))));
  }

  static void started(Turn turn, Address body) {
    if (turn.phase(body) == Phase.STARTING) {
      turn.set(body, Phase.RUNNING);
      turn.body(body).ifPresent(b -> Templates.hear(turn, b, "started", EdnMap.EMPTY));
      Replicating.started(turn, body);
      next(turn);
    }
  }

  /** Starts bodies again: those that crashed where they stand, those that are gone anew. */
  static void again(Turn turn, List<Address> bodies, long delayMs) {
    if (delayMs > 0) {
      List<Value> paths = new ArrayList<>();
      for (Address body : bodies) {
        if (turn.phase(body) != Phase.CRASHED) {
          turn.set(body, Phase.WAITING);
        }
        paths.add(new Text(body.path()));
      }
      turn.add(
          new Effect.After(
              delayMs, Protocol.RETRY, EdnMap.of(Protocol.ACTORS, EdnVector.of(paths))));
    } else {
      bodies.forEach(body -> again(turn, body));
      next(turn);
    }
  }

  private static void again(Turn turn, Address body) {
    if (turn.phase(body) == Phase.CRASHED) {
      turn.orderRestart(body);
    } else {
      turn.set(body, Phase.PLANNED);
    }
  }

  /** The wait before a restart is over; what changed meanwhile is left alone. */
  static void retry(Turn turn, Value bodies) {
    if (!(bodies instanceof Sequential list)) {
      throw new ProtocolException("bad bodies: expected a vector, found " + Fields.brief(bodies));
    }
    for (Value each : list) {
      Address body = Fields.address(each, "address of a body");
      boolean waits = turn.phase(body) == Phase.WAITING || turn.phase(body) == Phase.CRASHED;
      if (waits && !isBeingStopped(turn, body)) {
        again(turn, body);
      }
    }
    next(turn);
  }

  private static boolean isBeingStopped(Turn turn, Address body) {
    return turn.stopping.filter(s -> s.left().contains(body)).isPresent();
  }

  /** A body is gone with its node; whether it has to be started elsewhere. */
  static boolean lose(Turn turn, Address body) {
    Phase phase = turn.phase(body);
    if (phase == Phase.STOPPED || phase == Phase.STOPPING || isBeingStopped(turn, body)) {
      if (phase != Phase.STOPPING) {
        turn.set(body, Phase.STOPPED);
      }
      return false;
    }
    turn.set(body, Phase.PLANNED);
    return true;
  }
}
