package jellybean.actor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** Actors that left this loop for other nodes, and what still has to go after them. */
final class Departures {
  /** Actors that left a loop and of which something may come late; the oldest is forgotten. */
  static final int MAX_DEPARTURES = 256;

  /** Moves of which fences came before the order to move; the oldest is forgotten. */
  static final int MAX_EARLY = 64;

  /** An actor that has more than that stays where it is. */
  static final int MAX_IMAGE_BYTES = 4 << 20;

  private final Loop loop;
  private final Actors node;
  private final Map<Address, Departure> departures = new LinkedHashMap<>();
  private final Map<Long, Set<NodeId>> early = new LinkedHashMap<>();

  Departures(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  /**
   * The actor goes as soon as it may: not while it is being saved, and not before it is all here.
   */
  void depart(Effect.Depart order) {
    Loop owner = loop.loopOf(order.actor());
    owner.post(own -> own.departures.departNow(order));
  }

  /** Says to the supervisor of an actor whether it can travel, while nothing has moved. */
  void measure(Effect.Measure order) {
    loop.loopOf(order.actor()).post(own -> own.departures.measureNow(order));
  }

  private void measureNow(Effect.Measure order) {
    int bytes =
        node.directory
            .find(order.actor())
            .filter(actor -> actor.status == Status.RUNNING)
            .map(actor -> Pieces.bytes(MovedActor.of(actor, node.clock.monotonicMs())))
            .orElse(0);
    EdnMap measured =
        Shown.start(order.actor(), node.self)
            .with(Departure.MOVE, Int.of(order.move()))
            .with(Signals.BYTES, Int.of(bytes))
            .with(Signals.MOST, Int.of(MAX_IMAGE_BYTES));
    loop.outbox.dispatch(
        loop.outbox.message(order.actor(), order.supervisor(), Signals.MEASURED, measured));
  }

  private void departNow(Effect.Depart order) {
    LocalActor actor = node.directory.get(order.actor());
    boolean isUnderway = order.isKept() && of(order.actor(), order.move()).isPresent();
    if (actor != null && !mayGo(actor, order)) {
      actor.departing = order;
    } else if (!isUnderway) {
      leave(order, Optional.ofNullable(actor));
    }
  }

  /** What kept an actor here may be over. */
  void mayDepart(LocalActor actor) {
    Effect.Depart order = actor.departing;
    if (order != null && mayGo(actor, order)) {
      actor.departing = null;
      leave(order, Optional.of(actor));
    }
  }

  private static boolean mayGo(LocalActor actor, Effect.Depart order) {
    Arrival arrival = actor.arrival;
    boolean isSettled =
        order.way() == Way.BACK
            ? arrival == null || !arrival.isRefused() || arrival.isOver()
            : arrival == null || order.isKept() && arrival.mayGoOn(order.to());
    return !actor.isFrozen && isSettled && KeptDepartures.maySettle(actor);
  }

  private void leave(Effect.Depart order, Optional<LocalActor> actor) {
    Departure departure = new Departure(order.to(), order.move(), order.fences());
    remember(order.actor(), departure);
    if (order.way() == Way.BACK) {
      departure.isBack = true;
      departure.begin(KeptDepartures.NOTHING);
      actor.ifPresent(here -> loop.keptDepartures.turnBack(here, departure));
    } else if (order.isKept()) {
      actor
          .filter(a -> a.status != Status.ENDED)
          .flatMap(here -> unlessItHasNotBegun(here, departure))
          .ifPresentOrElse(
              here -> loop.keptDepartures.leave(here, departure.readFirst()),
              () -> loop.keptDepartures.leaveAbsent(order.actor(), departure.readFirst()));
    } else if (actor.filter(a -> a.status != Status.ENDED).isPresent()) {
      pack(departure, actor.get());
    } else {
      add(order.actor(), departure, EdnMap.of(Moves.IMAGE, EdnMap.EMPTY));
    }
    Optional.ofNullable(early.remove(order.move()))
        .ifPresent(nodes -> nodes.forEach(n -> addFence(order.actor(), departure, n)));
    // What other loops of this node put on its way to the actor is here by then.
    loop.moves.afterAllLoops(
        order.actor(),
        order.to(),
        () -> loop.post(own -> own.departures.fenced(order.actor(), order.move(), node.self)));
    transmit(order.actor(), departure);
  }

  /** It goes on as it is on disk. */
  private Optional<LocalActor> unlessItHasNotBegun(LocalActor actor, Departure departure) {
    Arrival arrival = actor.arrival;
    if (arrival == null) {
      return Optional.of(actor);
    }
    List<Envelope> waited = arrival.abandoned();
    actor.arrival = null;
    node.directory.remove(actor);
    loop.lives.leaveFor(actor);
    waited.forEach(message -> forward(actor.address, departure, message));
    return Optional.empty();
  }

  /** The new node of a durable actor has nothing of it. */
  void leaveAgain(Address actor, long move, NodeId to) {
    if (node.directory.get(actor) == null) {
      leave(new Effect.Depart(actor, to, move, Map.of(), true, Way.ALONG), Optional.empty());
    }
  }

  /** It goes back as soon as the fences of the move by which it was to come here have come. */
  void goBack(Address actor, long move, NodeId to) {
    departNow(new Effect.Depart(actor, to, move, Map.of(), true, Way.BACK));
  }

  /** That nothing comes from here is said again. */
  void sayNothing(Address actor, Departure departure) {
    add(actor, departure, KeptDepartures.NOTHING.getFirst());
    transmit(actor, departure);
  }

  /** The last that left here, and is to come back without having been anywhere. */
  Optional<Departure> revoke(Address actor) {
    Optional<Departure> last = Optional.ofNullable(departures.get(actor));
    last.ifPresent(
        departure -> {
          departure.revoke();
          transmit(actor, departure);
        });
    return last;
  }

  /** Whether it has left from here in this life of the node. */
  boolean isAny(Address actor) {
    return departures.containsKey(actor);
  }

  /** What is under way of an actor by a move. */
  Optional<Departure> of(Address actor, long move) {
    return Optional.ofNullable(departures.get(actor)).filter(d -> d.move == move);
  }

  /** It cannot be read now; what waits to go after it is lost. */
  void giveUp(Address actor, Departure departure, String why) {
    loop.bury(actor, Reasons.NOT_KEPT, Signals.MOVED, Shown.text(actor), Errors.error(why));
    if (departures.remove(actor, departure)) {
      departure.unsent().forEach(part -> lost(actor, part, Reasons.MEMBER_LOST));
    }
  }

  private void remember(Address actor, Departure departure) {
    Optional<Departure> before = Optional.ofNullable(departures.remove(actor));
    departures.put(actor, departure);
    before.ifPresent(
        earlier -> earlier.unsent().forEach(part -> goesAlong(actor, departure, part)));
    if (departures.size() > MAX_DEPARTURES) {
      Map.Entry<Address, Departure> oldest = departures.entrySet().iterator().next();
      Address left = oldest.getKey();
      departures.remove(left);
      oldest.getValue().unsent().forEach(part -> lost(left, part, Reasons.OVERFLOW));
    }
  }

  /** What came for the actor when it left before, and has not gone after it yet. */
  private void goesAlong(Address actor, Departure departure, EdnMap part) {
    if (part.find(Moves.MESSAGE).isPresent()) {
      add(actor, departure, part);
    }
  }

  private void pack(Departure departure, LocalActor actor) {
    EdnMap image = MovedActor.of(actor, node.clock.monotonicMs());
    List<EdnMap> parts = pieces(actor, image);
    node.directory.remove(actor);
    loop.lives.leaveFor(actor);
    departure.readFirst();
    loop.lastWords.await(
        actor.address,
        departure,
        actor.heardBy(),
        () -> {
          departure.begin(parts);
          transmitIf(actor.address, departure);
        });
    while (!actor.mailbox.isEmpty()) {
      forward(actor.address, departure, loop.mailboxes.take(actor));
    }
  }

  private List<EdnMap> pieces(LocalActor actor, EdnMap image) {
    try {
      return Pieces.of(image);
    } catch (StepException e) {
      // It was less when it was measured, a moment ago.
      loop.bury(actor, Reasons.YIELDED, Reasons.YIELDED, Nil.NIL, Errors.of(e));
      return Pieces.of(EdnMap.EMPTY);
    }
  }

  void fenced(Address actor, long move, NodeId from) {
    Departure departure = departures.get(actor);
    if (departure != null && departure.move == move) {
      addFence(actor, departure, from);
      transmit(actor, departure);
    } else {
      early.computeIfAbsent(move, _ -> new LinkedHashSet<>()).add(from);
      if (early.size() > MAX_EARLY) {
        early.remove(early.keySet().iterator().next());
      }
    }
  }

  private void addFence(Address actor, Departure departure, NodeId from) {
    departure.passed(from);
    add(actor, departure, EdnMap.of(Moves.FENCE, new Text(from.value())));
  }

  /** Something came for who is not here; whether it goes after an actor that moved. */
  boolean relays(Envelope envelope) {
    Departure departure = departures.isEmpty() ? null : departures.get(envelope.to());
    if (departure == null || departure.isOver() || Signals.isPressure(envelope.name())) {
      return false;
    }
    forward(envelope.to(), departure, envelope);
    transmit(envelope.to(), departure);
    return true;
  }

  /**
   * The same if the actor is to come back, and its mailbox is open again: what a node sent here
   * before the actor left is older than what that node sent after it.
   */
  boolean relaysEarlier(Envelope envelope) {
    Departure departure = departures.get(envelope.to());
    return departure != null && departure.awaits(envelope.id().node()) && relays(envelope);
  }

  /**
   * An actor ends here that may have left from here before. Where it went then it left, too: two
   * nodes would pass what comes late to each other for ever.
   */
  void ended(Address actor) {
    Optional.ofNullable(departures.get(actor)).ifPresent(Departure::end);
  }

  /** What its sender keeps until it is accepted comes again by itself, to the new place. */
  void forward(Address actor, Departure departure, Envelope envelope) {
    if (envelope.ticket().isPresent()) {
      loop.counters.postponed++;
      return;
    }
    EdnMap message = SavedMessages.toValue(envelope);
    boolean isPlain = envelope.kind() == Envelope.Kind.MESSAGE;
    EdnMap part = isPlain ? message : message.with(Moves.KIND, envelope.kind().keyword());
    loop.counters.relayed++;
    if (!departure.add(EdnMap.of(Moves.MESSAGE, part))) {
      loop.bury(envelope, Reasons.OVERFLOW, Errors.error("too much comes late for " + actor));
    }
  }

  private void add(Address actor, Departure departure, EdnMap part) {
    if (!departure.add(part)) {
      loop.bury(actor, Reasons.OVERFLOW, Signals.MOVED, part, Errors.error("too much comes late"));
    }
  }

  /** Its new node may have died meanwhile. */
  private void transmitIf(Address actor, Departure departure) {
    if (departures.get(actor) == departure) {
      transmit(actor, departure);
    }
  }

  void transmit(Address actor, Departure departure) {
    for (EdnMap part : departure.toSend()) {
      node.network.send(departure.to, loop.outbox.message(actor, actor, Signals.MOVED, part));
    }
  }

  void confirmed(Address actor, EdnMap data) {
    Departure departure = departures.get(actor);
    if (departure != null && departure.move == Moves.number(data, Departure.MOVE)) {
      departure.confirmed(Moves.number(data, Departure.NUMBER));
      transmit(actor, departure);
    }
  }

  /** Nothing gets to a node that died. */
  void nodeDown(NodeId down, Predicate<Long> isOver) {
    departures.values().forEach(departure -> departure.died(down, isOver));
    departures
        .entrySet()
        .removeIf(
            each -> {
              boolean isThere = each.getValue().to.equals(down);
              if (isThere) {
                each.getValue()
                    .unsent()
                    .forEach(part -> lost(each.getKey(), part, Reasons.MEMBER_LOST));
              }
              return isThere;
            });
  }

  private void lost(Address actor, EdnMap part, Keyword reason) {
    Moves.carried(actor, part).ifPresent(late -> node.lost(late, reason, Nil.NIL));
  }

  /** Whether something of actors below an address is not at their new nodes yet. */
  boolean isSending(Address root) {
    return departures.entrySet().stream()
        .anyMatch(each -> root.contains(each.getKey()) && !each.getValue().isIdle());
  }
}
