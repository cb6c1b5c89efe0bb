package jellybean.actor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Durable.Consequence;
import jellybean.actor.Durable.Crashed;
import jellybean.actor.Durable.Do;
import jellybean.actor.Durable.Made;
import jellybean.actor.Durable.Out;
import jellybean.actor.Durable.Stepped;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.port.Journal;
import jellybean.port.Journal.Answer;
import jellybean.port.Journal.Failed;
import jellybean.port.Journal.Kept;
import jellybean.port.Journal.Leave;
import jellybean.port.Journal.Progress;
import jellybean.port.Journal.Stage;
import jellybean.port.Journal.Written;
import jellybean.port.JournalException;

/**
 * The durable actors of a loop.
 *
 * <p>A message is accepted when it is on disk. Steps that an actor makes in a turn are written
 * together, as one entry: which messages it handled, its new state, and what it said to other
 * durable actors of this node, which is thereby accepted there. Only then anything of it is seen
 * from outside; until then the actor handles nothing more. So what was accepted is handled, once,
 * whenever the power goes: either the entry is there or nothing of those steps has happened.
 *
 * <p>The journal answers in the order in which it was asked. So a message that was written before
 * {@link Journal#load} was answered is part of that answer, and one that comes for an actor that
 * has not been loaded yet need not be put into its mailbox.
 */
final class Durables {
  private final Loop loop;
  private final Journal journal;

  Durables(Loop loop) {
    this.loop = loop;
    this.journal = loop.node.journal;
  }

  // ---- what is kept

  /** Asks for what is kept of an actor, once. */
  void open(LocalActor actor, Durable durable) {
    if (!durable.isAskedFor) {
      durable.isAskedFor = true;
      journal.load(actor.address, answer -> loop.post(_ -> loaded(actor, durable, answer)));
    }
  }

  private void loaded(LocalActor actor, Durable durable, Answer answer) {
    durable.isLoaded = true;
    if (actor.status == Status.ENDED) {
      return;
    }
    if (answer instanceof Kept kept) {
      durable.state = kept.state();
      if (kept.isLeaving()) {
        var unused = journal.append(new Leave(actor.address, Stage.STAYS), _ -> {});
      }
      actor.ticketed(loop, kept.duplicates());
      if (durable.keepsMailbox) {
        kept.mailbox().forEach(message -> enqueue(actor, durable, message));
      }
    } else {
      durable.failure = Optional.of(why(answer));
    }
    if (actor.status == Status.STARTING) {
      loop.makeReady(actor);
    }
  }

  static String why(Answer answer) {
    return answer instanceof Failed failed ? failed.why() : "unexpected answer " + answer;
  }

  /** What is kept of an actor that was ended for good. */
  void forget(Address address) {
    var unused =
        journal.append(
            new Journal.Forget(address), answer -> loop.post(_ -> forgotten(address, answer)));
  }

  private void forgotten(Address address, Answer answer) {
    if (answer instanceof Written written) {
      written.messages().forEach(m -> loop.bury(m, Reasons.STOPPED, Nil.NIL));
    } else {
      loop.bury(
          address,
          Reasons.NOT_KEPT,
          Signals.STOPPED,
          Shown.text(address),
          Errors.error(why(answer)));
    }
  }

  // ---- what arrives

