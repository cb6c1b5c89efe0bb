package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import jellybean.actor.Router.Place;
import jellybean.actor.Router.Receiver;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.Rendezvous;
import jellybean.message.ReplyTo;

/**
 * Makes envelopes and brings them on their way: into a mailbox of the same loop, the inbox of
 * another, the network, or the dead letters. Owned by its loop.
 */
final class Outbox {
  /** The increment of SplitMix64 (Steele, Lea, Flood 2014): 2^64 divided by the golden ratio. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private static final Keyword START = Keyword.of("jelly/start");

  private final Loop loop;
  private final Actors node;
  private final ToIntFunction<Address> queueLength;
  private final int stride;
  private long sequence;
  private long seedState;

  Outbox(Loop loop, long seed) {
    this.loop = loop;
    this.node = loop.node;
    this.queueLength = node::queueLength;
    this.stride = node.loops();
    // Loops take turns in numbering, so that numbers are unique without anything shared.
    this.sequence = loop.index();
    this.seedState = seed;
  }

  private long nextSeed() {
    seedState += GOLDEN;
    return Rendezvous.mix(seedState);
  }

  private MessageId nextId() {
    sequence += stride;
    return new MessageId(node.self, node.incarnation, sequence);
  }

  static Delivery delivery(LocalActor actor, Envelope envelope) {
    return new Delivery(
        envelope.name(),
        envelope.data(),
        new Info(
            actor.address,
            envelope.from(),
            envelope.id(),
            envelope.timeMs(),
            envelope.seed(),
            envelope.replyTo(),
            envelope.key()));
  }

  Info infoOfStart(LocalActor actor) {
    return delivery(actor, message(actor.address, actor.address, START, Nil.NIL)).info();
  }

  Envelope message(Address from, Address to, Keyword name, Value data) {
    return envelope(Envelope.Kind.MESSAGE, from, to, name, data, Optional.empty());
  }

  Envelope envelope(
      Envelope.Kind kind,
      Address from,
      Address to,
      Keyword name,
      Value data,
      Optional<ReplyTo> replyTo) {
    return new Envelope(
        kind, from, to, nextId(), name, data, loop.nowMs(), nextSeed(), replyTo, Optional.empty());
  }

  /** A message of an actor to its cluster. */
  void say(LocalActor sayer, Effect.Say say) {
    Optional<List<Receiver>> routed = route(sayer, say.name(), say.data());
    if (routed.isEmpty() || routed.get().isEmpty()) {
      if (routed.isPresent()) {
        loop.bury(sayer, Reasons.UNROUTED, say.name(), say.data(), Nil.NIL);
      }
      say.ask().ifPresent(ask -> loop.questions.nobodyAsked(sayer, ask, say.name()));
      return;
    }
    Optional<ReplyTo> replyTo = loop.questions.open(sayer, say.ask());
    for (Receiver receiver : routed.get()) {
      dispatch(said(sayer.address, receiver, say.data(), replyTo));
    }
  }

  private Envelope said(Address from, Receiver receiver, Value data, Optional<ReplyTo> replyTo) {
    return new Envelope(
        Envelope.Kind.MESSAGE,
        from,
        receiver.to(),
        nextId(),
        receiver.name(),
        data,
        loop.nowMs(),
        nextSeed(),
        replyTo,
        receiver.key());
  }

  /** Empty if the router failed, which is then a dead letter. */
  private Optional<List<Receiver>> route(LocalActor sayer, Keyword name, Value data) {
    try {
      return Optional.of(node.router().route(sayer.address, name, data, nextSeed(), queueLength));
    } catch (RuntimeException | StackOverflowError e) {
      loop.bury(sayer, Reasons.ROUTE_FAILED, name, data, Errors.of(e));
      return Optional.empty();
    }
  }

  /** Lets the siblings of a crashed actor know; that nobody cares is no dead letter of its own. */
  void sayCrash(LocalActor actor, EdnMap data) {
    route(actor, Signals.SAID_CRASHED, data)
        .ifPresent(
            receivers ->
                receivers.forEach(r -> dispatch(said(actor.address, r, data, Optional.empty()))));
  }

  void send(LocalActor sender, Effect.Send send) {
    Optional<ReplyTo> replyTo = loop.questions.open(sender, send.ask());
    dispatch(
        envelope(
            Envelope.Kind.MESSAGE, sender.address, send.to(), send.name(), send.data(), replyTo));
  }

  /** Brings an envelope to its receiver, wherever that is. */
  void dispatch(Envelope envelope) {
    LocalActor actor = node.directory.get(envelope.to());
    if (actor == null) {
      elsewhere(envelope);
    } else if (actor.loop == loop) {
      loop.counters.sentLocal++;
      loop.receive(actor, envelope);
    } else {
      loop.counters.sentLocal++;
      toOtherLoop(actor.loop, envelope);
    }
  }

  void toOtherLoop(Loop other, Envelope envelope) {
    if (!other.offer(envelope)) {
      loop.bury(envelope, Reasons.OVERFLOW, Actors.FULL_INBOX);
    }
  }

  private void elsewhere(Envelope envelope) {
    switch (node.router().locate(envelope.to())) {
      case Place.There there -> {
        loop.watches.aboutToSend(envelope, there.node());
        loop.counters.sentRemote++;
        node.network.send(there.node(), envelope);
      }
      case Place.Here _, Place.Nowhere _ -> loop.absent(envelope);
    }
  }
}
