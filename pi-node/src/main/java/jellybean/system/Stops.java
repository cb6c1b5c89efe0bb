package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Finish;
import jellybean.system.SupervisorState.Phase;
import jellybean.system.SupervisorState.Stopping;

/**
 * How a supervisor ends bodies: from right to left, each when the one before is gone or has used up
 * its time (Erlang/OTP, supervisor, "Starting and Stopping"). A pure policy.
 */
final class Stops {
  private Stops() {}

  /**
   * Ends bodies and starts some of them again.
   *
   * @param bodies in any order
   * @param delayMs before they are started
   */
  static void stop(Turn turn, Set<Address> bodies, Set<Address> again, long delayMs) {
    Optional<Stopping> before = turn.stopping;
    if (before.flatMap(Stopping::finish).isPresent()) {
      return;
    }
    Set<Address> all = new LinkedHashSet<>(bodies);
    before.ifPresent(b -> all.addAll(b.left()));
    Set<Address> restarted = new TreeSet<>(again);
    before.ifPresent(b -> restarted.addAll(b.again()));
    turn.stopping =
        Optional.of(
            new Stopping(
                order(turn, all, before),
                before.map(Stopping::awaited).orElseGet(TreeSet::new),
                before.filter(Stopping::kills).isPresent(),
                restarted,
                Math.max(delayMs, before.map(Stopping::delayMs).orElse(0L)),
                Optional.empty()));
    next(turn);
  }

  /** Ends all bodies and then the supervisor itself. */
  static void finish(Turn turn, Value reason, boolean keep, Optional<Address> keepFor) {
    Optional<Stopping> before = turn.stopping;
    if (before.flatMap(Stopping::finish).isPresent()) {
      return;
    }
    Set<Address> all = new LinkedHashSet<>();
    turn.bodies().forEach(body -> all.add(body.address()));
    turn.stopping =
        Optional.of(
            new Stopping(
                order(turn, all, before),
                before.map(Stopping::awaited).orElseGet(TreeSet::new),
                before.filter(Stopping::kills).isPresent(),
                Set.of(),
                0,
                Optional.of(new Finish(reason, keep, keepFor))));
    next(turn);
  }

  /** From right to left; but what is already being ended stays first. */
  private static List<Address> order(Turn turn, Set<Address> bodies, Optional<Stopping> before) {
    List<Address> ordered = new ArrayList<>();
    for (Body body : turn.bodies().reversed()) {
      if (bodies.contains(body.address())) {
        ordered.add(body.address());
      }
    }
    before
        .filter(b -> !b.awaited().isEmpty())
        .map(b -> b.left().getFirst())
        .ifPresent(
            first -> {
              ordered.remove(first);
              ordered.addFirst(first);
            });
    return ordered;
  }

  /** Tells the next body to end, or goes on with what comes when all have. */
  private static void next(Turn turn) {
    Stopping stopping = turn.stopping.orElseThrow();
    while (!stopping.left().isEmpty() && stopping.awaited().isEmpty()) {
      Address body = stopping.left().getFirst();
      Phase phase = turn.phase(body);
      if (phase.isAlive() && phase != Phase.STOPPING) {
        stopping = tellToEnd(turn, body, phase == Phase.CRASHED, stopping);
      } else {
        stopping = without(stopping, body);
        gone(turn, body, stopping);
      }
    }
    turn.stopping = Optional.of(stopping);
    if (stopping.left().isEmpty()) {
      turn.stopping = Optional.empty();
      over(turn, stopping);
    }
  }

  private static Stopping without(Stopping stopping, Address body) {
    List<Address> left = new ArrayList<>(stopping.left());
    left.remove(body);
    return new Stopping(
        left, new TreeSet<>(), false, stopping.again(), stopping.delayMs(), stopping.finish());
  }

  private static Stopping awaiting(Stopping stopping, SortedSet<NodeId> nodes, boolean kills) {
    return new Stopping(
        stopping.left(), nodes, kills, stopping.again(), stopping.delayMs(), stopping.finish());
  }

  private static Stopping awaiting(Stopping stopping, SortedSet<NodeId> nodes) {
    return awaiting(stopping, nodes, stopping.kills());
  }

  /** The order, or its confirmation, may be lost. */
  static void repeat(Turn turn) {
    turn.stopping
        .filter(s -> !s.awaited().isEmpty())
        .ifPresent(
            s -> {
              Address body = s.left().getFirst();
              boolean keep = keeps(s, body);
              s.awaited().forEach(node -> turn.orderStop(node, body, s.kills(), keep));
            });
  }

