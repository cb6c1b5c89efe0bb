package jellybean.actor;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.NodeId;

/**
 * Actors of a loop that go to other nodes, and those that come: see {@code docs/delivery.md}.
 *
 * <pre>
 *   old node                                  new node
 *   {@link Effect.Depart}: the actor ends     {@link Effect.Arrive}: its address is taken
 *     {:image …} {:message …} …          →      begins with what it had
 *   late arrivals: {:message …}          →      into its mailbox
 *     (if it is to come back already: only from nodes whose fences have not come)
 *   {@link Effect.Fence} of each node: {:fence n} →  what n sent directly goes on
 * </pre>
 */
final class Moves {
  static final Keyword IMAGE = Keyword.of("image");
  static final Keyword MESSAGE = Keyword.of("message");
  static final Keyword FENCE = Keyword.of("fence");
  static final Keyword KIND = Keyword.of("kind");

  private final Loop loop;
  private final Actors node;
  private final ArrivingParts parts;

  Moves(Loop loop) {
    this.parts = new ArrivingParts(loop);
    this.loop = loop;
    this.node = loop.node;
  }

  /** All loops send by the new router now: the last that goes by the old node is the fence. */
  void fence(LocalActor host, Effect.Fence order) {
    EdnMap data =
        EdnMap.of(Departure.MOVE, Int.of(order.move()), FENCE, new Text(node.self.value()));
    Envelope last = loop.outbox.message(host.address, order.actor(), Signals.FENCE, data);
    afterAllLoops(
        order.actor(),
        order.to(),
        () -> {
          if (!node.isDown(order.from())) {
            node.network.send(order.from(), last);
          }
        });
  }

  /**
   * Every loop knows that an actor lives on another node now; the last one of them does the rest.
   */
  void afterAllLoops(Address actor, NodeId to, Runnable rest) {
    node.afterAllLoops(other -> other.watches.moved(actor, to), rest);
  }

  /** Whether a message that came for an actor here is not for it now. */
  boolean takes(LocalActor actor, Envelope envelope) {
    if (Signals.isOfMove(envelope.name())) {
      part(Optional.of(actor), envelope);
      return true;
    }
    return loop.arrivals.takes(actor, envelope);
  }

  /** The same if nobody of that address is here. */
  boolean takesForNobody(Envelope envelope) {
    if (Signals.isOfMove(envelope.name())) {
      part(Optional.empty(), envelope);
      return true;
    }
    return loop.departures.relays(envelope);
  }

  private void part(Optional<LocalActor> actor, Envelope envelope) {
    EdnMap data = Image.map(envelope.data(), "a part of a move");
    if (envelope.name() == Signals.PULL) {
      loop.keptDepartures.pulled(envelope.to(), number(data, Departure.MOVE), envelope.id().node());
    } else if (envelope.name() == Signals.LAST_WORDS) {
      loop.lastWords.asked(envelope.to(), envelope.id().node(), data);
    } else if (envelope.name() == Signals.HEARD) {
      loop.lastWords.heard(envelope.to(), number(data, Departure.MOVE), envelope.id().node());
    } else if (envelope.name() == Signals.KEPT) {
      loop.keptDepartures.kept(envelope.to(), number(data, Departure.MOVE));
    } else if (envelope.name() == Signals.MOVED_SO_FAR) {
      loop.departures.confirmed(envelope.to(), data);
    } else if (envelope.name() == Signals.FENCE) {
      loop.departures.fenced(
          envelope.to(), number(data, Departure.MOVE), new NodeId(Image.text(data.get(FENCE))));
    } else {
      parts.came(actor, envelope, data);
      EdnMap soFar =
          EdnMap.of(
              Departure.MOVE,
              data.get(Departure.MOVE),
              Departure.NUMBER,
              data.get(Departure.NUMBER));
      node.network.send(
          envelope.id().node(),
          loop.outbox.message(envelope.to(), envelope.to(), Signals.MOVED_SO_FAR, soFar));
    }
  }

  /** The message that a part of a move carries to the actor, if it carries one. */
  static Optional<Envelope> carried(Address actor, EdnMap part) {
    return part.find(MESSAGE)
        .map(
            message ->
                SavedMessages.fromValue(
                    message, actor, kind(Image.map(message, "a message").find(KIND))));
  }

  private static Envelope.Kind kind(Optional<Value> written) {
    return written
        .map(
            kind ->
                Envelope.Kind.of(kind)
                    .orElseThrow(() -> Image.bad("the kind of an envelope", kind)))
        .orElse(Envelope.Kind.MESSAGE);
  }

  static long number(EdnMap data, Keyword key) {
    return Image.number(Image.at(data, key));
  }
}
