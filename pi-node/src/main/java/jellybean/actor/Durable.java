package jellybean.actor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import org.jspecify.annotations.Nullable;

/** What a loop keeps for a durable actor. Owned by the actor's loop. */
final class Durable {
  /** Whether messages are accepted only when they are on disk. */
  final boolean keepsMailbox;

  boolean isAskedFor;
  boolean isLoaded;

  /** Why nothing can be kept; the actor cannot start then. */
  Optional<String> failure = Optional.empty();

  /** Its state on disk. */
  Optional<Value> state = Optional.empty();

  /** Messages that wait in the mailbox and are on disk. */
  final Set<MessageId> onDisk = new HashSet<>();

  /** Messages on their way to the disk, which count as waiting. */
  int arriving;

  /** Steps that were made and are not yet on their way to the disk. */
  List<Made> made = new ArrayList<>();

  /** How many of the next messages are handled one by one, each with a write of its own. */
  int singly;

  /** Whether steps are on their way to the disk; nothing is handled until they are there. */
  boolean isWriting;

  /** Which router told where the messages of the steps go. */
  @Nullable Router routedBy;

  Durable(boolean keepsMailbox) {
    this.keepsMailbox = keepsMailbox;
  }

  /**
   * The state in which the actor starts.
   *
   * @throws StepException nothing can be kept
   */
  Object start(Behaviour<Object> behaviour) {
    if (failure.isPresent()) {
      throw new StepException("a durable actor cannot start: " + failure.get());
    }
    return last(behaviour);
  }

  /** The last state that is on disk. */
  Object last(Behaviour<Object> behaviour) {
    return state.map(behaviour::restored).orElseGet(behaviour::initial);
  }

  /** Whether no further message may be handled before what was made is on disk. */
  boolean isHeld() {
    return isWriting || !isLoaded || !made.isEmpty() && (singly > 0 || made.getLast().isLast());
  }

  /** What follows from one message, once it is on disk. */
  sealed interface Made {
    Envelope cause();

    /** Whether the next message has to wait for it. */
    boolean isLast();
  }

  /**
   * A step.
   *
   * @param causeBytes weight of the message
   * @param after in the order of the step's effects
   */
  record Stepped(
      Envelope cause,
      int causeBytes,
      Object before,
      Object next,
      List<Consequence> after,
      boolean isLast)
      implements Made {}

  /** A failure. */
  record Crashed(Envelope cause, Value error) implements Made {
    @Override
    public boolean isLast() {
      return true;
    }
  }

  /** An effect that waits until the step is on disk. */
  sealed interface Consequence {}

  /** A message that was said or sent. */
  record Out(Effect by, Envelope envelope) implements Consequence {}

  /** Anything else. */
  record Do(Effect effect) implements Consequence {}
}