  private static Stopping tellToEnd(
      Turn turn, Address body, boolean hasCrashed, Stopping stopping) {
    Shutdown shutdown = turn.body(body).map(b -> b.def().policy().shutdown()).orElse(Shutdown.KILL);
    turn.orders++;
    if (hasCrashed || shutdown.isKill()) {
      return kill(turn, body, stopping);
    }
    turn.set(body, Phase.STOPPING);
    NodeId place = turn.placeOf(body);
    turn.orderStop(place, body, false, keeps(stopping, body));
    if (shutdown.isLimited()) {
      turn.remindOf(body, shutdown.withinMs());
    }
    return awaiting(stopping, new TreeSet<>(Set.of(place)), false);
  }

  /** A cluster may have bodies anywhere. */
  private static Stopping kill(Turn turn, Address body, Stopping stopping) {
    turn.set(body, Phase.STOPPING);
    boolean isCluster = turn.body(body).filter(Body::isSupervisor).isPresent();
    SortedSet<NodeId> nodes = new TreeSet<>(Set.of(turn.placeOf(body)));
    if (isCluster) {
      nodes.addAll(turn.members.keySet());
    }
    nodes.forEach(node -> turn.orderStop(node, body, true, keeps(stopping, body)));
    return awaiting(stopping, nodes, true);
  }

  private static boolean keeps(Stopping stopping, Address body) {
    return stopping.again().contains(body) || stopping.finish().filter(Finish::keep).isPresent();
  }

  // ---- what comes back

  private static boolean isFirst(Turn turn, Address body) {
    return turn.stopping
        .filter(s -> !s.left().isEmpty() && s.left().getFirst().equals(body))
        .isPresent();
  }

  /** It ended by itself, as it was told to. */
  static void ended(Turn turn, Address body) {
    if (isFirst(turn, body)) {
      turn.set(body, Phase.STOPPED);
      turn.stopping = turn.stopping.map(s -> awaiting(s, new TreeSet<>()));
      next(turn);
    }
  }

  /** A host has ended it there. */
  static void confirmed(Turn turn, Address body, NodeId node) {
    if (isFirst(turn, body) && turn.phase(body) == Phase.STOPPING) {
      SortedSet<NodeId> awaited =
          new TreeSet<>(turn.stopping.map(Stopping::awaited).orElseGet(TreeSet::new));
      awaited.remove(node);
      if (awaited.isEmpty()) {
        ended(turn, body);
      } else {
        turn.stopping = turn.stopping.map(s -> awaiting(s, awaited));
      }
    }
  }

  /** It crashed instead of ending. */
  static void crashed(Turn turn, Address body) {
    if (isFirst(turn, body)) {
      turn.orders++;
      turn.stopping = turn.stopping.map(s -> kill(turn, body, s));
    }
  }

  static void overdue(Turn turn, Address body, long order) {
    if (order == turn.orders && turn.phase(body) == Phase.STOPPING) {
      crashed(turn, body);
    }
  }

  /** What lived on nodes that are gone has ended with them. */
  static void lost(Turn turn, Predicate<NodeId> isGone) {
    turn.stopping
        .filter(s -> s.awaited().stream().anyMatch(isGone))
        .ifPresent(
            s -> {
              SortedSet<NodeId> awaited = new TreeSet<>(s.awaited());
              awaited.removeIf(isGone);
              turn.stopping = Optional.of(awaiting(s, awaited));
              if (awaited.isEmpty()) {
                ended(turn, s.left().getFirst());
              }
            });
  }

  // ---- afterwards

  private static void gone(Turn turn, Address body, Stopping stopping) {
    turn.set(body, Phase.STOPPED);
    if (!stopping.again().contains(body) && stopping.finish().isEmpty()) {
      turn.body(body).ifPresent(b -> Templates.ended(turn, b, Restarts.SHUTDOWN));
      Replicating.gone(turn, body);
    }
  }

  private static void over(Turn turn, Stopping stopping) {
    if (stopping.finish().isPresent()) {
      end(turn, stopping.finish().get());
    } else {
      List<Address> again =
          turn.bodies().stream().map(Body::address).filter(stopping.again()::contains).toList();
      Starts.again(turn, again, stopping.delayMs());
    }
  }

  private static void end(Turn turn, Finish finish) {
    turn.context
        .deployer()
        .ifPresent(to -> turn.add(Effect.send(to, Protocol.FAILED, failure(turn, finish))));
    Address self = turn.context.self();
    if (finish.keep() && finish.keepFor().isPresent()) {
      EdnMap done = Turn.actor(self).with(Protocol.NODE, new Text(turn.context.node().value()));
      turn.add(new Effect.Halt(self));
      turn.add(Effect.send(finish.keepFor().get(), Protocol.ENDED, done));
    } else {
      turn.add(new Effect.Stop(finish.reason()));
    }
  }

  private static EdnMap failure(Turn turn, Finish finish) {
    return EdnMap.of(
        Protocol.SYSTEM,
        new Text(turn.context.system()),
        Protocol.VERSION,
        turn.context.document().toValue(),
        Protocol.REASON,
        finish.reason());
  }
}
