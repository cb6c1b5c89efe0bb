package jellybean.actor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** Actors that come to this loop from other nodes. */
final class Arrivals {
  /** How long the actor may take to come; then it begins anew, if its supervisor wants it to. */
  static final long ARRIVES_WITHIN_MS = 60_000;

  /** How long a direct message waits for the fences of all nodes. */
  static final long FENCE_WITHIN_MS = 10_000;

  /** How long any fence is awaited, although nothing waits for it. */
  static final long FENCES_WITHIN_MS = 60_000;

  private final Loop loop;
  private final Actors node;

  Arrivals(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  /** Takes the address for an actor that will come. */
  void arrive(Effect.Arrive order) {
    Address address = order.spec().address();
    LocalActor here = node.directory.get(address);
    if (here != null && here.isClaimed() && isKept(order.spec(), here)) {
      here.loop.post(own -> own.arrivals.knownAs(here, order));
      return;
    }
    Arrival arrival =
        new Arrival(Optional.of(order.spec()), order.from(), order.move(), order.way());
    if (order.spec().durability() == Durability.ALL) {
      arrival.asker = order.spec().supervisor();
    }
    if (!take(address, order.spec().durability(), arrival)) {
      loop.bury(
          address,
          Reasons.NOT_STARTED,
          Signals.MOVED,
          Shown.text(address),
          Errors.error(Directory.taken(address)));
      return;
    }
    if (arrival.asker.isEmpty()) {
      order.spec().supervisor().ifPresent(to -> say(address, to, Signals.READY, arrival.move));
    }
  }

  private void say(Address actor, Address supervisor, Keyword what, long move) {
    EdnMap data = Shown.start(actor, node.self).with(Departure.MOVE, Int.of(move));
    loop.outbox.dispatch(loop.outbox.message(actor, supervisor, what, data));
  }

  /** What a durable actor needs is here: a disk that can be read. */
  void ready(LocalActor actor, Arrival arrival) {
    arrival.asker.ifPresent(to -> say(actor.address, to, Signals.READY, arrival.move));
    arrival.asker = Optional.empty();
  }

  /** Whether a durable actor runs here, or comes already. */
  private static boolean isKept(ActorSpec spec, LocalActor here) {
    return spec.durability() == Durability.ALL && here.keepsMailbox();
  }

  /** It comes already, perhaps to a node that did not know yet as what it will run. */
  private void knownAs(LocalActor actor, Effect.Arrive order) {
    Arrival arrival = actor.arrival;
    if (arrival != null && arrival.move == order.move()) {
      arrival.spec = Optional.of(order.spec());
    }
  }

  private boolean take(Address address, Durability durability, Arrival arrival) {
    Loop owner = loop.loopOf(address);
    LocalActor fresh = new LocalActor(address, owner, durability);
    fresh.arrival = arrival;
    LocalActor before = node.directory.get(address);
    if (!node.directory.arrive(fresh)) {
      return false;
    }
    if (before != null) {
      before.loop.post(own -> own.lives.end(before, Reasons.GONE));
    }
    node.timers.after(
        ARRIVES_WITHIN_MS, () -> owner.post(own -> own.arrivals.isLate(fresh, arrival)));
    if (fresh.durable != null) {
      owner.post(own -> own.keptArrivals.look(fresh, arrival));
    }
    return true;
  }

  /** The router of this node lets the actor live here: whose fences are awaited. */
  void await(Effect.Await order) {
    Loop owner = loop.loopOf(order.actor());
    if (order.way() == Way.ANEW) {
      owner.post(own -> own.arrivals.takeOver(order));
    } else if (order.isKept()) {
      expect(order, List.of());
    }
    if (isInNoTable(order)) {
      owner.post(own -> own.arrivals.returns(order));
    }
    owner.post(
        own ->
            own.arrivals
                .find(Optional.ofNullable(node.directory.get(order.actor())), order.move())
                .ifPresent(actor -> own.arrivals.told(actor, order.fences())));
  }

  /** It begins anew, perhaps where it was to come to before. */
  private void takeOver(Effect.Await order) {
    LocalActor before = node.directory.get(order.actor());
    Arrival never = before == null ? null : before.arrival;
    List<Envelope> waited = List.of();
    if (before != null && never != null && never.move != order.move()) {
      waited = never.abandoned();
      node.directory.remove(before);
      loop.lives.end(before, Reasons.GONE);
    }
    expect(order, waited);
  }

  /** Whoever moves by a table awaits at least the fences of both ends. */
  private static boolean isInNoTable(Effect.Await order) {
    return order.isKept() && order.way() == Way.ALONG && order.fences().isEmpty();
  }

  /** It may have left from here before, by a move that does not count: if not yet, it stays. */
  private void returns(Effect.Await order) {
    LocalActor here = node.directory.get(order.actor());
    if (here != null && here.departing != null && here.arrival == null) {
      here.departing = null;
      return;
    }
    var unused = loop.departures.revoke(order.actor());
    loop.departures.ended(order.actor());
    expect(order, List.of());
  }

  private void expect(Effect.Await order, List<Envelope> waited) {
    if (node.directory.isFree(order.actor())) {
      Arrival arrival = new Arrival(Optional.empty(), order.from(), order.move(), order.way());
      arrival.isInNoTable = isInNoTable(order);
      waited.forEach(envelope -> putBehind(arrival, envelope));
      var unused = take(order.actor(), Durability.ALL, arrival);
    }
  }

  private void told(LocalActor actor, Map<NodeId, Long> fences) {
    Arrival arrival = actor.arrival;
    if (arrival != null) {
      Map<NodeId, Long> awaited = new TreeMap<>(fences);
      boolean isOldNodeDown = node.isDown(arrival.from);
      awaited.entrySet().removeIf(o -> isOldNodeDown || node.isOver(o.getKey(), o.getValue()));
      letIn(actor, arrival, arrival.told(awaited));
    }
  }

  /** An actor that comes here by a move. */
  Optional<LocalActor> find(Optional<LocalActor> actor, long move) {
    return actor.filter(a -> a.arrival != null && a.arrival.move == move);
  }

  /**
   * Whether a message that came directly is not for the actor now: it waits, or goes after an actor
   * that is on its way back.
   */
  boolean takes(LocalActor actor, Envelope envelope) {
    Arrival arrival = actor.arrival;
    if (arrival == null || Signals.isPressure(envelope.name())) {
      return false;
    }
    if (arrival.isRefused() && !arrival.mustWait()) {
      putBehind(arrival, envelope);
      return true;
    }
    if (envelope.kind() == Envelope.Kind.ANSWER) {
      return !arrival.isHere() && loop.departures.relays(envelope);
    }
    if (!arrival.mustWait()) {
      return false;
    }
    if (!loop.departures.relaysEarlier(envelope)) {
      hold(actor, arrival, envelope);
    }
    return true;
  }

  private void hold(LocalActor actor, Arrival arrival, Envelope envelope) {
    if (envelope.ticket().isPresent()) {
      loop.counters.postponed++;
    } else if (arrival.hold(envelope)) {
      watchHeld(actor, arrival);
    } else {
      loop.bury(envelope, Reasons.OVERFLOW, Errors.error("too much waits for a move to end"));
    }
  }

  /** Whether something that an actor said waits for fences. */
  boolean holds(Address sayer) {
    return node.directory.of(loop).stream()
        .map(actor -> actor.arrival)
        .anyMatch(arrival -> arrival != null && arrival.holdsOf(sayer));
  }

  /** Until it is known whether the actor comes. */
  void putBehind(Arrival arrival, Envelope envelope) {
    if (envelope.ticket().isPresent()) {
      loop.counters.postponed++;
    } else if (!arrival.putBehind(envelope)) {
      loop.bury(envelope, Reasons.OVERFLOW, Errors.error("too much waits for a move to end"));
    }
  }

  void begin(LocalActor actor, Arrival arrival, EdnMap image) {
    if (actor.durable != null) {
      loop.keptArrivals.came(actor, arrival, image);
      return;
    }
    actor.become(arrival.spec.orElseThrow());
    try {
      Optional<Object> state = arrival.state(image);
      state.ifPresent(s -> actor.state = s);
      actor.status = state.isPresent() ? Status.RUNNING : Status.STARTING;
      MovedActor.restore(loop, actor, image);
    } catch (Throwable e) {
      Value error = Errors.survived(e);
      loop.bury(
          actor,
          Reasons.NOT_MIGRATED,
          Reasons.NOT_MIGRATED,
          Image.state(image).orElse(Nil.NIL),
          error);
      actor.status = Status.STARTING;
    }
    begun(actor, arrival);
  }

  /** It is here. */
  void begun(LocalActor actor, Arrival arrival) {
    actor.hasCome = true;
    actor.stateIsNew = true;
    loop.freezer.begun(actor);
    arrival.takeBehind().forEach(envelope -> loop.receiveNow(actor, envelope));
    letIn(actor, arrival, arrival.came());
    watch(actor, arrival);
    loop.makeReady(actor);
    if (actor.status == Status.RUNNING) {
      loop.lives.running(actor);
    }
  }

  /**
   * It does not come: what waits for it goes back, in the order in which it would have come to it.
   */
  void refuse(LocalActor actor, Arrival arrival) {
    letIn(actor, arrival, arrival.refuse());
    watch(actor, arrival);
  }

  /** It was never to live here for certain. */
  void drop(LocalActor actor, Arrival arrival) {
    node.directory.remove(actor);
    actor.arrival = null;
    actor.status = Status.ENDED;
    arrival.abandoned().forEach(loop::absent);
  }

  void letIn(LocalActor actor, Arrival arrival, List<Envelope> free) {
    if (arrival.isRefused()) {
      free.forEach(envelope -> putBehind(arrival, envelope));
      loop.departures.mayDepart(actor);
      return;
    }
    free.forEach(envelope -> loop.receiveNow(actor, envelope));
    if (arrival.isOver() && actor.arrival == arrival) {
      actor.arrival = null;
      loop.departures.mayDepart(actor);
    }
  }

  /** The actor has come: what is held waits no longer than it may, nor does the actor itself. */
  private void watch(LocalActor actor, Arrival arrival) {
    if (actor.arrival == arrival) {
      node.timers.after(
          FENCES_WITHIN_MS, () -> loop.post(own -> own.arrivals.over(actor, arrival)));
    }
    if (arrival.isAnyHeld()) {
      watchHeld(actor, arrival);
    }
  }

  private void watchHeld(LocalActor actor, Arrival arrival) {
    if (!arrival.isWatched && arrival.isHere()) {
      arrival.isWatched = true;
      node.timers.after(
          FENCE_WITHIN_MS, () -> loop.post(own -> own.arrivals.expired(actor, arrival)));
    }
  }

  private void expired(LocalActor actor, Arrival arrival) {
    arrival.isWatched = false;
    if (actor.arrival == arrival && arrival.isAnyHeld()) {
      loop.counters.unfenced++;
      letIn(actor, arrival, arrival.expired());
    }
  }

  /** Fences that have not come by now never will. */
  private void over(LocalActor actor, Arrival arrival) {
    if (actor.arrival == arrival) {
      loop.counters.unfenced++;
      letIn(actor, arrival, arrival.allPassed());
    }
  }

  /**
   * Its supervisor starts it, or asks after it.
   *
   * @param isAnew whether nothing of it is to come, as its supervisor knows
   */
  void want(LocalActor actor, Arrival arrival, boolean isAnew) {
    arrival.isWanted = true;
    // By no table in force here it was to come: the move was given up while the order was under
    // way.
    arrival.isLost |= isAnew && !arrival.isTold();
    if (actor.durable != null) {
      loop.keptArrivals.want(actor, arrival);
    } else if (arrival.isLost && !arrival.isHere()) {
      begin(actor, arrival, EdnMap.EMPTY);
      letIn(actor, arrival, arrival.allPassed());
    }
  }

  private void isLate(LocalActor actor, Arrival arrival) {
    boolean isOwed = actor.durable != null && (arrival.isTold() || arrival.isWanted);
    if (actor.arrival != arrival || arrival.isHere() || isOwed) {
      return;
    }
    if (arrival.isWanted) {
      begin(actor, arrival, EdnMap.EMPTY);
      return;
    }
    drop(actor, arrival);
  }

  /**
   * A node died: nothing comes from there any more.
   *
   * @param isOver which of its lives are meant
   */
  void nodeDown(NodeId down, Predicate<Long> isOver) {
    for (LocalActor actor : node.directory.of(loop)) {
      Arrival arrival = actor.arrival;
      if (arrival != null) {
        arrival.isLost |= arrival.from.equals(down);
        boolean isDurable = actor.durable != null;
        if (arrival.isLost && arrival.isWanted && !arrival.isHere() && !isDurable) {
          begin(actor, arrival, EdnMap.EMPTY);
        }
        if (arrival.isLost && arrival.isWanted && arrival.way == Way.BACK) {
          loop.keptArrivals.want(actor, arrival);
        }
        boolean isOldNode = arrival.from.equals(down) && arrival.isHere();
        letIn(actor, arrival, isOldNode ? arrival.allPassed() : arrival.died(down, isOver));
      }
    }
  }
}
