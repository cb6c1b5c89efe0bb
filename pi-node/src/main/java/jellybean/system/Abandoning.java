package jellybean.system;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Way;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.system.Relocation.Abandoned;
import jellybean.system.Relocation.Underway;
import jellybean.system.SupervisorState.Phase;

/**
 * How a supervisor gives up the move of a durable actor, or what it had on a board that is lost: a
 * pure policy.
 *
 * <pre>
 *   given up, or the new node cannot keep it
 *     → the new node says that nothing of it has come, and nothing ever will: {@code :move-refused}
 *     → the old node opens its mailbox, where direct messages wait → :ready
 *     → the table places the actor there again: the new node sends back what waited there,
 *       every other its fence
 *     → it runs there, with what its disk has: over
 * </pre>
 *
 * <p>Where it shall begin anew nothing is awaited but that every board that may have it is away, or
 * has refused it. Each such order is a move with a number of its own, in the table: whoever comes
 * back with something of the actor learns from there that it is out of date.
 */
final class Abandoning {
  private static final Keyword ABANDONED = Keyword.of("abandoned");

  private Abandoning() {}

  /**
   * {@code {:order :move :actor "/a/b" :abandon true}} lets it go on where it was; with {@code
   * :member "n"} it starts there with what is there, be it nothing.
   *
   * @throws ProtocolException that cannot be
   */
  static void order(Turn turn, Address target, EdnMap order, Info info) {
    Relocating.requireAvailable(turn, target);
    Body body =
        turn.body(target)
            .filter(Body::isDurable)
            .orElseThrow(
                () ->
                    cannot(
                        target,
                        "a durable actor of " + turn.context.self(),
                        "none: others begin anew by themselves"));
    Optional<NodeId> member =
        order.find(Protocol.MEMBER).map(_ -> Fields.nodeAt(order, Protocol.MEMBER));
    if (member.isPresent()) {
      Relocating.requireMember(turn, body, member.get());
      start(turn, body, member.get(), info.replyTo());
    } else {
      goBack(turn, body, info.replyTo());
    }
  }

  private static ProtocolException cannot(Address target, String expected, String found) {
    return new ProtocolException(
        "cannot abandon the move of " + target + ": expected " + expected + ", found " + found);
  }

  // ---- it goes on where it was

  private static void goBack(Turn turn, Body body, Optional<ReplyTo> asker) {
    Address address = body.address();
    Underway underway =
        turn.relocation
            .of(address)
            .filter(u -> u.moved().way() == Way.ALONG)
            .orElseThrow(() -> cannot(address, "an actor that moves", "one that does not"));
    if (!underway.isRouted()) {
      Relocating.giveUp(turn, underway, "it was abandoned; nothing has moved");
      Relocating.answer(turn, asker, done(address, underway.moved().from()));
      return;
    }
    NodeId to = underway.moved().to();
    if (!turn.members.containsKey(to)) {
      throw cannot(
          address,
          "that " + to + " says that nothing of it has come there",
          to + " away; with a member it starts there with what is there");
    }
    turnAway(turn, underway, new Abandoned(asker, Optional.empty()));
  }

  private static void turnAway(Turn turn, Underway underway, Abandoned abandoned) {
    turn.relocation = turn.relocation.with(underway.abandonedBy(abandoned));
    turn.orderTurnAway(underway.moved());
  }

  /** Its new node can be sure that it never comes there. */
  static void refused(Turn turn, Underway underway, String why) {
    Moved moved = underway.moved();
    Optional<NodeId> anew = underway.abandoned().flatMap(Abandoned::anew);
    if (moved.way() != Way.ALONG) {
      return;
    }
    String reason = "cannot move " + moved.body() + " to " + moved.to() + ": " + why;
    Relocating.answer(turn, underway.asker(), Errors.of(reason));
    boolean isOldThere = turn.members.containsKey(moved.from());
    if (anew.isPresent() && !isOldThere && turn.members.containsKey(anew.get())) {
      beginAnew(turn, moved, anew.get(), underway.abandoned().flatMap(Abandoned::asker));
      return;
    }
    turn.add(
        new Effect.Note(
            Relocating.NOT_MOVED,
            Relocating.MOVE,
            Turn.actor(moved.body()),
            Errors.of(reason + "; it goes on on " + moved.from())));
    underway
        .abandoned()
        .ifPresent(a -> Relocating.answer(turn, a.asker(), done(moved.body(), moved.from())));
    prepareBack(turn, moved, isOldThere);
  }

  private static void prepareBack(Turn turn, Moved moved, boolean isOldThere) {
    Moved back = next(turn, moved, moved.from(), Way.BACK);
    Underway waiting =
        new Underway(moved, true, Optional.empty(), Optional.empty(), Optional.of(back));
    turn.relocation = turn.relocation.with(waiting);
    if (isOldThere) {
      turn.orderArrival(back);
      Relocating.remindOf(turn, back);
    } else {
      route(turn, back, Optional.empty());
    }
  }

