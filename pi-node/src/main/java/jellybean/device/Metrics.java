package jellybean.device;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Says {@code :metrics {:process {…} :board {…}}} now and then, and answers {@code :read} with the
 * newest; its state.
 */
final class Metrics implements Behaviour<Value> {
  static final Keyword METRICS = Keyword.of("metrics");
  static final Keyword READ = Keyword.of("read");

  private static final Keyword DUE = Keyword.of("jelly/due");
  private static final Keyword TAKEN = Keyword.of("jelly/taken");

  private final Machine machine;
  private final long everyMs;
  private final boolean isSaid;

  /**
   * @param isSaid whether it may say them
   */
  Metrics(Machine machine, long everyMs, boolean isSaid) {
    this.machine = machine;
    this.everyMs = everyMs;
    this.isSaid = isSaid;
  }

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Step<Value> started(Value state, Info info) {
    return Step.of(state, take());
  }

  private Effect take() {
    return new Effect.Work(machine::read, TAKEN);
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    Keyword name = delivery.name();
    if (name == DUE) {
      return Step.of(state, take());
    }
    if (name == TAKEN) {
      return taken(delivery.data());
    }
    if (name != READ) {
      throw new StepException("does not understand " + name + ": expected :read");
    }
    return delivery
        .info()
        .replyTo()
        .map(to -> Step.of(state, new Effect.Answer(to, state)))
        .orElseGet(() -> Step.of(state));
  }

  private Step<Value> taken(Value metrics) {
    Effect again = new Effect.After(everyMs, DUE, Nil.NIL);
    if (!(metrics instanceof EdnMap)) {
      // No worker was free, or the system did not answer; the next time it may. Meanwhile it shows.
      return Step.of(metrics, again);
    }
    return isSaid ? Step.of(metrics, Effect.say(METRICS, metrics), again) : Step.of(metrics, again);
  }

  @Override
  public Value show(Value state) {
    return state;
  }
}
