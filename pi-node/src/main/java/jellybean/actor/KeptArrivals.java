package jellybean.actor;

import java.util.Optional;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.port.Journal.Answer;
import jellybean.port.Journal.Arrived;
import jellybean.port.Journal.Kept;
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
    if (arrival.isWanted) {
      want(actor, arrival);
    }
  }

  /** Its supervisor starts it, or asks after it. */
  void want(LocalActor actor, Arrival arrival) {
    if (arrival.cameBefore) {
      arrival.spec.ifPresent(spec -> startAgain(actor, arrival, spec));
    } else if (arrival.isStored()) {
      begin(actor, arrival);
    } else if (arrival.isLookedFor && !arrival.isStoring) {
      pull(actor, arrival);
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
    if (arrival.isStoring || arrival.isStored() || arrival.cameBefore) {
      return;
    }
    try {
      Kept kept = KeptImage.kept(actor, image);
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

  private void notStored(LocalActor actor, Arrival arrival, Value why) {
    arrival.isStoring = false;
    loop.bury(actor, Reasons.NOT_KEPT, Signals.MOVED, Shown.text(actor.address), why);
  }

  private void stored(LocalActor actor, Arrival arrival, EdnMap image, Kept kept, Answer answer) {
    if (!(answer instanceof Written)) {
      notStored(actor, arrival, Errors.error(Durables.why(answer)));
      return;
    }
    arrival.isStoring = false;
    arrival.stored = Optional.of(new Arrival.Stored(image, kept));
    if (actor.arrival == arrival && arrival.spec.isPresent()) {
      begin(actor, arrival);
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
