package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.edn.Sharing;
import jellybean.edn.Value;
import jellybean.message.Address;

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

  /**
   * Messages that it took, keeps in its state and has not done with. When the state is given up,
   * because the actor starts again or ends, they become dead letters {@code :unfinished}.
   */
  default List<Delivery> unfinished(S state) {
    return List.of();
  }

  /**
   * What is left of a state when this actor gives way to another one of its address, on another
   * node, that outlived it in a split of the fleet.
   */
  default Legacy legacy(S state, Address self) {
    return Legacy.NOTHING;
  }

  /**
   * Of what version its states are: the same in two versions that do the same; empty if it has no
   * versions.
   */
  default String meaning() {
    return "";
  }

  /** The state as the shell and the history show it. */
  Value show(S state);

  /** The state as the journal keeps it, if the actor is durable; it must have an EDN form. */
  default Value stored(S state) {
    if (state instanceof Value value) {
      return value;
    }
    throw new StepException("the states of " + getClass().getName() + " cannot be kept");
  }

  /** The state that {@link #stored} made {@code kept} of, perhaps in an earlier version. */
  @SuppressWarnings("unchecked") // As stored(): the states are values themselves.
  default S restored(Value kept) {
    return (S) kept;
  }

  /** The key whose state a message is about, if it is about one. */
  default Optional<Value> keyOf(Delivery delivery) {
    return Optional.empty();
  }

  /** What a document of a saved system holds of a state; it must have an EDN form. */
  default Saved saved(S state) {
    return state instanceof Value value ? Saved.whole(value) : Saved.NOTHING;
  }

  /**
   * The state that {@link #saved} held, where the actor has just started in the state {@code now}.
   */
  default S loaded(S now, Value saved) {
    return restored(saved);
  }

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
