package jellybean.actor;

import java.util.Optional;
import jellybean.actor.LocalActor.Question;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.ReplyTo;
import jellybean.message.Via;

/** Questions of a loop's actors that wait for answers, and answers on their way. */
final class Questions {
  private final Loop loop;

  /** Starts at random, so that an answer from before a node's restart fits no new question. */
  private long lastAsk;

  Questions(Loop loop, long seed) {
    this.loop = loop;
    this.lastAsk = seed >>> 2;
  }

  /** Opens a question, if it is one. Its deadline brings an error if no answer came until then. */
  Optional<ReplyTo> open(LocalActor asker, Optional<Effect.Ask> ask) {
    if (ask.isEmpty()) {
      return Optional.empty();
    }
    long number = ++lastAsk;
    if (asker.status != Status.ENDED) {
      long withinMs = ask.get().withinMs();
      asker.questions.put(number, question(asker, number, ask.get().reply(), withinMs));
    }
    return Optional.of(new ReplyTo(asker.address, loop.node.self, number));
  }

  private Question question(LocalActor asker, long number, Keyword reply, long withinMs) {
    return new Question(
        reply,
        loop.node.timers.after(withinMs, () -> loop.post(_ -> expired(asker, number, withinMs))),
        loop.node.clock.monotonicMs() + withinMs);
  }

  /**
   * A question of an actor that was saved is open again.
   *
   * @throws StepException too many are
   */
  void reopen(LocalActor asker, long number, Keyword reply, long leftMs) {
    if (asker.questions.size() >= loop.node.limits.openQuestions()) {
      throw new StepException("too many open questions of " + asker.address);
    }
    long withinMs = Math.clamp(leftMs, 0, Effects.MAX_DELAY_MS);
    asker.questions.put(number, question(asker, number, reply, withinMs));
  }

  private void expired(LocalActor asker, long number, long withinMs) {
    Question question = asker.questions.remove(number);
    if (question == null) {
      loop.counters.ignoredLate++;
      return;
    }
    reply(asker, question.reply(), Errors.error("no answer within " + withinMs + " ms"));
  }

  /** The question found no receiver, so that nobody will ever answer it. */
  void nobodyAsked(LocalActor asker, Effect.Ask ask, Keyword name) {
    if (asker.status != Status.ENDED) {
      reply(asker, ask.reply(), Errors.error("nobody receives " + name));
    }
  }

  /** The same for a question that came from elsewhere and was to be passed on. */
  void nobody(LocalActor relay, ReplyTo asker, Keyword name) {
    answer(relay, new Effect.Answer(asker, Errors.error("nobody receives " + name)));
  }

  private void reply(LocalActor asker, Keyword name, Value data) {
    loop.mailboxes.acceptAnyway(
        asker, loop.outbox.message(asker.address, asker.address, name, data));
  }

  /** An actor of this loop answers a question of anybody. */
  void answer(LocalActor answerer, Effect.Answer answer) {
    ReplyTo to = answer.to();
    Envelope envelope =
        loop.outbox.envelope(
            Envelope.Kind.ANSWER,
            answerer.address,
            to.asker(),
            Signals.ANSWER,
            answer.data(),
            Optional.of(to));
    if (!to.node().equals(loop.node.self)) {
      loop.counters.sentRemote++;
      answerer.isHeardBy(to.node());
      loop.node.network.send(to.node(), envelope);
    } else {
      loop.outbox.dispatch(envelope);
    }
  }

  /** An answer came for an actor of this loop. */
  void answered(LocalActor asker, Envelope answer) {
    Optional<Question> question =
        answer.replyTo().flatMap(to -> Optional.ofNullable(asker.questions.remove(to.ask())));
    if (question.isEmpty()) {
      loop.bury(answer, Reasons.LATE, Nil.NIL);
      return;
    }
    question.get().deadline().cancel();
    loop.mailboxes.acceptAnyway(asker, asMessage(answer, question.get().reply()));
  }

  private static Envelope asMessage(Envelope answer, Keyword name) {
    Envelope message =
        Envelope.message(
            answer.from(),
            answer.to(),
            answer.id(),
            name,
            answer.data(),
            answer.timeMs(),
            answer.seed());
    return answer.via() == Via.NONE ? message : message.with(answer.via().traceOnly());
  }

  /** The asker's life ends. */
  void forget(LocalActor asker) {
    asker.questions.values().forEach(q -> q.deadline().cancel());
    asker.questions.clear();
  }
}
