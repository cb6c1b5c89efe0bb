package jellybean.actor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/** Work that is not done on the asking actor's loop, and its way back as a message. */
final class Jobs {
  private Jobs() {}

  /** Blocking work for the workers. */
  static void work(Loop loop, LocalActor actor, Effect.Work work) {
    int life = actor.life;
    boolean taken =
        loop.node.workers.run(() -> deliver(actor, life, work.name(), result(work.job())));
    if (!taken) {
      deliver(actor, life, work.name(), Errors.error("no worker is free, and too many wait"));
    }
  }

  private static Value result(Supplier<Value> job) {
    try {
      return job.get();
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return Errors.of(e);
    }
  }

  /** A question to every loop; whoever answers last sends all answers. */
  static void inspect(Loop loop, LocalActor actor, Effect.Inspect inspect) {
    int life = actor.life;
    int loops = loop.node.loops();
    AtomicReferenceArray<Value> answers = new AtomicReferenceArray<>(loops);
    AtomicInteger missing = new AtomicInteger(loops);
    for (int i = 0; i < loops; i++) {
      loop.node
          .loop(i)
          .post(
              asked -> {
                answers.set(asked.index(), answer(asked, inspect.question()));
                if (missing.decrementAndGet() == 0) {
                  deliver(actor, life, inspect.name(), vector(answers));
                }
              });
    }
  }

  private static Value answer(Loop loop, Function<LoopView, Value> question) {
    return result(() -> question.apply(new LoopSight(loop)));
  }

  private static Value vector(AtomicReferenceArray<Value> answers) {
    EdnVector vector = EdnVector.EMPTY;
    for (int i = 0; i < answers.length(); i++) {
      vector = vector.append(answers.get(i));
    }
    return vector;
  }

  /** Any thread. What comes for an earlier life of the actor is counted, nothing else. */
  private static void deliver(LocalActor actor, int life, Keyword name, Value data) {
    actor.loop.post(
        loop -> {
          if (actor.life != life) {
            loop.counters.ignoredLate++;
          } else {
            loop.acceptAnyway(actor, loop.outbox.message(actor.address, actor.address, name, data));
          }
        });
  }
}
