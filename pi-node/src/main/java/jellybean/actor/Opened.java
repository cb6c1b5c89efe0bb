package jellybean.actor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.port.Workers;

/**
 * A source that an actor opened, for one life of the actor. Any thread may call it; what it offers
 * goes through the actor's loop.
 */
final class Opened implements Effect.Inlet {
  /** How long the closing of a source may take. */
  static final long CLOSE_WITHIN_MS = 10_000;

  /** After which pause it is tried again to close one while no worker is free. */
  static final long CLOSE_AGAIN_MS = 1_000;

  private static final Keyword CLOSE = Keyword.of("jelly/close");
  private static final AutoCloseable NOTHING_YET = () -> {};
  private static final AutoCloseable NO_MORE = () -> {};

  private final Loop loop;
  private final LocalActor actor;
  private final Keyword name;
  private final AtomicInteger waiting = new AtomicInteger();

  /** What ends it; it goes from {@link #NOTHING_YET} to {@link #NO_MORE} and never back. */
  private final AtomicReference<AutoCloseable> end = new AtomicReference<>(NOTHING_YET);

  Opened(Loop loop, LocalActor actor, Keyword name) {
    this.loop = loop;
    this.actor = actor;
    this.name = name;
  }

  /** On a worker. */
  void open(Effect.Source source) throws Exception {
    AutoCloseable opened = source.open(this);
    if (!end.compareAndSet(NOTHING_YET, opened)) {
      end(opened);
    }
  }

  @Override
  public boolean offer(Value data) {
    if (isClosed()) {
      return false;
    }
    if (actor.isParked) {
      loop.node.refusedOffers.incrementAndGet();
      return false;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      loop.node.refusedOffers.incrementAndGet();
      return false;
    }
    loop.post(_ -> arrive(data));
    return true;
  }

  private boolean isClosed() {
    return end.get() == NO_MORE;
  }

  private void arrive(Value data) {
    waiting.decrementAndGet();
    Envelope message = loop.outbox.message(actor.address, actor.address, name, data);
    if (isClosed()) {
      loop.bury(message, Reasons.STOPPED, Nil.NIL);
    } else {
      loop.mailboxes.accept(actor, message);
    }
  }

  /** The actor's life is over, or the opening has lasted too long. */
  void close() {
    AutoCloseable before = end.getAndSet(NO_MORE);
    if (before != NOTHING_YET && before != NO_MORE) {
      endElsewhere(before);
    }
  }

  /** It may block, fail or never be over. */
  private void endElsewhere(AutoCloseable opened) {
    AtomicBoolean isOver = new AtomicBoolean();
    Optional<Workers.Job> job =
        loop.node.workers.run(
            () -> {
              end(opened);
              isOver.set(true);
            });
    if (job.isEmpty()) {
      // The workers are all busy, and this must not stay open for ever.
      loop.node.timers.after(CLOSE_AGAIN_MS, () -> endElsewhere(opened));
    } else {
      loop.node.timers.after(CLOSE_WITHIN_MS, () -> giveUp(job.get(), isOver.get()));
    }
  }

  private void giveUp(Workers.Job job, boolean isOver) {
    if (!isOver) {
      job.abandon(Effect.Work.INTERRUPTED_ONLY);
      notClosed(Errors.error("expected the end of its source within " + CLOSE_WITHIN_MS + " ms"));
    }
  }

  private void end(AutoCloseable opened) {
    Value result =
        Jobs.result(
            () -> {
              opened.close();
              return Nil.NIL;
            });
    if (result != Nil.NIL) {
      notClosed(result);
    }
  }

  private void notClosed(Value error) {
    loop.post(own -> own.bury(actor, Reasons.NOT_CLOSED, CLOSE, Nil.NIL, error));
  }
}
