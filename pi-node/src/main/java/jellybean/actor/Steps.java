package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.Trace;
import org.jspecify.annotations.Nullable;

/** Makes the steps of a loop's actors, and lets happen what follows from them. */
final class Steps {
  private final Loop loop;
  private final Effects effects;

  /** The message whose effects are being carried out; only a refusal asks for it. */
  private @Nullable Envelope underway;

  /** The mark of what is said now, if somebody follows the message that is being handled. */
  @Nullable Trace tracing;

  Steps(Loop loop) {
    this.loop = loop;
    this.effects = new Effects(loop);
  }

  void start(LocalActor actor) {
    Step<Object> step;
    try {
      Behaviour<Object> behaviour = actor.behaviour();
      Object initial = actor.durable == null ? behaviour.initial() : actor.durable.start(behaviour);
      actor.state = initial;
      step = behaviour.started(initial, loop.outbox.infoOfStart(actor));
      effects.check(actor, step);
    } catch (Throwable e) {
      loop.lives.crash(actor, Optional.empty(), Errors.survived(e));
      return;
    }
    actor.state = step.state();
    actor.status = Status.RUNNING;
    loop.freezer.begun(actor);
    effects.carryOut(actor, step.effects());
    if (actor.status == Status.RUNNING && actor.behaviour().runsAtOnce()) {
      loop.lives.running(actor);
    }
  }

  void handle(LocalActor actor, Envelope envelope) {
    boolean isHandled = step(actor, envelope);
    loop.mailboxes.relieve(actor);
    if (isHandled && envelope.ticket().isPresent() && !actor.keepsMailbox()) {
      actor.ticketed(loop).accepted(envelope.ticket().get());
    }
  }

  /** False if the message was put aside. */
  private boolean step(LocalActor actor, Envelope envelope) {
    int envelopeBytes = loop.mailboxes.takenBytes();
    Object before = stateOf(actor);
    Durable durable = actor.durable;
    Step<Object> step;
    boolean isPutAside;
    try {
      step = actor.behaviour().handle(before, new Delivery(envelope));
      isPutAside = effects.check(actor, step);
    } catch (Throwable e) {
      Value error = Errors.survived(e);
      if (durable == null) {
        loop.lives.crash(actor, Optional.of(envelope), error);
      } else {
        loop.durables.failed(durable, envelope, error);
      }
      return true;
    }
    if (isPutAside) {
      loop.mailboxes.putAside(actor, envelope);
      return false;
    }
    actor.state = step.state();
    if (durable != null) {
      loop.durables.stepped(actor, durable, envelope, envelopeBytes, before, step);
      return true;
    }
    happened(actor, envelope, envelopeBytes, before, step.state());
    carryOut(actor, envelope, step.effects());
    return true;
  }

  /** A step is counted, and remembered. */
  void happened(
      LocalActor actor, Envelope envelope, int envelopeBytes, Object before, Object next) {
    actor.handled++;
    loop.counters.handled++;
    if (envelope.via().trace().isPresent()) {
      loop.traces.handled(envelope, envelope.via().trace().get(), loop.nowMs());
    }
    if (actor.status != Status.ENDED) {
      loop.history.add(actor, envelope, envelopeBytes, before, next);
    }
  }

  /** One effect of a step that has happened before. */
  void carryOut(LocalActor actor, Envelope cause, Effect effect) {
    carryOut(actor, cause, List.of(effect));
  }

  private void carryOut(LocalActor actor, Envelope cause, List<Effect> all) {
    underway = cause;
    if (cause.via().trace().isPresent()) {
      tracing = cause.via().trace().get().next(cause.id()).orElse(null);
    }
    try {
      effects.carryOut(actor, all);
    } finally {
      tracing = null;
    }
  }

  /** Something that an actor owes itself later. */
  void setTimer(LocalActor actor, Effect.After after) {
    effects.after(actor, after);
  }

  /** The message whose effects are being carried out. */
  Envelope underway() {
    Envelope message = underway;
    if (message == null) {
      throw new IllegalStateException("no message is being handled");
    }
    return message;
  }

  /** What an actor will not carry out is a dead letter, and no question stays open for it. */
  void refuse(LocalActor actor, Effect.Refuse refuse) {
    Envelope refused = underway();
    loop.bury(refused, refuse.reason(), refuse.error());
    refused
        .replyTo()
        .ifPresent(to -> loop.questions.answer(actor, new Effect.Answer(to, refuse.error())));
  }

  private static Object stateOf(LocalActor actor) {
    @Nullable Object state = actor.state;
    if (state == null) {
      throw new IllegalStateException(actor.address + " runs without a state");
    }
    return state;
  }
}
