package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Phase;

/** How a supervisor places and starts bodies: a pure policy. */
final class Starts {
  /** Starts no longer wait for those who did not confirm a table, told so many times again. */
  static final int MAX_REPEATS = 3;

  private static final Keyword UNPLACED = Keyword.of("unplaced");

  private Starts() {}

  /** Places all bodies and sends the table that says so to all members. */
  static void publish(Turn turn) {
    turn.places =
        Placement.place(
            turn.bodies(),
            turn.context.node(),
            turn.members,
            turn.places,
            body -> turn.phase(body).isAlive(),
            turn.context.spare().get());
    turn.version = turn.version.next();
    turn.unheld.clear();
    turn.unheld.addAll(turn.members.keySet());
    turn.late.clear();
    if (turn.context.isMajority()) {
      turn.unheld.add(turn.version.epoch().node());
    }
    tell(turn, _ -> true);
  }

  /** Members that have just come get the table, too; nothing waits for them. */
  static void introduce(Turn turn, Predicate<NodeId> isNew) {
    turn.members.keySet().stream()
        .filter(isNew.and(node -> !turn.unheld.contains(node)))
        .forEach(turn.late::add);
    tell(turn, isNew);
  }

  /** Says again what was not confirmed; after some time starts wait for those no more. */
  static void repeat(Turn turn, Version since, long times) {
    turn.reminded = false;
    turn.repeats = turn.version.equals(since) ? times + 1 : 0;
    tell(turn, node -> turn.unheld.contains(node) || turn.late.contains(node));
    if (turn.repeats >= MAX_REPEATS) {
      turn.unheld.stream().filter(node -> !turn.mustHold(node)).forEach(turn.late::add);
      turn.unheld.removeAll(turn.late);
    }
    Stops.repeat(turn);
    for (Body body : turn.bodies()) {
      if (turn.phase(body.address()) == Phase.STARTING) {
        turn.repeatStart(body.address());
      }
    }
    next(turn);
  }

  /** The system has a new home: this supervisor lives on under its epoch, with all below it. */
  static void adopted(Turn turn, Stamp epoch) {
    if (epoch.compareTo(turn.version.epoch()) > 0) {
      turn.version = turn.version.under(epoch);
      publish(turn);
      for (Body body : turn.bodies()) {
        if (body.isSupervisor() && turn.phase(body.address()) == Phase.RUNNING) {
          // Its host tells it; that is said again until it answers.
          turn.set(body.address(), Phase.STARTING);
          turn.repeatStart(body.address());
        }
      }
    }
    if (turn.announced) {
      announceToParent(turn);
    }
  }

  static Value table(Turn turn) {
    return new Table(
            turn.context.self(),
            turn.context.document(),
            turn.version,
            turn.places,
            turn.instances,
            turn.replication.replicas(),
            turn.relocation.known(),
            ended(turn))
        .toValue();
  }

  static Ended ended(Turn turn) {
    return new Ended(turn.ordered.stopped(), turn.nextIds, turn.gone);
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
    setAbsentAside(turn);
    if (turn.isAnyStarting() || !turn.unheld.isEmpty() || turn.stopping.isPresent()) {
      return;
    }
    Optional<Address> planned =
        turn.bodies().stream()
            .map(Body::address)
            .filter(body -> turn.phase(body).isPlanned())
            .findFirst();
    if (planned.isPresent()) {
      turn.orderStart(planned.get());
    } else if (!turn.announced) {
      announce(turn);
    }
  }

  /** What is durable waits for its board, and what wants a tag for a member that has it. */
  private static void setAbsentAside(Turn turn) {
    for (Body body : turn.bodies()) {
      if (!turn.phase(body.address()).isPlanned()) {
        continue;
      }
      if (turn.places.get(body.address()) == null && !Placement.isPossible(body, turn.members)) {
        setUnplaced(turn, body);
      } else if (body.isDurable() && !turn.hasBoard(body)) {
        turn.set(body.address(), Phase.ABSENT);
      }
    }
  }

  private static void setUnplaced(Turn turn, Body body) {
    turn.set(body.address(), Phase.UNPLACED);
    turn.add(
        new Effect.Note(
            UNPLACED, Protocol.START, Turn.actor(body.address()), Errors.of(whyUnplaced(body))));
  }

  static String whyUnplaced(Body body) {
    return "cannot place "
        + body.address()
        + ": expected a member with the tag "
        + Placement.tagOf(body).map(Keyword::toString).orElse("that it wants")
        + ", found none; it starts when one joins";
  }

  /**
   * Starts what is durable and whose board is there again, and what wants a tag that a member has
   * now; whether there is any.
   */
  static boolean comeBack(Turn turn) {
    boolean any = false;
    for (Body body : turn.bodies()) {
      Phase phase = turn.phase(body.address());
      boolean waited =
          phase == Phase.ABSENT && turn.hasBoard(body)
              || phase == Phase.UNPLACED && Placement.isPossible(body, turn.members);
      if (waited) {
        turn.set(body.address(), turn.lost(body.address()));
        any = true;
      }
    }
    return any;
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
    announceToParent(turn);
  }

  private static void announceToParent(Turn turn) {
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

  static void started(Turn turn, Address body, Optional<NodeId> node) {
    Relocating.started(turn, body, node);
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
    for (Address body : Fields.addresses(bodies, "bodies")) {
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

  /**
   * What ran on a node and does not any more: it gave way there to one that another supervisor,
   * which this node did not know of, had started elsewhere.
   */
  static void missing(Turn turn, NodeId node, Value bodies) {
    boolean any = false;
    for (Address body : Fields.addresses(bodies, "bodies")) {
      boolean ran = turn.phase(body) == Phase.RUNNING && turn.placeOf(body).equals(node);
      any |= ran && lose(turn, body);
    }
    if (any) {
      publish(turn);
    }
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
    turn.set(body, turn.lost(body));
    return true;
  }
}
