package jellybean.actor;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import jellybean.actor.Pending.Piece;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** Work that is not done on the asking actor's loop, and its way back as a message. */
final class Jobs {
  private static final Value NO_WORKER = Errors.error("no worker is free, and too many wait");

  private Jobs() {}

  /** Blocking work for the workers. */
  static void work(Loop loop, LocalActor actor, Effect.Work work) {
    Piece piece = new Piece(work.name(), work.withinMs(), work.giveUp(), Optional.empty());
    begin(loop, actor, piece, () -> Optional.of(work.job().get()));
  }

  /** The same for the opening of a source; only that it fails is told. */
  static void connect(Loop loop, LocalActor actor, Effect.Connect connect) {
    if (actor.status == LocalActor.Status.ENDED) {
      return;
    }
    Opened opened = new Opened(loop, actor, connect.name());
    Pending.of(actor).sources.add(opened);
    Piece piece =
        new Piece(
            connect.name(), connect.withinMs(), Effect.Work.INTERRUPTED_ONLY, Optional.of(opened));
    begin(
        loop,
        actor,
        piece,
        () -> {
          opened.open(connect.source());
          return Optional.empty();
        });
  }

  private static void begin(
      Loop loop, LocalActor actor, Piece piece, Callable<Optional<Value>> job) {
    if (actor.status == LocalActor.Status.ENDED) {
      return;
    }
    Pending.of(actor).pieces.add(piece);
    piece.job =
        loop.node.workers.run(
            () -> {
              Optional<Value> result = attempt(job);
              loop.post(own -> over(own, actor, piece, result));
            });
    if (piece.job.isEmpty()) {
      loop.post(own -> over(own, actor, piece, Optional.of(NO_WORKER)));
    } else {
      piece.deadline =
          loop.node.timers.after(
              piece.withinMs, () -> loop.post(own -> expired(own, actor, piece)));
    }
  }

  /** What comes for an earlier life of the actor, or too late, is counted, nothing else. */
  private static void over(Loop loop, LocalActor actor, Piece piece, Optional<Value> result) {
    if (Pending.settle(actor, piece)) {
      result.ifPresent(
          data -> {
            piece.source.ifPresent(failed -> closed(actor, failed));
            arrive(loop, actor, piece.name, data);
          });
    } else {
      loop.counters.ignoredLate++;
    }
  }

  private static void expired(Loop loop, LocalActor actor, Piece piece) {
    if (Pending.settle(actor, piece)) {
      abandon(piece);
      piece.source.ifPresent(slow -> closed(actor, slow));
      Value error = Errors.error("the work did not end within " + piece.withinMs + " ms");
      arrive(loop, actor, piece.name, error);
    }
  }

  /** It is not open and will not be; another one may be. */
  private static void closed(LocalActor actor, Opened source) {
    Pending.of(actor).sources.remove(source);
    source.close();
  }

  private static void arrive(Loop loop, LocalActor actor, Keyword name, Value data) {
    loop.mailboxes.acceptAnyway(
        actor, loop.outbox.message(actor.address, actor.address, name, data));
  }

  static void abandon(Piece piece) {
    piece.job.ifPresent(job -> job.abandon(piece.giveUp));
  }

  static Value result(Callable<Value> job) {
    return attempt(() -> Optional.of(job.call())).orElse(Nil.NIL);
  }

  /**
   * Whatever a job throws is its result, a lack of memory, too: one of the heap has ended the
   * process before anybody could catch it. That its thread was interrupted is the business of the
   * workers.
   */
  private static Optional<Value> attempt(Callable<Optional<Value>> job) {
    try {
      return job.call();
    } catch (Throwable e) {
      return Optional.of(Errors.of(e));
    }
  }

  /** A question to every loop; whoever answers last sends all answers. */
  static void inspect(
      Loop loop, LocalActor actor, Function<? super LoopSight, Value> question, Keyword name) {
    int life = actor.life;
    int loops = loop.node.loops();
    AtomicReferenceArray<Value> answers = new AtomicReferenceArray<>(loops);
    AtomicInteger missing = new AtomicInteger(loops);
    for (int i = 0; i < loops; i++) {
      loop.node
          .loop(i)
          .post(
              asked -> {
                answers.set(asked.index(), answer(asked, question));
                if (missing.decrementAndGet() == 0) {
                  deliver(actor, life, name, vector(answers));
                }
              });
    }
  }

  private static Value answer(Loop loop, Function<? super LoopSight, Value> question) {
    return result(() -> question.apply(new LoopSight(loop)));
  }

  private static Value vector(AtomicReferenceArray<Value> answers) {
    EdnVector vector = EdnVector.EMPTY;
    for (int i = 0; i < answers.length(); i++) {
      vector = vector.append(answers.get(i));
    }
    return vector;
  }

  /** Any thread. */
  private static void deliver(LocalActor actor, int life, Keyword name, Value data) {
    actor.loop.post(
        loop -> {
          if (actor.life != life) {
            loop.counters.ignoredLate++;
          } else {
            arrive(loop, actor, name, data);
          }
        });
  }
}
