package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.system.Relocation.Underway;
import jellybean.system.SupervisorState.Phase;

/**
 * How a supervisor moves an actor from one member to another: a pure policy.
 *
 * <pre>
 *   ordered → the old node says how much it would take along: {@code :measured}
 *           → the new node opens its mailbox, where direct messages wait → :ready
 *           → the table places the actor there: the old node sends it, every other its fence
 *           → it runs there: over
 * </pre>
 *
 * <p>Before the table is changed a move can be given up without a trace. After that the actor lives
 * at its new place; if what it had is lost on the way with a board, it begins anew.
 */
final class Relocating {
  /** Then the supervisor stops waiting for the answer of the new node, or for the actor. */
  static final long MOVE_WITHIN_MS = 30_000;

  static final Keyword DONE = Keyword.of("done");
  static final Keyword MOVE = Keyword.of("move");
  static final Keyword NOT_MOVED = Keyword.of("not-moved");

  private static final Set<Keyword> NAMES =
      Set.of(Protocol.READY, Protocol.MEASURED, Protocol.MOVE_REFUSED, Protocol.MOVE_OVER);

  private Relocating() {}

  /**
   * {@code {:order :move :actor "/a/b" :member "n"}}.
   *
   * @throws ProtocolException it cannot move there
   */
  static void order(Turn turn, Address target, EdnMap order, Info info) {
    NodeId to = Fields.nodeAt(order, Protocol.MEMBER);
    requireAvailable(turn, target);
    Body body = movable(turn, target);
    requirePlace(turn, body, to);
    requireQuiet(turn, body);
    Moved moved = new Moved(target, turn.placeOf(target), to, turn.seed);
    turn.relocation = turn.relocation.with(new Underway(moved, false, info.replyTo()));
    turn.orderMeasure(moved);
    remindOf(turn, moved);
  }

  /** Where it goes it begins anew when what it had is lost, and cannot know that it is. */
  static void requireAvailable(Turn turn, Address target) {
    if (turn.context.isMajority()) {
      throw cannot(target, "an actor of a system with :on-partition :available", ":majority");
    }
  }

  static void remindOf(Turn turn, Moved moved) {
    turn.add(
        new Effect.After(
            MOVE_WITHIN_MS, Protocol.MOVE_OVER, EdnMap.of(Protocol.MOVE, Int.of(moved.number()))));
  }

  private static Body movable(Turn turn, Address target) {
    Body body =
        turn.body(target)
            .orElseThrow(
                () ->
                    new ProtocolException(
                        "cannot move "
                            + target
                            + ": expected one actor of "
                            + turn.context.self()
                            + ", found "
                            + (hasReplicas(turn, target) ? "several replicas" : "nobody there")));
    switch (body.def()) {
      case SupervisorDef _, TemplateDef _ ->
          throw cannot(target, "an actor", "a supervisor, which stays where it is");
      case DeviceDef _ -> throw cannot(target, "an actor", "a device, which is bound to its node");
      case ActorDef actor when actor.isBalanced() ->
          throw cannot(target, "an actor", "a replica, whose number and place follow the load");
      case ActorDef _ -> {}
    }
    return body;
  }

  private static boolean hasReplicas(Turn turn, Address target) {
    return turn.bodies().stream().anyMatch(b -> b.address().parent().equals(Optional.of(target)));
  }

  static ProtocolException cannot(Object target, String expected, String found) {
    return new ProtocolException(
        "cannot move " + target + ": expected " + expected + ", found " + found);
  }

  private static void requirePlace(Turn turn, Body body, NodeId to) {
    requireMember(turn, body, to);
    if (turn.placeOf(body.address()).equals(to)) {
      throw cannot(body.address(), "another member than where it is", to.value());
    }
  }

  static void requireMember(Turn turn, Body body, NodeId to) {
    Life life = turn.members.get(to);
    if (life == null) {
      throw new ProtocolException(
          "cannot move "
              + body.address()
              + ": no such member: expected one of "
              + String.join(" ", turn.members.keySet().stream().map(NodeId::value).toList())
              + ", found "
              + to);
    }
    Optional<Keyword> tag = Placement.tagOf(body).filter(t -> !life.has(t));
    if (tag.isPresent()) {
      throw cannot(
          body.address(), "a member with the tag " + tag.get(), to + ", which does not have it");
    }
  }

