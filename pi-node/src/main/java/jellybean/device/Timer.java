package jellybean.device;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Says {@code :tick {:n 1}}, {@code :tick {:n 2}} … with a pause before each. The pause begins when
 * the tick before it was said, so ticks never come closer together than that, and what was late is
 * not made up for. A restart counts anew.
 */
final class Timer implements Behaviour<Int> {
  static final Keyword TICK = Keyword.of("tick");

  private static final Keyword DUE = Keyword.of("jelly/due");
  private static final Keyword N = Keyword.of("n");

  private final String name;
  private final long everyMs;
  private final long times;

  /**
   * @param times how many ticks there are; 0: without end
   */
  Timer(String name, long everyMs, long times) {
    this.name = name;
    this.everyMs = everyMs;
    this.times = times;
  }

  @Override
  public Int initial() {
    return Int.of(0);
  }

  @Override
  public Step<Int> started(Int ticks, Info info) {
    return Step.of(ticks, pause());
  }

  private Effect pause() {
    return new Effect.After(everyMs, DUE, Nil.NIL);
  }

  @Override
  public Step<Int> handle(Int ticks, Delivery delivery) {
    if (delivery.name() != DUE) {
      throw new StepException(
          name + " does not understand " + delivery.name() + ": expected nothing");
    }
    Int next = Int.of(ticks.value() + 1);
    Effect tick = Effect.say(TICK, EdnMap.of(N, next));
    return next.value() == times ? Step.of(next, tick) : Step.of(next, tick, pause());
  }

  @Override
  public Value show(Int ticks) {
    return ticks;
  }
}