  void accept(LocalActor actor, Durable durable, Envelope envelope) {
    open(actor, durable);
    durable.arriving++;
    try {
      boolean isTaken =
          journal.append(
              new Journal.Accept(envelope),
              answer -> loop.post(_ -> written(actor, durable, envelope, answer)));
      if (!isTaken) {
        String why = "too much waits to be written to the disk";
        refuse(actor, durable, envelope, Reasons.OVERFLOW, why);
      }
    } catch (JournalException e) {
      refuse(actor, durable, envelope, Reasons.NOT_KEPT, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(
      LocalActor actor, Durable durable, Envelope envelope, Keyword reason, String why) {
    durable.arriving--;
    loop.mailboxes.give(envelope);
    envelope
        .ticket()
        .ifPresentOrElse(
            ticket -> actor.ticketed(loop).notTaken(ticket),
            () -> loop.bury(envelope, reason, Errors.error(why)));
  }

  private void written(LocalActor actor, Durable durable, Envelope envelope, Answer answer) {
    if (!(answer instanceof Written written)) {
      refuse(actor, durable, envelope, Reasons.NOT_KEPT, why(answer));
      return;
    }
    durable.arriving--;
    loop.mailboxes.give(envelope);
    boolean isNew = !written.messages().isEmpty();
    if (isNew) {
      envelope.ticket().ifPresent(ticket -> actor.ticketed(loop).accepted(ticket));
      arrived(envelope);
    } else if (envelope.ticket().isPresent()) {
      actor.ticketed(loop).notNew(envelope.ticket().get());
    } else {
      loop.counters.duplicates++;
    }
  }

  /** A message is on disk, and thereby accepted. */
  void arrived(Envelope envelope) {
    LocalActor actor = loop.node.directory.get(envelope.to());
    Durable durable = actor == null ? null : actor.durable;
    if (actor == null || durable == null || !durable.isLoaded) {
      return;
    }
    if (actor.mailbox.size() >= actor.mailboxMessages) {
      drop(actor, envelope);
    } else {
      enqueue(actor, durable, envelope);
    }
  }

  void enqueue(LocalActor actor, Durable durable, Envelope envelope) {
    durable.onDisk.add(envelope.id());
    loop.mailboxes.acceptAnyway(actor, envelope);
  }

  /** Another durable actor said it, and did not know that the mailbox is full. */
  private void drop(LocalActor actor, Envelope envelope) {
    var unused =
        journal.append(
            new Progress(actor.address, List.of(envelope.id()), Optional.empty(), List.of()),
            _ -> {});
    loop.bury(envelope, Reasons.OVERFLOW, Errors.error(Mailboxes.fullMailbox(actor)));
  }

  // ---- steps

  /** The actor made a step; what it says and sends is addressed now, everything else waits. */
  void stepped(
      LocalActor actor,
      Durable durable,
      Envelope cause,
      int causeBytes,
      Object before,
      Step<?> step) {
    if (durable.made.isEmpty()) {
      durable.routedBy = loop.node.router();
    }
    List<Consequence> after = new ArrayList<>();
    boolean isLast = false;
    for (Effect effect : step.effects()) {
      if (Effects.isPlain(effect)) {
        loop.outbox.hold(
            envelope -> after.add(new Out(effect, envelope)),
            () -> loop.steps.carryOut(actor, cause, effect));
      } else {
        after.add(new Do(effect));
        isLast = true;
      }
    }
    durable.made.add(new Stepped(cause, causeBytes, before, step.state(), after, isLast));
  }

  /** A step failed. */
  void failed(Durable durable, Envelope cause, Value error) {
    durable.made.add(new Crashed(cause, error));
  }

  /** The actor's turn is over: what it did is written. */
  void write(LocalActor actor, Durable durable) {
    if (durable.made.isEmpty() || durable.isWriting) {
      return;
    }
    List<Made> made = durable.made;
    Outgoing accepted = new Outgoing(loop);
    try {
      Optional<Progress> progress = progress(actor, durable, made, accepted);
      durable.made = new ArrayList<>();
      durable.isWriting = progress.isPresent();
      int life = actor.life;
      if (progress.isEmpty()) {
        happened(actor, durable, life, made, accepted);
      } else {
        var unused =
            journal.append(
                progress.get(),
                answer -> {
                  announce(answer);
                  loop.post(
                      _ -> told(actor, durable, life, made, accepted, progress.get(), answer));
                });
      }
    } catch (JournalException | StepException e) {
      accepted.giveBack();
      undo(actor, durable, made, Errors.of(e));
    }
  }

  /** Receivers hear of what they have before the sender goes on; any thread. */
  void announce(Answer answer) {
    if (answer instanceof Written written) {
      for (Envelope message : written.messages()) {
        if (message.ticket().isPresent()) {
          loop.couriers.hand(message);
        } else {
          loop.node.loopOf(message.to()).post(other -> other.durables.arrived(message));
        }
      }
    }
  }

  /** Empty if nothing has to be written. */
  private Optional<Progress> progress(
      LocalActor actor, Durable durable, List<Made> made, Outgoing accepted) {
    List<MessageId> handled = new ArrayList<>();
    for (Made each : made) {
      if (durable.onDisk.contains(each.cause().id())) {
        handled.add(each.cause().id());
      }
      if (each instanceof Stepped step) {
        step.after().forEach(accepted::take);
      }
    }
    Object state = actor.state;
    Optional<Value> next =
        state == null
            ? Optional.empty()
            : Optional.of(actor.behaviour().stored(state)).filter(v -> !isKept(durable, v));
    if (handled.isEmpty() && accepted.isEmpty() && next.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Progress(actor.address, handled, next, accepted.here(), accepted.elsewhere()));
  }

  private static boolean isKept(Durable durable, Value state) {
    return durable.state.isPresent() && durable.state.get().equals(state);
  }

  /**
   * It cannot be written. If there was one step, it fails; if there were several, they are made
   * again one by one, so that the one fails that is to blame.
   */
  private void undo(LocalActor actor, Durable durable, List<Made> made, Value error) {
    durable.made = new ArrayList<>();
    durable.isWriting = false;
    if (!(made.getFirst() instanceof Stepped first)) {
      crashed(actor, actor.life, new Crashed(made.getFirst().cause(), error));
      return;
    }
    actor.state = first.before();
    if (made.size() == 1) {
      failed(durable, first.cause(), error);
      write(actor, durable);
      return;
    }
    for (Made each : made) {
      loop.mailboxes.putAside(actor, each.cause());
    }
    durable.singly = made.size();
    loop.mailboxes.takeUp(actor);
  }

  // ---- steps that are on disk

  private void told(
      LocalActor actor,
      Durable durable,
      int life,
      List<Made> made,
      Outgoing accepted,
      Progress progress,
      Answer answer) {
    durable.isWriting = false;
    if (answer instanceof Written) {
      durable.state = progress.state().or(() -> durable.state);
      progress.handled().forEach(durable.onDisk::remove);
      happened(actor, durable, life, made, accepted);
    } else {
      accepted.giveBack();
      durable.failure = Optional.of(why(answer));
      if (actor.life == life && actor.status == Status.RUNNING) {
        loop.lives.crash(actor, Optional.empty(), Errors.error(why(answer)));
      }
    }
    goOn(actor);
  }

  void goOn(LocalActor actor) {
    loop.departures.mayDepart(actor);
    boolean hasWork = actor.status == Status.RUNNING && !actor.mailbox.isEmpty();
    if (hasWork || actor.status == Status.STARTING) {
      loop.makeReady(actor);
    }
  }

  private void happened(
      LocalActor actor, Durable durable, int life, List<Made> made, Outgoing accepted) {
    durable.singly = Math.max(0, durable.singly - made.size());
    accepted.happened(actor);
    boolean isRerouted = durable.routedBy != loop.node.router();
    for (Made each : made) {
      switch (each) {
        case Stepped step -> {
          loop.steps.happened(actor, step.cause(), step.causeBytes(), step.before(), step.next());
          carryOut(actor, life, step, accepted, isRerouted);
        }
        case Crashed crashed -> crashed(actor, life, crashed);
      }
    }
  }

  private void crashed(LocalActor actor, int life, Crashed crashed) {
    if (actor.life == life && actor.status == Status.RUNNING) {
      loop.lives.crash(actor, Optional.of(crashed.cause()), crashed.error());
    } else {
      loop.bury(crashed.cause(), Reasons.CRASHED, crashed.error());
    }
  }

  private void carryOut(
      LocalActor actor, int life, Stepped step, Outgoing accepted, boolean isRerouted) {
    Set<Effect> again = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Consequence each : step.after()) {
      switch (each) {
        case Out(Effect.Say say, Envelope envelope) when isRerouted -> {
          if (again.add(say)) {
            loop.outbox.sayAgain(actor, say, to -> !accepted.isKept(to));
          }
        }
        case Out out when accepted.isTaken(out.envelope()) -> {}
        case Out out -> loop.outbox.dispatch(out.envelope());
        case Do(Effect effect) -> {
          if (actor.life == life || isAboutTheMessage(effect)) {
            loop.steps.carryOut(actor, step.cause(), effect);
          }
        }
      }
    }
  }

  /** Whether it happens even if the actor's life has ended meanwhile. */
  private static boolean isAboutTheMessage(Effect effect) {
    return effect instanceof Effect.Answer || effect instanceof Effect.Refuse;
  }
}