  private static void requireQuiet(Turn turn, Body body) {
    Optional<Underway> underway = turn.relocation.of(body.address());
    if (underway.isPresent()) {
      NodeId to = underway.get().moved().to();
      throw cannot(body.address(), "that it stays where it is", "that it moves to " + to);
    }
    Phase phase = turn.phase(body.address());
    if (phase != Phase.RUNNING) {
      throw cannot(body.address(), "that it runs", "that it is " + phase.keyword().name());
    }
    boolean isBusy = !turn.unheld.isEmpty() || turn.stopping.isPresent() || turn.isAnyStarting();
    requireFew(turn, body);
    if (isBusy) {
      throw new ProtocolException(
          "cannot move "
              + body.address()
              + " now: "
              + turn.context.self()
              + " is starting or ending something, or tells where all live; try again");
    }
  }

  private static void requireFew(Turn turn, Body body) {
    if (turn.relocation.underway().size() >= Relocation.MAX_MOVES) {
      ProtocolException tooMany =
          cannot(
              body.address() + " now",
              "fewer than " + Relocation.MAX_MOVES + " that " + turn.context.self() + " moves",
              "as many");
      turn.add(new Effect.Note(NOT_MOVED, MOVE, Turn.actor(body.address()), Errors.of(tooMany)));
      throw tooMany;
    }
  }

  static boolean isAbout(Keyword name) {
    return NAMES.contains(name);
  }

  /** Somebody says something of a move. */
  static void heard(Turn turn, Keyword name, EdnMap data) {
    long number = Fields.longAt(data, Protocol.MOVE);
    Optional<Underway> underway = turn.relocation.of(number);
    if (underway.isEmpty()) {
      return;
    }
    if (underway.get().back().isPresent()) {
      Abandoning.heard(turn, name, underway.get(), number);
    } else if (name.equals(Protocol.MOVE_OVER)) {
      over(turn, underway.get());
    } else if (!underway.get().isRouted()) {
      prepared(turn, name, underway.get(), data);
    } else if (name.equals(Protocol.MOVE_REFUSED)) {
      Abandoning.refused(turn, underway.get(), Fields.textAt(data, Protocol.REASON));
    }
  }

  private static void prepared(Turn turn, Keyword name, Underway preparing, EdnMap data) {
    if (name.equals(Protocol.MEASURED)) {
      measured(turn, preparing, data);
    } else if (name.equals(Protocol.MOVE_REFUSED)) {
      refuse(turn, preparing, Fields.textAt(data, Protocol.REASON));
    } else {
      ready(turn, preparing);
    }
  }

  /** What is more than may travel stays where it is. */
  private static void measured(Turn turn, Underway preparing, EdnMap data) {
    long bytes = Fields.longAt(data, Signals.BYTES);
    long most = Fields.longAt(data, Signals.MOST);
    if (bytes <= most) {
      turn.orderArrival(preparing.moved());
      return;
    }
    refuse(turn, preparing, "expected at most " + most + " bytes of state as EDN, found " + bytes);
  }

  private static void refuse(Turn turn, Underway preparing, String why) {
    String reason = why + "; nothing has moved";
    giveUp(turn, preparing, reason);
    turn.add(
        new Effect.Note(NOT_MOVED, MOVE, Turn.actor(preparing.moved().body()), Errors.of(reason)));
  }

  /** The new node waits for the actor. */
  private static void ready(Turn turn, Underway preparing) {
    Moved moved = preparing.moved();
    if (turn.phase(moved.body()) != Phase.RUNNING
        || !turn.placeOf(moved.body()).equals(moved.from())) {
      giveUp(turn, preparing, "it did not go on running where it was");
      return;
    }
    turn.places = new TreeMap<>(turn.places);
    turn.places.put(moved.body(), moved.to());
    Moved awaiting = moved.awaiting(turn.members);
    turn.relocation = turn.relocation.routed(new Underway(awaiting, true, preparing.asker()));
    Starts.publish(turn);
  }

