package jellybean.actor;

import java.util.Optional;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.port.Journal.Answer;
import jellybean.port.Journal.Arrived;
import jellybean.port.Journal.Kept;
import jellybean.port.Journal.Leave;
import jellybean.port.Journal.Stage;
import jellybean.port.Journal.Written;
import jellybean.port.JournalException;

/** Durable actors that come to this loop from other nodes; see {@link KeptDepartures}. */
final class KeptArrivals {
  private final Loop loop;
  private final Actors node;

  KeptArrivals(Loop loop) {
    this.loop = loop;
    this.node = loop.node;
  }

  /** Perhaps it came in an earlier life of this node. */
  void look(LocalActor actor, Arrival arrival) {
    node.journal.load(
        actor.address, answer -> loop.post(own -> own.keptArrivals.found(actor, arrival, answer)));
  }

  private void found(LocalActor actor, Arrival arrival, Answer answer) {
    if (actor.arrival != arrival || arrival.isHere() || arrival.isStoring) {
      return;
    }
    arrival.isLookedFor = true;
    arrival.cameBefore = answer instanceof Kept kept && kept.move() == arrival.move;
    arrival.isAnyOwn = answer instanceof Kept kept && !kept.isNothing();
    if (!(answer instanceof Kept) && arrival.way == Way.ALONG) {
      arrival.turnedAway = arrival.turnedAway.or(() -> Optional.of(Durables.why(answer)));
    }
    if (arrival.turnedAway.isPresent()) {
      turnAwayNow(actor, arrival);
      return;
    }
    loop.arrivals.ready(actor, arrival);
    if (arrival.isWanted) {
      want(actor, arrival);
    }
    loop.departures.mayDepart(actor);
  }

  /** It shall not come any more, unless it is there by now. */
  void turnAway(Effect.TurnAway order) {
    loop.loopOf(order.actor()).post(own -> own.keptArrivals.turnAwayHere(order));
  }

  private void turnAwayHere(Effect.TurnAway order) {
    LocalActor actor = node.directory.get(order.actor());
    Arrival arrival = actor == null ? null : actor.arrival;
    boolean isComing =
        arrival != null
            && arrival.move == order.move()
            && (!arrival.isHere() || arrival.isRefused());
    if (actor != null && arrival != null && isComing) {
      actor.supervisor = Optional.of(order.supervisor());
      arrival.turnedAway = arrival.turnedAway.or(() -> Optional.of("it was abandoned"));
      turnAwayNow(actor, arrival);
    } else if (actor != null && actor.hasCome) {
      loop.lives.sayAgain(actor);
    }
  }

  /** Whoever hears that it does not come can be sure that it never will. */
  private void turnAwayNow(LocalActor actor, Arrival arrival) {
    if (arrival.cameBefore || arrival.isStored()) {
      arrival.turnedAway = Optional.empty(); // It has come, and says so when it runs.
    } else if (arrival.isLookedFor && !arrival.isStoring) {
      boolean mayBeRouted = arrival.asker.isEmpty() || arrival.isTold() || arrival.isWanted;
      if (!mayBeRouted) {
        loop.arrivals.drop(actor, arrival);
      } else if (!arrival.isRefused()) {
        loop.arrivals.refuse(actor, arrival);
      }
      sayRefused(actor, arrival);
    }
  }

  private void sayRefused(LocalActor actor, Arrival arrival) {
    EdnMap data =
        Shown.start(actor.address, node.self)
            .with(Departure.MOVE, Int.of(arrival.move))
            .with(Signals.REASON, new Text(arrival.turnedAway.orElseThrow()));
    arrival
        .spec
        .flatMap(ActorSpec::supervisor)
        .or(() -> actor.supervisor)
        .ifPresent(
            to ->
                loop.outbox.dispatch(
                    loop.outbox.message(actor.address, to, Signals.MOVE_REFUSED, data)));
  }

  /** Its supervisor starts it, or asks after it. */
  void want(LocalActor actor, Arrival arrival) {
    if (arrival.isRefused()) {
      sayRefused(actor, arrival);
    } else if (arrival.cameBefore) {
      arrival.spec.ifPresent(spec -> startAgain(actor, arrival, spec));
    } else if (arrival.isStored()) {
      begin(actor, arrival);
    } else if (arrival.isLookedFor && !arrival.isStoring) {
      fetch(actor, arrival);
    }
  }

  private void fetch(LocalActor actor, Arrival arrival) {
    switch (arrival.way) {
      case ALONG -> pull(actor, arrival);
      case ANEW -> came(actor, arrival, EdnMap.EMPTY);
      case BACK -> {
        boolean isAlone = arrival.isLost || node.isDown(arrival.from);
        if (isAlone || !loop.departures.isAny(actor.address)) {
          // Nothing that was sent here in this life of the node is to come before it.
          arrival.spec.ifPresent(spec -> startAgain(actor, arrival, spec));
        } else {
          pull(actor, arrival);
        }
      }
    }
  }

  /** It starts as any durable actor does whose node began anew. */
  private void startAgain(LocalActor actor, Arrival arrival, ActorSpec spec) {
    actor.arrival = null;
    actor.vacate();
    arrival.abandoned().forEach(held -> loop.receiveNow(actor, held));
    loop.lives.spawn(actor, spec, false);
  }

