package jellybean.actor;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Nil;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/** What comes of an actor from its old node, part by part; see {@link Moves}. */
final class ArrivingParts {
  private final Loop loop;

  ArrivingParts(Loop loop) {
    this.loop = loop;
  }

  void came(Optional<LocalActor> actor, Envelope envelope, EdnMap data) {
    Optional<Arrival> arrival =
        loop.arrivals.find(actor, Moves.number(data, Departure.MOVE)).map(a -> a.arrival);
    if (data.find(Moves.IMAGE).isPresent()) {
      image(actor, arrival, envelope, Image.map(data.get(Moves.IMAGE), "a moved actor"));
    } else if (data.find(Pieces.PIECE).isPresent()) {
      piece(actor, arrival, envelope, data);
    } else if (data.find(Moves.MESSAGE).isPresent()) {
      message(actor, Moves.carried(envelope.to(), data).orElseThrow());
    } else if (arrival.isPresent()) {
      NodeId node = new NodeId(Image.text(data.get(Moves.FENCE)));
      loop.arrivals.letIn(actor.get(), arrival.get(), arrival.get().passed(node));
    }
  }

  private void message(Optional<LocalActor> actor, Envelope relayed) {
    Optional<Arrival> arrival = actor.flatMap(a -> Optional.ofNullable(a.arrival));
    boolean isToCome = arrival.filter(a -> !a.isHere()).isPresent();
    if (isToCome && loop.departures.relays(relayed)) {
      return;
    }
    Optional<Arrival> kept =
        actor.filter(a -> a.durable != null).map(a -> a.arrival).filter(ArrivingParts::isNotStored);
    if (arrival.filter(a -> a.isOvertaken(relayed)).isPresent()) {
      loop.bury(relayed, Reasons.LATE, Errors.error("what was said after it has come already"));
    } else if (kept.isPresent()) {
      loop.arrivals.putBehind(kept.get(), relayed);
    } else if (actor.isPresent()) {
      loop.receiveNow(actor.get(), relayed);
    } else {
      loop.absent(relayed);
    }
  }

  /** Of a durable one: what comes now must not come to the disk before the actor does. */
  private static boolean isNotStored(Arrival arrival) {
    return !arrival.isHere() || arrival.isRefused();
  }

  private void image(
      Optional<LocalActor> actor, Optional<Arrival> arrival, Envelope envelope, EdnMap image) {
    if (arrival.filter(a -> !a.isHere()).isPresent()) {
      loop.arrivals.begin(actor.orElseThrow(), arrival.get(), image);
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
          loop.arrivals.begin(actor.get(), awaiting.get(), EdnMap.EMPTY);
        }
      }
    } else if (Moves.number(part, Pieces.LEFT) == 0) {
      image(actor, arrival, envelope, EdnMap.EMPTY);
    }
  }
}
