package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** Actors that come to this loop from other nodes. */
final class Arrivals {
  /** How long the actor may take to come; then it begins anew, if its supervisor wants it to. */
  static final long ARRIVES_WITHIN_MS = 60_000;

  /** How long a direct message waits for the fence of its sender's node. */
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
    Arrival arrival = new Arrival(Optional.of(order.spec()), order.from(), order.move());
    if (!take(address, order.spec().durability(), arrival)) {
      loop.bury(
          address,
          Reasons.NOT_STARTED,
          Signals.MOVED,
          Shown.text(address),
          Errors.error(Directory.taken(address)));
      return;
    }
    order
        .spec()
        .supervisor()
        .ifPresent(
            to ->
                loop.outbox.dispatch(
                    loop.outbox.message(
                        address,
                        to,
                        Signals.READY,
                        Shown.start(address, node.self)
                            .with(Departure.MOVE, Int.of(order.move())))));
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
    if (order.isKept() && node.directory.isFree(order.actor())) {
      Arrival arrival = new Arrival(Optional.empty(), order.from(), order.move());
      var unused = take(order.actor(), Durability.ALL, arrival);
    }
    loop.loopOf(order.actor())
        .post(
            own ->
                own.arrivals
                    .find(Optional.ofNullable(node.directory.get(order.actor())), order.move())
                    .ifPresent(actor -> own.arrivals.told(actor, order.fences())));
  }

  private void told(LocalActor actor, Set<NodeId> fences) {
    Arrival arrival = actor.arrival;
    if (arrival != null) {
      Set<NodeId> awaited = new TreeSet<>(fences);
      awaited.removeIf(node::isDown);
      letIn(actor, arrival, arrival.told(awaited));
    }
  }

  /** An actor that comes here by a move. */
  private Optional<LocalActor> find(Optional<LocalActor> actor, long move) {
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
    if (envelope.kind() == Envelope.Kind.ANSWER) {
      return !arrival.isHere() && loop.departures.relays(envelope);
    }
    if (!arrival.mustWait(envelope)) {
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

  void came(Optional<LocalActor> actor, Envelope envelope, EdnMap data) {
    Optional<Arrival> arrival = find(actor, Moves.number(data, Departure.MOVE)).map(a -> a.arrival);
    if (data.find(Moves.IMAGE).isPresent()) {
      image(actor, arrival, envelope, Image.map(data.get(Moves.IMAGE), "a moved actor"));
    } else if (data.find(Pieces.PIECE).isPresent()) {
      piece(actor, arrival, envelope, data);
    } else if (data.find(Moves.MESSAGE).isPresent()) {
      message(actor, Moves.carried(envelope.to(), data).orElseThrow());
    } else if (arrival.isPresent()) {
      NodeId node = new NodeId(Image.text(data.get(Moves.FENCE)));
      letIn(actor.get(), arrival.get(), arrival.get().passed(node));
    }
  }

  private void message(Optional<LocalActor> actor, Envelope relayed) {
    Optional<Arrival> arrival = actor.flatMap(a -> Optional.ofNullable(a.arrival));
    boolean isToCome = arrival.filter(a -> !a.isHere()).isPresent();
    if (isToCome && loop.departures.relays(relayed)) {
      return;
    }
    if (arrival.filter(a -> a.isOvertaken(relayed)).isPresent()) {
      loop.bury(relayed, Reasons.LATE, Errors.error("what was said after it has come already"));
    } else if (actor.isPresent()) {
      loop.receiveNow(actor.get(), relayed);
    } else {
      loop.absent(relayed);
    }
  }

  private void image(
      Optional<LocalActor> actor, Optional<Arrival> arrival, Envelope envelope, EdnMap image) {
    if (arrival.filter(a -> !a.isHere()).isPresent()) {
      begin(actor.orElseThrow(), arrival.get(), image);
    } else if (!KeptImage.isOne(image)) {
      // Somebody else lives there by now, or nobody wants it any more.
      loop.bury(
          envelope.to(),
          Reasons.YIELDED,
          Reasons.YIELDED,
          Image.state(image).orElse(Nil.NIL),
          Errors.error("it came too late"));
    }
  }

  private void piece(
      Optional<LocalActor> actor, Optional<Arrival> arrival, Envelope envelope, EdnMap part) {
    Optional<Arrival> awaiting = arrival.filter(a -> !a.isHere());
    if (awaiting.isPresent()) {
      try {
        awaiting.get().piece(part).ifPresent(all -> image(actor, arrival, envelope, all));
      } catch (StepException e) {
        loop.bury(envelope.to(), Reasons.YIELDED, Reasons.YIELDED, Nil.NIL, Errors.of(e));
        if (actor.orElseThrow().durable == null) {
          begin(actor.get(), awaiting.get(), EdnMap.EMPTY);
        }
      }
    } else if (Moves.number(part, Pieces.LEFT) == 0) {
      image(actor, arrival, envelope, EdnMap.EMPTY);
    }
  }

  private void begin(LocalActor actor, Arrival arrival, EdnMap image) {
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
    letIn(actor, arrival, arrival.came());
    watch(actor, arrival);
    loop.makeReady(actor);
    if (actor.status == Status.RUNNING) {
      loop.lives.running(actor);
    }
  }

  private void letIn(LocalActor actor, Arrival arrival, List<Envelope> free) {
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
    node.directory.remove(actor);
    actor.arrival = null;
    actor.status = Status.ENDED;
    arrival.abandoned().forEach(loop::absent);
  }

  /** A node died: nothing comes from there any more. */
  void nodeDown(NodeId down) {
    for (LocalActor actor : node.directory.of(loop)) {
      Arrival arrival = actor.arrival;
      if (arrival != null) {
        arrival.isLost |= arrival.from.equals(down);
        boolean isDurable = actor.durable != null;
        if (arrival.isLost && arrival.isWanted && !arrival.isHere() && !isDurable) {
          begin(actor, arrival, EdnMap.EMPTY);
        }
        boolean isOldNode = arrival.from.equals(down) && arrival.isHere();
        letIn(actor, arrival, isOldNode ? arrival.allPassed() : arrival.passed(down));
      }
    }
  }
}