  private void pull(LocalActor actor, Arrival arrival) {
    EdnMap data = EdnMap.of(Departure.MOVE, Int.of(arrival.move));
    if (!node.isDown(arrival.from)) {
      node.network.send(
          arrival.from, loop.outbox.message(actor.address, actor.address, Signals.PULL, data));
    }
  }

  /** All of it is here, and not on disk yet. */
  void came(LocalActor actor, Arrival arrival, EdnMap image) {
    if (arrival.isStoring || arrival.isStored() || arrival.cameBefore || arrival.isRefused()) {
      return;
    }
    if (arrival.way == Way.BACK) {
      comeBack(actor, arrival);
      return;
    }
    try {
      Kept kept = KeptImage.kept(actor, image);
      if (kept.isNothing() && arrival.isInNoTable && !isOwnGone(actor, arrival)) {
        return;
      }
      arrival.isStoring = true;
      var unused =
          node.journal.append(
              new Arrived(actor.address, arrival.move, kept),
              answer ->
                  loop.post(own -> own.keptArrivals.stored(actor, arrival, image, kept, answer)));
    } catch (JournalException | StepException e) {
      notStored(actor, arrival, Errors.of(e));
    }
  }

  /**
   * Nothing of it is where it went from here. So what is here is all there is of it, if there is
   * any; if that is not known yet it is asked for again when it is.
   */
  private boolean isOwnGone(LocalActor actor, Arrival arrival) {
    if (arrival.isLookedFor && arrival.isAnyOwn) {
      arrival.cameBefore = true;
      if (arrival.isWanted) {
        want(actor, arrival);
      }
    }
    return arrival.isLookedFor && !arrival.isAnyOwn;
  }

  /** All that waits for it at the other node comes behind this. */
  private void comeBack(LocalActor actor, Arrival arrival) {
    EdnMap open = loop.departures.revoke(actor.address).map(left -> left.open).orElse(EdnMap.EMPTY);
    arrival.isStoring = true;
    node.journal.load(
        actor.address,
        answer -> loop.post(own -> own.keptArrivals.cameBack(actor, arrival, open, answer)));
  }

  private void cameBack(LocalActor actor, Arrival arrival, EdnMap open, Answer answer) {
    if (actor.arrival != arrival) {
      return;
    }
    arrival.isStoring = false;
    if (!(answer instanceof Kept kept)) {
      // It fails at its start, as it does whenever nothing can be read.
      arrival.spec.ifPresent(spec -> startAgain(actor, arrival, spec));
      return;
    }
    if (kept.isLeaving()) {
      var unused = node.journal.append(new Leave(actor.address, Stage.STAYS), _ -> {});
    }
    arrival.stored = Optional.of(new Arrival.Stored(open, kept));
    begin(actor, arrival);
  }

  private void notStored(LocalActor actor, Arrival arrival, Value why) {
    arrival.isStoring = false;
    loop.bury(actor, Reasons.NOT_KEPT, Signals.MOVED, Shown.text(actor.address), why);
    arrival.turnedAway =
        arrival.turnedAway.or(
            () -> Optional.of(node.self + " cannot keep it: " + Errors.text(why)));
    turnAwayNow(actor, arrival);
  }

  private void stored(LocalActor actor, Arrival arrival, EdnMap image, Kept kept, Answer answer) {
    if (!(answer instanceof Written)) {
      notStored(actor, arrival, Errors.error(Durables.why(answer)));
      return;
    }
    arrival.isStoring = false;
    arrival.stored = Optional.of(new Arrival.Stored(image, kept));
    arrival.turnedAway = Optional.empty();
    if (arrival.isInNoTable) {
      sayKept(actor, arrival);
    }
    if (actor.arrival == arrival && arrival.spec.isPresent()) {
      begin(actor, arrival);
    }
    loop.departures.mayDepart(actor);
  }

  private void sayKept(LocalActor actor, Arrival arrival) {
    EdnMap data = EdnMap.of(Departure.MOVE, Int.of(arrival.move));
    if (!node.isDown(arrival.from)) {
      node.network.send(
          arrival.from, loop.outbox.message(actor.address, actor.address, Signals.KEPT, data));
    }
  }

  private void begin(LocalActor actor, Arrival arrival) {
    Arrival.Stored stored = arrival.stored.orElseThrow();
    Durable durable = actor.durable;
    if (durable == null || arrival.spec.isEmpty() || arrival.isHere()) {
      return;
    }
    actor.become(arrival.spec.get());
    durable.isAskedFor = true;
    durable.isLoaded = true;
    durable.state = stored.kept().state();
    actor.ticketed(loop, stored.kept().duplicates().copy());
    for (Envelope message : stored.kept().mailbox()) {
      loop.durables.enqueue(actor, durable, message);
    }
    goOn(actor, durable, stored.image());
    loop.arrivals.begun(actor, arrival);
  }

  private void goOn(LocalActor actor, Durable durable, EdnMap image) {
    try {
      if (KeptImage.runs(image)) {
        actor.state = durable.last(actor.behaviour());
        actor.status = Status.RUNNING;
        MovedActor.restoreOpen(loop, actor, image);
      }
    } catch (Throwable e) {
      // It fails at its start, too, and is reported then.
      loop.bury(actor, Reasons.NOT_MIGRATED, Reasons.NOT_MIGRATED, Nil.NIL, Errors.survived(e));
      actor.status = Status.STARTING;
    }
  }
}
