package jellybean.actor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;
import jellybean.message.ReplyTo;
import jellybean.message.Trace;
import jellybean.message.Via;
import org.jspecify.annotations.Nullable;

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

  /** Who gets what is dispatched now, if it is not to go yet. */
  private @Nullable Consumer<Envelope> held;

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

  Info infoOfStart(LocalActor actor) {
    return Info.of(message(actor.address, actor.address, START, Nil.NIL));
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
        kind, from, to, nextId(), name, data, loop.nowMs(), nextSeed(), replyTo, marked(Via.NONE));
  }

  /** What a task says or sends is addressed, and handed over instead of brought on its way. */
  void hold(Consumer<Envelope> to, Runnable task) {
    held = to;
    try {
      task.run();
    } finally {
      held = null;
    }
  }

  /** Says again what was addressed by an older router, to those of its receivers. */
  void sayAgain(LocalActor sayer, Effect.Say say, Predicate<Address> whom) {
    for (Receiver receiver : route(said(sayer, say)).orElse(List.of())) {
      if (whom.test(receiver.to())) {
        dispatch(said(sayer.address, receiver, say.data(), Optional.empty()));
      }
    }
  }

  /** A message of an actor to its cluster. */
  void say(LocalActor sayer, Effect.Say say) {
    Optional<List<Receiver>> routed = route(said(sayer, say));
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
        marked(receiver.via()));
  }

  /** With the mark of what is being handled, if somebody follows it. */
  private Via marked(Via via) {
    Trace trace = loop.steps.tracing;
    return trace == null ? via : via.traced(trace);
  }

  private static Router.Said said(LocalActor sayer, Effect.Say say) {
    return new Router.Said(sayer.address, say.name(), say.data(), say.instance());
  }

  /** Empty if the router failed, which is then a dead letter. */
  private Optional<List<Receiver>> route(Router.Said said) {
    return routed(said, router -> router.route(said, nextSeed(), queueLength));
  }

  private Optional<List<Receiver>> routed(
      Router.Said said, Function<Router, List<Receiver>> question) {
    try {
      return Optional.of(question.apply(node.router()));
    } catch (RuntimeException | StackOverflowError e) {
      loop.bury(said.sayer(), Reasons.ROUTE_FAILED, said.name(), said.data(), Errors.of(e));
      return Optional.empty();
    }
  }

  /** Something that the bus of a supervisor hears of one of its instances. */
  void hear(LocalActor supervisor, Effect.Hear hear) {
    Router.Said said =
        new Router.Said(supervisor.address, hear.name(), hear.data(), Optional.of(hear.instance()));
    bring(said, routed(said, router -> router.heard(said, nextSeed(), queueLength)));
  }

  /** A message from above goes on into the cluster. */
  void relay(LocalActor supervisor, Envelope message) {
    Router.Said said =
        new Router.Said(
            supervisor.address, message.name(), message.data(), message.via().instance());
    Optional<List<Receiver>> receivers =
        routed(said, router -> router.sent(said, nextSeed(), queueLength));
    if (receivers.isPresent() && receivers.get().isEmpty()) {
      loop.bury(message, Reasons.UNROUTED, Nil.NIL);
      message.replyTo().ifPresent(to -> loop.questions.nobody(supervisor, to, message.name()));
    }
    for (Receiver receiver : receivers.orElse(List.of())) {
      dispatch(said(message.from(), receiver, message.data(), message.replyTo()));
    }
  }

  private void bring(Router.Said said, Optional<List<Receiver>> receivers) {
    for (Receiver receiver : receivers.orElse(List.of())) {
      dispatch(said(said.sayer(), receiver, said.data(), Optional.empty()));
    }
  }

  /** Lets the siblings of a crashed actor know; that nobody cares is no dead letter of its own. */
  void sayCrash(LocalActor actor, EdnMap data) {
    Router.Said said = new Router.Said(actor.address, Signals.SAID_CRASHED, data, Optional.empty());
    bring(said, route(said));
  }

  void send(LocalActor sender, Effect.Send send) {
    Optional<ReplyTo> replyTo = loop.questions.open(sender, send.ask());
    dispatch(
        envelope(
            Envelope.Kind.MESSAGE, sender.address, send.to(), send.name(), send.data(), replyTo));
  }

  /** Brings an envelope to its receiver, wherever that is. */
  void dispatch(Envelope envelope) {
    if (held != null) {
      held.accept(envelope);
      return;
    }
    LocalActor actor = node.directory.get(envelope.to());
    if (actor == null) {
      elsewhere(envelope);
    } else if (!node.postage.isEmpty() && waitsBehindOthers(envelope)) {
      loop.couriers.send(envelope);
    } else if (actor.loop == loop) {
      loop.counters.sentLocal++;
      loop.receive(actor, envelope);
    } else {
      loop.counters.sentLocal++;
      toOtherLoop(actor.loop, envelope);
    }
  }

  /** What was sent while its receiver lived elsewhere, and is not accepted yet, comes first. */
  private boolean waitsBehindOthers(Envelope envelope) {
    return envelope.ticket().isEmpty()
        && node.postage.waits(envelope.to())
        && isConfirmed(envelope);
  }

  void toOtherLoop(Loop other, Envelope envelope) {
    if (!other.offer(envelope)) {
      loop.bury(envelope, Reasons.OVERFLOW, Actors.FULL_INBOX);
    }
  }

  private boolean isDatagram(Envelope envelope) {
    return envelope.kind() == Envelope.Kind.MESSAGE
        && node.router().isDatagram(envelope.to(), envelope.name());
  }

  /** Whether its receiver, who is elsewhere, confirms it. */
  boolean isConfirmed(Envelope envelope) {
    return envelope.kind() == Envelope.Kind.MESSAGE
        && !Signals.isSignal(envelope.name())
        && node.router().confirms(envelope.to());
  }

  /** Should who said it move, what it says then must not overtake this. */
  private void remember(Envelope envelope, NodeId receiver) {
    LocalActor sayer = node.directory.get(envelope.from());
    if (sayer != null && sayer.loop == loop) {
      sayer.isHeardBy(receiver);
    }
  }

  private void elsewhere(Envelope envelope) {
    switch (node.router().locate(envelope.to())) {
      case Place.There there when isDatagram(envelope) -> {
        loop.counters.sentRemote++;
        node.network.sendDatagram(there.node(), envelope);
      }
      case Place.There _ when isConfirmed(envelope) -> loop.couriers.send(envelope);
      case Place.There there -> {
        loop.watches.aboutToSend(envelope, there.node());
        remember(envelope, there.node());
        loop.counters.sentRemote++;
        node.network.send(there.node(), envelope);
      }
      case Place.Here _, Place.Nowhere _ -> loop.absent(envelope);
    }
  }
}
