package jellybean.actor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Envelope;

/**
 * A source that an actor opened, for one life of the actor. Any thread may call it; what it offers
 * goes through the actor's loop.
 */
final class Opened implements Effect.Inlet {
  private static final long RETRY_MS = 1_000;

  private final Loop loop;
  private final LocalActor actor;
  private final int life;
  private final Keyword name;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<State> state =
      new AtomicReference<>(new State(false, Optional.empty()));

  private record State(boolean isClosed, Optional<AutoCloseable> end) {}

  private Opened(Loop loop, LocalActor actor, Keyword name) {
    this.loop = loop;
    this.actor = actor;
    this.life = actor.life;
    this.name = name;
  }

  static Opened open(Loop loop, LocalActor actor, Effect.Connect connect) {
    Opened opened = new Opened(loop, actor, connect.name());
    if (!loop.node.workers.run(() -> opened.open(connect.source()))) {
      opened.offer(Errors.error("no worker is free, and too many wait"));
    }
    return opened;
  }

  private void open(Effect.Source source) {
    if (state.get().isClosed()) {
      return;
    }
    try {
      Optional<AutoCloseable> end = Optional.of(source.open(this));
      State before = state.getAndUpdate(now -> new State(now.isClosed(), end));
      if (before.isClosed()) {
        end(end);
      }
    } catch (RuntimeException | LinkageError | AssertionError e) {
      offer(Errors.of(e));
    }
  }

  @Override
  public boolean offer(Value data) {
    if (state.get().isClosed() || waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    loop.post(_ -> arrive(data));
    return true;
  }

  private void arrive(Value data) {
    waiting.decrementAndGet();
    if (actor.life != life) {
      loop.counters.ignoredLate++;
      return;
    }
    Envelope message = loop.outbox.message(actor.address, actor.address, name, data);
    loop.accept(actor, message);
  }

  /** The actor's life is over. */
  void close() {
    State before = state.getAndUpdate(now -> new State(true, now.end()));
    if (before.end().isPresent() && !loop.node.workers.run(() -> end(before.end()))) {
      // The workers are all busy, and this must not stay open for ever.
      loop.node.timers.after(RETRY_MS, this::closeLater);
    }
  }

  private void closeLater() {
    Optional<AutoCloseable> end = state.get().end();
    if (!loop.node.workers.run(() -> end(end))) {
      loop.node.timers.after(RETRY_MS, this::closeLater);
    }
  }

  private static void end(Optional<AutoCloseable> end) {
    try (AutoCloseable closed = end.orElse(() -> {})) {
      // Closing is all there is to do.
    } catch (Exception e) {
      // Whatever it was, it is over; nobody is there who could be told.
      return;
    }
  }
}
