package jellybean.actor;

import jellybean.edn.Sharing;
import jellybean.edn.Value;

/**
 * What an actor does with a message: a pure function. It may be called by any one thread at a time
 * and must not keep anything outside the state it returns.
 *
 * @param <S> an immutable state
 */
public interface Behaviour<S> {
  /** What a state weighs that is not an EDN value, unless the behaviour knows better. */
  int UNKNOWN_WEIGHT_BYTES = 256;

  /** Parts of two states that are compared to find what they share. */
  int SHARING_STEPS = 256;

  /** The state in which the actor starts, and starts again after a crash. */
  S initial();

  /**
   * Handles one message.
   *
   * @throws RuntimeException the step fails: nothing of it happens, the actor crashes, the message
   *     becomes the dead letter {@code :crashed}. A {@link StepException} or a language error says
   *     why as EDN; any other exception is described by its class and message.
   */
  Step<S> handle(S state, Delivery delivery);

  /** Effects carried out once at each start and restart, before the first message. */
  default Step<S> started(S state, Info info) {
    return Step.of(state);
  }

  /**
   * Whether it runs as soon as {@link #started} has been carried out, so that its supervisor is
   * told; otherwise it says so itself, by {@link Signals#STARTED}.
   */
  default boolean runsAtOnce() {
    return true;
  }

  /** The state as the shell and the history show it. */
  Value show(S state);

  /**
   * Estimated heap bytes that a state holds and {@code next}, which followed it, does not: what it
   * costs to keep both. Called at each message that changes the state, so it must be quick.
   */
  default int weightBeyond(S state, S next) {
    return state instanceof Value value && next instanceof Value nextValue
        ? Sharing.weightBeyond(value, nextValue, SHARING_STEPS)
        : weightBytes(state);
  }

  /** Estimated heap bytes of a state. */
  default int weightBytes(S state) {
    return state instanceof Value value ? value.weightBytes() : UNKNOWN_WEIGHT_BYTES;
  }
}
