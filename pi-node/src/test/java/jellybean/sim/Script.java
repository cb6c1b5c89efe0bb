package jellybean.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * An actor for tests, put together from functions by name. A name without a function is recorded:
 * {@code [name data]} is appended to the state, which is a vector then; but for {@link
 * Signals#STARTED}, which every supervisor gets for every child.
 */
public final class Script implements Behaviour<Value> {
  private final Value initial;
  private final Map<Keyword, BiFunction<Value, Delivery, Step<Value>>> on = new HashMap<>();
  private final List<Effect> atStart;

  private Script(Value initial, List<Effect> atStart) {
    this.initial = initial;
    this.atStart = atStart;
  }

  /** Starts with this state. */
  public static Script from(Value initial, Effect... atStart) {
    return new Script(initial, List.of(atStart));
  }

  /** Records all it receives. */
  public static Script recorder(Effect... atStart) {
    return from(EdnVector.EMPTY, atStart);
  }

  public Script on(String name, BiFunction<Value, Delivery, Step<Value>> function) {
    on.put(Keyword.of(name), function);
    return this;
  }

  /** At this name does this, and keeps its state. */
  public Script effects(String name, Effect... effects) {
    return on(name, (state, _) -> Step.of(state, effects));
  }

  @Override
  public Value initial() {
    return initial;
  }

  @Override
  public Step<Value> started(Value state, Info info) {
    return new Step<>(state, atStart);
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    BiFunction<Value, Delivery, Step<Value>> function = on.get(delivery.name());
    if (function == null && delivery.name() == Signals.STARTED) {
      return Step.of(state);
    }
    return function == null
        ? Step.of(((EdnVector) state).append(EdnVector.of(delivery.name(), delivery.data())))
        : function.apply(state, delivery);
  }

  @Override
  public Value show(Value state) {
    return state;
  }
}