  /** A body runs somewhere. */
  static void started(Turn turn, Address body, Optional<NodeId> node) {
    Optional<Underway> routed =
        turn.relocation
            .of(body)
            .filter(Underway::isRouted)
            .filter(u -> node.equals(Optional.of(u.moved().to())));
    if (routed.isPresent()) {
      turn.relocation = turn.relocation.arrived(body);
      Abandoning.hasCome(turn, routed.get());
      if (turn.phase(body) == Phase.ABSENT) {
        turn.set(body, Phase.STARTING); // It had come before its old board was gone.
      }
      if (isDurable(turn, routed.get().moved())) {
        Starts.publish(turn); // So that its old node forgets what it has of it.
      }
      answer(
          turn,
          routed.get().asker(),
          EdnMap.of(
              DONE,
              Protocol.MOVE,
              Protocol.ACTOR,
              new Text(body.path()),
              Protocol.NODE,
              new Text(routed.get().moved().to().value())));
    }
  }

  /** It takes too long. */
  private static void over(Turn turn, Underway underway) {
    Moved moved = underway.moved();
    if (!underway.isRouted()) {
      giveUp(turn, underway, moved.to() + " did not answer; nothing has moved");
      return;
    }
    notYet(turn, underway, "it has not said yet that it runs on " + moved.to());
    if (turn.phase(moved.body()) == Phase.RUNNING) {
      askAfter(turn, moved.body());
    }
  }

  /** If it has come it says so; if it never comes it begins anew. */
  static void askAfter(Turn turn, Address body) {
    turn.set(body, Phase.STARTING);
    turn.repeatStart(body);
  }

  /** The members are others now. */
  static void lost(Turn turn, Predicate<NodeId> isLost) {
    turn.relocation.underway().forEach(underway -> lost(turn, isLost, underway));
  }

  private static void lost(Turn turn, Predicate<NodeId> isLost, Underway underway) {
    Moved moved = underway.moved();
    if (underway.back().isPresent()) {
      Abandoning.lost(turn, isLost, underway);
      return;
    }
    if (isLost.test(moved.to())) {
      notYet(turn, underway, moved.to() + " is gone");
      return;
    }
    if (moved.source().filter(isLost).isEmpty()) {
      return;
    }
    notYet(turn, underway, moved.from() + " is gone");
    boolean isOnItsWay = underway.isRouted() && turn.phase(moved.body()) == Phase.RUNNING;
    if (isOnItsWay && isDurable(turn, moved)) {
      turn.set(moved.body(), Phase.ABSENT);
    } else if (isOnItsWay) {
      askAfter(turn, moved.body());
    }
  }

  /**
   * Nothing is waited for any more; but what is durable is never given up on its way: it is on one
   * of two disks, and comes when both boards are there.
   */
  private static void notYet(Turn turn, Underway underway, String why) {
    if (underway.isRouted() && isDurable(turn, underway.moved())) {
      turn.relocation = turn.relocation.with(underway.answered());
      Abandoning.notYet(turn, underway, why);
      String error = "cannot move " + underway.moved().body() + " yet: " + why;
      answer(turn, underway.asker(), Errors.of(error));
    } else {
      giveUp(turn, underway, why);
    }
  }

  private static boolean isDurable(Turn turn, Moved moved) {
    return turn.body(moved.body()).filter(Body::isDurable).isPresent();
  }

  /** What a supervisor that begins knows: what is durable may still be on its way. */
  static Relocation known(Optional<Table> table, List<Body> bodies) {
    List<Moved> last = table.map(Table::moves).orElseGet(List::of);
    List<Underway> underway =
        last.stream()
            .filter(moved -> !moved.hasArrived())
            .filter(moved -> moved.to().equals(table.orElseThrow().places().get(moved.body())))
            .filter(
                moved ->
                    bodies.stream()
                        .anyMatch(b -> b.isDurable() && b.address().equals(moved.body())))
            .map(moved -> new Underway(moved, true, Optional.empty()))
            .toList();
    return new Relocation(last, underway);
  }

  /** From where a durable actor is still to come to the node that is to start it. */
  static Optional<Moved> owed(Turn turn, Address body) {
    return turn.relocation
        .of(body)
        .filter(Underway::isRouted)
        .map(Underway::moved)
        .filter(moved -> isDurable(turn, moved));
  }

  static void giveUp(Turn turn, Underway underway, String why) {
    turn.relocation = turn.relocation.over(underway.moved().body());
    answer(
        turn, underway.asker(), Errors.of("cannot move " + underway.moved().body() + ": " + why));
  }

  static void answer(Turn turn, Optional<ReplyTo> asker, Value value) {
    asker.ifPresent(to -> turn.add(new Effect.Answer(to, value)));
  }
}