  private static Moved next(Turn turn, Moved moved, NodeId to, Way way) {
    return new Moved(moved.body(), moved.to(), to, turn.seed, new TreeMap<>(), false, way);
  }

  /** What the old node says, to which it goes back. */
  static void heard(Turn turn, Keyword name, Underway underway, long number) {
    Moved back = underway.back().orElseThrow();
    boolean isDecided =
        name.equals(Protocol.READY)
            || name.equals(Protocol.MOVE_OVER)
            || name.equals(Protocol.MOVE_REFUSED);
    if (isDecided && back.number() == number) {
      route(turn, back, Optional.empty());
    }
  }

  static void lost(Turn turn, Predicate<NodeId> isLost, Underway underway) {
    underway
        .back()
        .filter(back -> isLost.test(back.to()))
        .ifPresent(back -> route(turn, back, Optional.empty()));
  }

  private static void route(Turn turn, Moved moved, Optional<ReplyTo> asker) {
    turn.places = new TreeMap<>(turn.places);
    turn.places.put(moved.body(), moved.to());
    SortedMap<NodeId, Life> senders =
        moved.way() == Way.BACK && turn.members.containsKey(moved.from())
            ? turn.members
            : new TreeMap<>();
    Moved awaiting = moved.awaiting(senders);
    turn.relocation = turn.relocation.routed(new Underway(awaiting, true, asker));
    Phase phase = turn.phase(moved.body());
    if (phase != Phase.STOPPED && phase != Phase.STOPPING) {
      turn.set(moved.body(), Phase.PLANNED);
    }
    Relocating.remindOf(turn, moved);
    Starts.publish(turn);
    Starts.next(turn);
  }

  // ---- it starts with what is there

  private static void start(Turn turn, Body body, NodeId member, Optional<ReplyTo> asker) {
    Optional<Underway> routed = turn.relocation.of(body.address()).filter(Underway::isRouted);
    if (routed.filter(u -> u.back().isPresent()).isPresent()) {
      throw cannot(body.address(), "that it waits for a board", "that it goes on where it was");
    }
    Optional<Moved> along = routed.map(Underway::moved).filter(moved -> moved.way() == Way.ALONG);
    if (along.isEmpty()) {
      NodeId place = turn.placeOf(body.address());
      requireAway(turn, body.address(), place);
      turn.relocation
          .of(body.address())
          .ifPresent(u -> Relocating.giveUp(turn, u, place + " is lost"));
      Moved lost = new Moved(body.address(), place, place, turn.seed);
      beginAnew(turn, lost, member, asker);
      return;
    }
    Moved moved = along.get();
    if (!member.equals(moved.from())) {
      requireAway(turn, body.address(), moved.from());
    }
    if (turn.members.containsKey(moved.to())) {
      turnAway(turn, routed.get(), new Abandoned(asker, Optional.of(member)));
    } else if (member.equals(moved.from())) {
      note(turn, moved.body(), moved.to(), member);
      Relocating.answer(turn, asker, done(moved.body(), member));
      prepareBack(turn, moved, true);
    } else {
      beginAnew(turn, moved, member, asker);
    }
  }

  private static void requireAway(Turn turn, Address body, NodeId node) {
    if (turn.members.containsKey(node)) {
      throw new ProtocolException(
          "cannot start "
              + body
              + " elsewhere with what is there: expected that "
              + node
              + ", which has it, is lost, found that it is a member");
    }
  }

  private static void beginAnew(Turn turn, Moved moved, NodeId member, Optional<ReplyTo> asker) {
    NodeId had = moved.from();
    note(turn, moved.body(), had, member);
    route(turn, next(turn, moved, member, Way.ANEW), asker);
  }

  /** What a lost board had, or may have had, is given up: that is counted. */
  private static void note(Turn turn, Address body, NodeId lost, NodeId member) {
    String what = "what " + body + " had on " + lost + " is given up: it starts on " + member;
    turn.add(new Effect.Note(ABANDONED, Relocating.MOVE, Turn.actor(body), Errors.of(what)));
  }

  // ---- answers

  /** It runs where it was to go after all. */
  static void hasCome(Turn turn, Underway underway) {
    notYet(turn, underway, "it has come to " + underway.moved().to());
  }

  static void notYet(Turn turn, Underway underway, String why) {
    Address body = underway.moved().body();
    underway
        .abandoned()
        .ifPresent(
            abandoned ->
                Relocating.answer(
                    turn,
                    abandoned.asker(),
                    Errors.of("cannot abandon the move of " + body + ": " + why)));
  }

  private static EdnMap done(Address body, NodeId node) {
    return EdnMap.of(
        Relocating.DONE,
        Protocol.ABANDON,
        Protocol.ACTOR,
        new Text(body.path()),
        Protocol.NODE,
        new Text(node.value()));
  }
}
