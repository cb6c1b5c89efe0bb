package jellybean.actor;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.ReplyTo;

/**
 * Something a step asks for. Programs can ask for {@link Say}, {@link Answer}, {@link After},
 * {@link Watch}, {@link Unwatch} and {@link Stop}; the others are for behaviours written in Java.
 *
 * <p>Effects are carried out in their order, after the step has succeeded. What can be refused is
 * checked before, and crashes the step: more open questions, timers or watches than {@link
 * ActorLimits} allow, a delay out of range, an address that is taken, a node that is full.
 */
public sealed interface Effect {
  /**
   * Says a message on the bus of the actor's cluster; the router finds the receivers. If there is
   * none it is a dead letter, and a question is answered by an error at once.
   *
   * @param instance the one instance of a template that shall get it, if not all
   */
  record Say(Keyword name, Value data, Optional<Ask> ask, Optional<Value> instance)
      implements Effect {
    public Say(Keyword name, Value data, Optional<Ask> ask) {
      this(name, data, ask, Optional.empty());
    }
  }

  /**
   * Lets the bus of the supervisor that returns it hear something of an instance of a template;
   * that nobody takes it is no dead letter.
   */
  record Hear(Keyword name, Value data, Value instance) implements Effect {}

  /**
   * The message that is being handled goes on, from the same sender and with the same question, to
   * whoever receives it on the bus of the supervisor that returns this; it is one sent from above.
   */
  record Relay() implements Effect {}

  /**
   * The message that is being handled cannot be carried out: it becomes a dead letter with this
   * reason and error, and its question, if it is one, is answered with the error.
   */
  record Refuse(Keyword reason, Value error) implements Effect {}

  /**
   * The message that is being handled goes on to another actor as it is: with its sender, its id
   * and its question.
   */
  record PassOn(Address to) implements Effect {}

  /** Sends a message to one address, past the bus. */
  record Send(Address to, Keyword name, Value data, Optional<Ask> ask) implements Effect {}

  /** Answers a question; the first answer counts, later ones are dead letters {@code :late}. */
  record Answer(ReplyTo to, Value data) implements Effect {}

  /** Sends a message to the actor itself after a delay; cancelled by a crash or stop. */
  record After(long delayMs, Keyword name, Value data) implements Effect {}

  /**
   * Asks for a message {@code :down} with {@code {:address "…" :reason …}} when the actor at that
   * address dies, its board included; at once if there is none. A crash that a supervisor handles
   * is no death. The watch ends with that message, and with the watcher's own crash or stop.
   */
  record Watch(Address address) implements Effect {}

  /**
   * Puts the message that is being handled aside, as if it had not come yet; what follows it is
   * handled first. A step that returns this returns nothing else and leaves the state as it is.
   * What is aside counts as waiting in the mailbox.
   */
  record Stash() implements Effect {}

  /** What was put aside comes next, in the order in which it came. */
  record Unstash() implements Effect {}

  /** Ends that. */
  record Unwatch(Address address) implements Effect {}

  /** Stops the actor that returns it, after this step. */
  record Stop(Value reason) implements Effect {}

  /**
   * Starts an actor on this node; messages that came for its address since {@link Expect} are
   * there. If the address is taken, and not by one that this step terminates before, the step
   * crashes. If another loop takes it at the very same time, or if a part of the node spawns, that
   * is the dead letter {@code :not-started}, and {@link Signals#CRASHED} for the supervisor.
   */
  record Spawn(ActorSpec spec) implements Effect {}

  /** Opens a mailbox for an actor that will be spawned here soon: messages wait, bounded. */
  record Expect(Address actor) implements Effect {}

  /**
   * Starts a crashed or running actor of this node again: state resets, timers, questions and
   * watches end, the mailbox stays. Nothing happens if there is none.
   */
  record Restart(Address actor) implements Effect {}

  /**
   * Ends an actor of this node: its address is free at once, what is left in its mailbox becomes
   * dead letters {@code :stopped}, its watchers are told; its supervisor is not.
   */
  record Terminate(Address actor, Value reason) implements Effect {}

  /**
   * Ends an actor of this node, but keeps its address and mailbox for a {@link Spawn} that follows:
   * state, timers, questions and watches end, messages wait, bounded. No death: its watchers are
   * not told. Nothing happens if there is none.
   */
  record Halt(Address actor) implements Effect {}

  /** From now on this router decides, on all loops of this node. */
  record Install(Router router) implements Effect {}

  /**
   * Runs blocking work on a thread of the workers; its result, or {@code #jelly/error} if it fails
   * or no worker takes it, arrives at the actor as message {@code name}, unless the actor has
   * crashed or ended meanwhile.
   */
  record Work(Supplier<Value> job, Keyword name) implements Effect {}

  /**
   * Opens something that happens by itself, such as a door that others knock at. Opening is done by
   * the workers; what the source then offers, from whatever thread, arrives at the actor as
   * messages {@code name}, and {@code #jelly/error} if it cannot be opened. It is closed, by the
   * workers, when the actor crashes or ends.
   */
  record Connect(Source source, Keyword name) implements Effect {}

  /** Something that happens by itself. */
  @FunctionalInterface
  interface Source {
    /** Begins; may block. What it returns ends it, and may block, too. */
    AutoCloseable open(Inlet inlet);
  }

  /** Where a source puts what happened. */
  @FunctionalInterface
  interface Inlet {
    /** How much may be on its way to the actor. */
    int MAX_WAITING = 64;

    /** Any thread. False if too much is on its way, or nobody is interested any more. */
    boolean offer(Value data);
  }

  /**
   * Asks every loop of this node; the answers arrive at the actor as message {@code name}, a vector
   * with one element per loop.
   */
  record Inspect(Function<LoopView, Value> question, Keyword name) implements Effect {}

  /** Makes a say or send a question: the answer arrives as {@code reply}, expiry as an error. */
  record Ask(Keyword reply, long withinMs) {}

  static Say say(Keyword name, Value data) {
    return new Say(name, data, Optional.empty());
  }

  static Send send(Address to, Keyword name, Value data) {
    return new Send(to, name, data, Optional.empty());
  }
}
