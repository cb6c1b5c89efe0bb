package jellybean.port;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.DuplicateTable;
import jellybean.message.Envelope;
import jellybean.message.MessageId;

/**
 * Keeps on disk what durable actors must not lose. Any thread may call it; nothing blocks. All
 * answers come on one thread of the journal's own, in the order of the calls, so that whoever hears
 * them in that order knows what was on disk when a {@link #load} was answered.
 */
public interface Journal {
  /**
   * No actor's: what waits to be accepted by other nodes is loaded as the mailbox of this address.
   */
  Address OUTBOX = Address.ROOT;

  /**
   * Writes an entry: all of it or, after a power cut, nothing.
   *
   * @param told {@link Written} once it is on disk, or {@link Failed}
   * @return false if as much waits to be written as may; only ever for an {@link Accept}
   * @throws JournalException it has no EDN form or is too large
   */
  boolean append(Entry entry, Consumer<Answer> told);

  /**
   * @param told {@link Kept}, or {@link Failed} if nothing can be kept
   */
  void load(Address actor, Consumer<Answer> told);

  /** Something that changes what is kept. */
  sealed interface Entry {}

  /**
   * A message is to wait for its receiver, unless it did or was handled before: by its ticket that
   * is certain, without one it is by its id, of which the latest are remembered.
   */
  record Accept(Envelope message) implements Entry {}

  /**
   * An actor made some steps.
   *
   * @param handled messages that wait no longer
   * @param state its new state, if it changed
   * @param accepted what it said to other durable actors of this node, which waits for them now
   * @param sent what it said to actors of other nodes, which is kept until it is {@link Settled};
   *     the journal numbers the tickets
   */
  record Progress(
      Address actor,
      List<MessageId> handled,
      Optional<Value> state,
      List<Envelope> accepted,
      List<Envelope> sent)
      implements Entry {
    public Progress {
      handled = List.copyOf(handled);
      accepted = List.copyOf(accepted);
      sent = List.copyOf(sent);
    }

    public Progress(
        Address actor, List<MessageId> handled, Optional<Value> state, List<Envelope> accepted) {
      this(actor, handled, state, accepted, List.of());
    }
  }

  /**
   * What was sent to that actor under the numbers {@code first} to {@code last} is kept no longer.
   */
  record Settled(Address to, long first, long last) implements Entry {}

  /** An actor is gone for good. */
  record Forget(Address actor) implements Entry {}

  /** How far an actor that moves to another node has left this one. */
  enum Stage {
    /** Nothing is accepted for it any more; what is kept of it is still the only copy. */
    LEAVING,
    /** It does not leave after all. */
    STAYS,
    /** The other node keeps it: if it was leaving it is forgotten here. */
    LEFT
  }

  /** An actor moves to another node. */
  record Leave(Address actor, Stage stage) implements Entry {}

  /**
   * An actor has come from another node: this takes the place of whatever was kept of it here.
   *
   * @param move the number of the move by which it came
   */
  record Arrived(Address actor, long move, Kept kept) implements Entry {}

  /** What is told. */
  sealed interface Answer {}

  /**
   * It is on disk.
   *
   * @param messages of an {@link Accept} or {@link Progress}: those that were accepted, without the
   *     ones that came before, then those that were sent, with their numbers; of a {@link Forget}:
   *     those that waited
   */
  record Written(List<Envelope> messages) implements Answer {
    public Written {
      messages = List.copyOf(messages);
    }
  }

  /**
   * What is on disk of an actor.
   *
   * @param state empty if there is none
   * @param mailbox accepted and not handled, in the order in which they came
   * @param duplicates what was accepted by tickets
   * @param seen the latest that were handled and had no ticket
   * @param move the number of the move by which it came; 0 if it did not come
   * @param isLeaving see {@link Stage#LEAVING}
   */
  record Kept(
      Optional<Value> state,
      List<Envelope> mailbox,
      DuplicateTable duplicates,
      List<MessageId> seen,
      long move,
      boolean isLeaving)
      implements Answer {
    public Kept {
      mailbox = List.copyOf(mailbox);
      seen = List.copyOf(seen);
    }

    public Kept(Optional<Value> state, List<Envelope> mailbox) {
      this(state, mailbox, new DuplicateTable(), List.of(), 0, false);
    }

    /** Whether there is none. */
    public boolean isNothing() {
      return state.isEmpty() && mailbox.isEmpty() && seen.isEmpty() && duplicates.size() == 0;
    }
  }

  /** It is not on disk, or may not be; nothing will be any more. */
  record Failed(String why) implements Answer {}

  /** Of a node that keeps nothing. */
  Journal NONE =
      new Journal() {
        private static final Failed NOTHING_IS_KEPT =
            new Failed("this node keeps nothing: expected that it was started with --data DIR");

        @Override
        public boolean append(Entry entry, Consumer<Answer> told) {
          told.accept(NOTHING_IS_KEPT);
          return true;
        }

        @Override
        public void load(Address actor, Consumer<Answer> told) {
          told.accept(NOTHING_IS_KEPT);
        }
      };
}
