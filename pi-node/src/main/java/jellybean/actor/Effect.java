package jellybean.actor;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
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
   * Something that could not be done, and is not said to anybody: a dead letter of the actor itself
   * with this reason, so that it is counted and can be seen.
   */
  record Note(Keyword reason, Keyword name, Value data, Value error) implements Effect {}

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
   *
   * @param isAnew whether it begins at once, although it was to come from another node, if no table
   *     in force here ever said so ({@link Await})
   */
  record Spawn(ActorSpec spec, boolean isAnew) implements Effect {
    public Spawn(ActorSpec spec) {
      this(spec, false);
    }
  }

  /** Opens a mailbox for an actor that will be spawned here soon: messages wait, bounded. */
  record Expect(Address actor, Durability durability) implements Effect {
    public Expect(Address actor) {
      this(actor, Durability.VOLATILE);
    }
  }

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
   * Gives an actor of this node another behaviour, between two messages: its mailbox, timers,
   * questions and watches stay. If its state cannot be made one of the new behaviour, that is the
   * dead letter {@code :not-migrated} with the state, and the actor starts again. One that stands
   * still or starts begins with the new behaviour.
   *
   * @param migrate makes of the state one of the new behaviour; may throw
   */
  record Become(ActorSpec spec, UnaryOperator<Object> migrate) implements Effect {}

  /**
   * Ends an actor of this node, but keeps its address and mailbox for a {@link Spawn} that follows:
   * state, timers, questions and watches end, messages wait, bounded. No death: its watchers are
   * not told. Nothing happens if there is none.
   */
  record Halt(Address actor) implements Effect {}

  /**
   * Ends an actor of this node that gives way to the one that the router now finds at its address:
   * its {@link Behaviour#legacy} and what waits in its mailbox go there; its watchers are told. If
   * nobody has lived there yet, what waits becomes dead letters {@code :no-such-actor}.
   */
  record GiveWay(Address actor) implements Effect {}

  /**
   * Lets an actor of this node say again to its supervisor how it is: {@link Signals#STARTED} or
   * {@link Signals#CRASHED}; {@link Signals#STOPPED}, with the reason {@code :gone}, if there is
   * none. One that starts, or does not run at once, will say so itself.
   *
   * @param revives whether one that stands still after a crash, and runs at once, is started again
   *     instead
   * @param spec as what it is started if there is none, instead
   */
  record Recall(Address actor, Address supervisor, boolean revives, Optional<ActorSpec> spec)
      implements Effect {}

  /**
   * What the journal keeps of an actor that has been ended for good goes; messages that waited
   * become dead letters {@code :stopped}.
   */
  record Forget(Address actor) implements Effect {}

  /**
   * Actors of this node at or below that address, also those that are spawned later, begin nothing
   * from that moment on: neither a message nor their start. Mailboxes stay as they are, timers and
   * answers wait in them. A later moment lets them go on; {@link Long#MAX_VALUE} lifts the limit.
   * The moment is looked at before each message, so that it holds however late the next effect is.
   *
   * @param monotonicMs on {@link jellybean.port.Clock#monotonicMs}
   */
  record RunUntil(Address part, long monotonicMs) implements Effect {}

  /**
   * Lets an actor of this node say to its supervisor how much it would take along: {@link
   * Signals#MEASURED}.
   *
   * @param move the number of the move
   */
  record Measure(Address actor, Address supervisor, long move) implements Effect {}

  /**
   * Takes an address of this node for an actor that comes from another one; {@link Signals#READY}
   * says so to its supervisor. When it has come it runs, and {@link Signals#STARTED} says so.
   *
   * <p>Direct messages wait until {@link Await} says for whose fences.
   *
   * @param from its old node
   * @param move the number of the move, the same in {@link Depart} and {@link Fence}
   */
  record Arrive(ActorSpec spec, NodeId from, long move, Way way) implements Effect {}

  /**
   * A durable actor that is to come here by that move, and has not come yet, shall not: {@link
   * Signals#MOVE_REFUSED} says so to its supervisor, and from then on nothing of it is kept here.
   * If it has come nothing happens but that it says again that it runs.
   */
  record TurnAway(Address actor, Address supervisor, long move) implements Effect {}

  /**
   * What this node keeps of a durable actor that begins anew elsewhere is given up: its state is
   * the dead letter {@code :yielded}, what waited for it {@code :stopped}.
   */
  record GiveUp(Address actor) implements Effect {}

  /**
   * The router that was installed before this lets an actor live here that comes, or came, by that
   * move. A durable one may come to a node that has forgotten that it does: its address is taken.
   *
   * @param fences nodes whose direct messages wait until their fence has come by the old node, each
   *     with the life that is meant
   * @param isKept whether it is durable
   */
  record Await(
      Address actor, NodeId from, long move, Map<NodeId, Long> fences, boolean isKept, Way way)
      implements Effect {}

  /**
   * Sends an actor of this node to another, with its state, what waits for it, its timers,
   * questions and watches; what comes for it later goes after it. If it stands still because it is
   * being saved, it goes afterwards.
   *
   * @param fences nodes from which something may come for it until their fence has come, each with
   *     the life that is meant
   * @param isKept whether it is durable; then what is kept of it goes also if it does not run
   * @param way {@link Way#BACK} if it never came here: what waited for it goes, and nothing else
   */
  record Depart(
      Address actor, NodeId to, long move, Map<NodeId, Long> fences, boolean isKept, Way way)
      implements Effect {}

  /** A durable actor that left this node is kept by another one: what is kept here goes. */
  record Left(Address actor) implements Effect {}

  /**
   * The router that was installed before this sends to the new node of an actor: as soon as all
   * loops do, the old node is told that nothing comes from here any more.
   */
  record Fence(Address actor, NodeId from, NodeId to, long move) implements Effect {}

  /** From now on this router decides, on all loops of this node. */
  record Install(Router router) implements Effect {}

  /**
   * Runs blocking work on a thread of the workers; its result, or {@code #jelly/error} if it fails,
   * no worker takes it or it lasts too long, arrives at the actor as message {@code name}. If the
   * actor crashes or ends before, nothing arrives. Work that nobody waits for any more is {@link
   * jellybean.port.Workers.Job#abandon abandoned}.
   *
   * @param giveUp run on another thread when running work is abandoned: what makes the work end
   *     that does not mind being interrupted, such as the closing of its socket
   */
  record Work(Supplier<Value> job, Keyword name, long withinMs, Runnable giveUp) implements Effect {
    /** How long work may last that says nothing else. */
    public static final long DEFAULT_WITHIN_MS = 30_000;

    /** For work that ends when it is interrupted. */
    public static final Runnable INTERRUPTED_ONLY = () -> {};

    public Work(Supplier<Value> job, Keyword name) {
      this(job, name, DEFAULT_WITHIN_MS, INTERRUPTED_ONLY);
    }
  }

  /**
   * Opens something that happens by itself, such as a door that others knock at. Opening is done by
   * the workers; what the source then offers, from whatever thread, arrives at the actor as
   * messages {@code name}, and {@code #jelly/error} if it cannot be opened or that lasts too long.
   * It is closed, by the workers, when the actor crashes, starts again or ends; what cannot be
   * closed is a dead letter {@code :not-closed}.
   */
  record Connect(Source source, Keyword name, long withinMs) implements Effect {
    public Connect(Source source, Keyword name) {
      this(source, name, Work.DEFAULT_WITHIN_MS);
    }
  }

  /** Something that happens by itself. */
  @FunctionalInterface
  interface Source {
    /**
     * Begins; may block, and is interrupted when nobody waits for it any more. What it returns ends
     * it, and may block, too, for at most {@link Opened#CLOSE_WITHIN_MS}.
     */
    AutoCloseable open(Inlet inlet) throws Exception;
  }

  /** Where a source puts what happened. */
  @FunctionalInterface
  interface Inlet {
    /** How much may be on its way to the actor. */
    int MAX_WAITING = 64;

    /**
     * Any thread; never blocks. What is taken is handled or becomes a dead letter.
     *
     * @return false if too much is on its way, which the node counts, or if nobody is interested
     *     any more
     */
    boolean offer(Value data);
  }

  /**
   * Asks every loop of this node; the answers arrive at the actor as message {@code name}, a vector
   * with one element per loop.
   */
  record Inspect(Function<LoopView, Value> question, Keyword name) implements Effect {}

  /** The same with an order that changes something; for the parts of a node alone. */
  record Steer(Function<LoopControls, Value> order, Keyword name) implements Effect {}

  /** What this step says and sends after this effect belongs to a trace. */
  record Trace(String id) implements Effect {}

  /** Makes a say or send a question: the answer arrives as {@code reply}, expiry as an error. */
  record Ask(Keyword reply, long withinMs) {}

  static Say say(Keyword name, Value data) {
    return new Say(name, data, Optional.empty());
  }

  static Send send(Address to, Keyword name, Value data) {
    return new Send(to, name, data, Optional.empty());
  }
}
