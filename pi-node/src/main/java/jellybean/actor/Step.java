package jellybean.actor;

import java.util.List;

/**
 * What a behaviour returns: the new state and what is to be done, in order.
 *
 * @param effects at most {@link #MAX_JAVA_EFFECTS}; more crash the step
 */
public record Step<S>(S state, List<Effect> effects) {
  /** Of a behaviour that is written in EDN. */
  public static final int MAX_EFFECTS = 256;

  /** Of any: a supervisor may have to tell something to each of its bodies and each member. */
  public static final int MAX_JAVA_EFFECTS = 8_192;

  public Step {
    effects = List.copyOf(effects);
    if (effects.size() > MAX_JAVA_EFFECTS) {
      throw new StepException(
          "too many effects in one step: expected at most "
              + MAX_JAVA_EFFECTS
              + ", found "
              + effects.size());
    }
  }

  public static <S> Step<S> of(S state) {
    return new Step<>(state, List.of());
  }

  public static <S> Step<S> of(S state, Effect effect) {
    return new Step<>(state, List.of(effect));
  }

  public static <S> Step<S> of(S state, Effect... effects) {
    return new Step<>(state, List.of(effects));
  }
}
