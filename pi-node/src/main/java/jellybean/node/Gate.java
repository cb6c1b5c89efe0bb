package jellybean.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.ActorLimits;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.cluster.Members;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.system.Protocol;

/**
 * Answers the shell for the whole fleet: asks every member's inspector, waits for all of them (or
 * for the deadline), joins what they said. A behaviour at {@code /sys/<node>/shell}.
 *
 * <p>Who did not answer and what found no room is named in the answer.
 */
final class Gate implements Behaviour<Gate.State> {
  /** How long members have to answer; whoever has not is named as silent. */
  static final long PART_WITHIN_MS = 5_000;

  /** How long a deployment may take until everything runs. */
  static final long DEPLOY_WITHIN_MS = 60_000;

  /** Questions under way; more are answered by an error. */
  static final int MAX_QUESTIONS = 64;

  /** Answers of members that are waited for; one question more, and what an actor may ask holds. */
  static final int MAX_OUTSTANDING =
      ActorLimits.DEFAULT_OPEN_QUESTIONS - Members.MAX_MEMBERS - MAX_QUESTIONS;

  /** Of an answer; a frame holds a little more, and the envelope is in it as well. */
  static final int MAX_ANSWER_BYTES = 60 * 1024;

  /** Of all members' rows; the answer that is made of them is larger. */
  static final int MAX_ROWS_BYTES = 48 * 1024;

  /** Where even fewer rows do not fit, it is not for their number. */
  private static final int MIN_ROWS_BYTES = 1024;

  /** The name of a question whose one part is its answer. */
  private static final Keyword ANSWER = Keyword.of("answer");

  private static final NumberedName PARTS = new NumberedName("part");
  private static final String OPERATORS = "op";

  private final NodeId self;

  Gate(NodeId self) {
    this.self = self;
  }

  /** One question of a shell, and what is known so far. */
  record Question(ReplyTo replyTo, Keyword name, Value data, Gathered gathered) {}

  /** The members and the questions under way by number. */
  record State(SortedSet<NodeId> members, long next, SortedMap<Long, Question> open) {
    State {
      members = Collections.unmodifiableSortedSet(members);
      open = Collections.unmodifiableSortedMap(open);
    }

    State with(long number, Question question) {
      TreeMap<Long, Question> all = new TreeMap<>(open);
      all.put(number, question);
      return new State(members, Math.max(next, number + 1), all);
    }

    int outstanding() {
      return open.values().stream().mapToInt(q -> q.gathered().waiting()).sum();
    }

    State without(long number) {
      TreeMap<Long, Question> all = new TreeMap<>(open);
      all.remove(number);
      return new State(members, next, all);
    }
  }

  @Override
  public State initial() {
    return new State(new TreeSet<>(), 0, new TreeMap<>());
  }

  @Override
  public Value show(State state) {
    return Int.of(state.open().size());
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword name = delivery.name();
    if (!isOfOperator(delivery)) {
      if (name.equals(Protocol.MEMBERS)) {
        return Step.of(new State(members(delivery.data()), state.next(), state.open()));
      }
      Optional<Long> part = PARTS.number(name);
      if (part.isPresent()) {
        return part(state, part.get(), delivery.data());
      }
    }
    Optional<ReplyTo> replyTo = delivery.info().replyTo();
    if (replyTo.isEmpty()) {
      return Step.of(state);
    }
    if (state.open().size() >= MAX_QUESTIONS || state.outstanding() >= MAX_OUTSTANDING) {
      return answer(
          state,
          replyTo.get(),
          ShellProtocol.error(
              "too many questions under way at " + self + ": expected at most " + MAX_QUESTIONS));
    }
    try {
      return ask(state, replyTo.get(), name, delivery.data());
    } catch (BadNameException e) {
      return answer(state, replyTo.get(), ShellProtocol.error(String.valueOf(e.getMessage())));
    }
  }

  /** Operators ask; they neither say who is a member nor answer for one. */
  private static boolean isOfOperator(Delivery delivery) {
    Address from = delivery.info().from();
    return !from.isRoot() && from.segments().getFirst().equals(OPERATORS);
  }

  private static SortedSet<NodeId> members(Value data) {
    TreeSet<NodeId> members = new TreeSet<>();
    if (data instanceof EdnMap map) {
      map.forEach(
          (node, incarnation) -> {
            if (node instanceof Text text) {
              members.add(new NodeId(text.value()));
            }
          });
    }
    return members;
  }

  private Step<State> ask(State state, ReplyTo replyTo, Keyword name, Value data) {
    return switch (name.toString()) {
      case ":deploy" -> deploy(state, replyTo, data);
      case ":jelly/refused" -> answer(state, replyTo, refused(data));
      case ":send", ":ask" -> {
        Value to = new Text(Order.of(data).to().path());
        yield gather(state, replyTo, name, data, ShellProtocol.FIND, to);
      }
      case ":ls", ":tree", ":cat", ":history", ":states" -> {
        Value path = new Text(Listings.address(data).path());
        yield gather(state, replyTo, name, path, name, path);
      }
      case ":dead-letters", ":nodes" -> gather(state, replyTo, name, data, name, data);
      default -> answer(state, replyTo, unknown(name));
    };
  }

  private Value unknown(Keyword name) {
    return ShellProtocol.error(
        "unknown question "
            + name
            + " to "
            + ShellProtocol.gate(self)
            + ": expected :nodes, :ls, :tree, :cat, :history, :states, :dead-letters, :send, :ask"
            + " or :deploy");
  }

  private Step<State> gather(
      State state, ReplyTo replyTo, Keyword name, Value data, Keyword partName, Value partData) {
    Question question = new Question(replyTo, name, data, Gathered.from(state.members()));
    if (state.members().isEmpty()) {
      return complete(state, question);
    }
    long number = state.next();
    Effect.Ask ask = new Effect.Ask(PARTS.name(number), PART_WITHIN_MS);
    List<Effect> effects = new ArrayList<>();
    for (NodeId member : state.members()) {
      effects.add(
          new Effect.Send(ShellProtocol.inspector(member), partName, partData, Optional.of(ask)));
    }
    return new Step<>(state.with(number, question), effects);
  }

  private Step<State> deploy(State state, ReplyTo replyTo, Value data) {
    Effect.Ask ask = new Effect.Ask(PARTS.name(state.next()), DEPLOY_WITHIN_MS);
    return passOn(
        state,
        replyTo,
        new Effect.Send(Protocol.documents(self), Protocol.DEPLOY, data, Optional.of(ask)));
  }

  /** Asks in the shell's stead: the answer is passed on as it comes. */
  private static Step<State> passOn(State state, ReplyTo replyTo, Effect.Send question) {
    Question open = new Question(replyTo, ANSWER, question.data(), Gathered.from(new TreeSet<>()));
    return Step.of(state.with(state.next(), open), question);
  }

  private Step<State> part(State state, long number, Value part) {
    Optional<Question> open = Optional.ofNullable(state.open().get(number));
    if (open.isEmpty()) {
      return Step.of(state);
    }
    Question asked = open.get();
    if (asked.name().equals(ANSWER)) {
      return answer(state.without(number), asked.replyTo(), part);
    }
    Gathered more = gathered(asked, part);
    Question question = new Question(asked.replyTo(), asked.name(), asked.data(), more);
    return more.waiting() > 0
        ? Step.of(state.with(number, question))
        : complete(state.without(number), question);
  }

  /** A member that says what nobody understands counts as silent: the others are still heard. */
  private static Gathered gathered(Question asked, Value part) {
    try {
      return asked.gathered().with(part, rows -> joined(asked.name(), rows));
    } catch (BadNameException e) {
      return asked.gathered().withoutOne();
    }
  }

  /** What is kept of the rows of all members so far. */
  private static Rows joined(Keyword question, List<EdnMap> rows) {
    return switch (question.toString()) {
      case ":history", ":states", ":dead-letters" -> Rows.newest(rows, MAX_ROWS_BYTES);
      case ":nodes" -> Rows.all(rows, MAX_ROWS_BYTES);
      case ":cat" -> new Rows(List.copyOf(Listings.merged(rows).values()), 0);
      default -> Rows.first(Listings.merged(rows).values(), MAX_ROWS_BYTES);
    };
  }

  private Step<State> complete(State state, Question question) {
    return switch (question.name().toString()) {
      case ":send" -> send(state, question);
      case ":ask" -> askActor(state, question);
      default -> answer(state, question.replyTo(), result(state, question));
    };
  }

  private static Value result(State state, Question question) {
    Gathered gathered = question.gathered();
    return switch (question.name().toString()) {
      case ":ls", ":tree" -> listing(state, question);
      case ":cat" -> Listings.cat(Listings.address(question.data()), gathered);
      case ":nodes" -> Listings.nodes(gathered);
      default -> Listings.entries(gathered);
    };
  }

  /** With as many rows as fit: names and branches take room too. */
  private static Value listing(State state, Question question) {
    Value listing = listing(state, question, question.gathered());
    for (int bytes = MAX_ROWS_BYTES / 2;
        bytes >= MIN_ROWS_BYTES && !Printed.fits(listing, MAX_ANSWER_BYTES);
        bytes /= 2) {
      listing = listing(state, question, question.gathered().within(bytes));
    }
    return listing;
  }

  private static Value listing(State state, Question question, Gathered gathered) {
    Address path = Listings.address(question.data());
    return question.name().equals(ShellProtocol.LS)
        ? Listings.ls(path, gathered, state.members())
        : Listings.tree(path, gathered, state.members());
  }

  /** Into the bus of a cluster, or past it to an actor through the supervisor that owns it. */
  private static Step<State> send(State state, Question question) {
    Order order = Order.of(question.data());
    Optional<Address> owner = Listings.owner(order.to(), question.gathered().rows().kept());
    if (owner.isEmpty()) {
      return answer(state, question.replyTo(), Listings.noSuch(order.to(), question.gathered()));
    }
    Effect effect =
        owner.get().equals(order.to())
            ? Effect.send(order.to(), order.name(), order.data())
            : Effect.send(owner.get(), Protocol.SEND, order.value());
    EdnMap sent =
        EdnMap.of(Keyword.of("sent"), Bool.TRUE, Keyword.of("to"), new Text(order.to().path()));
    return Step.of(state, effect, new Effect.Answer(question.replyTo(), sent));
  }

  /** Asks one actor, as another actor would; its answer, or the deadline, is the answer. */
  private static Step<State> askActor(State state, Question question) {
    Order order = Order.of(question.data());
    if (!Listings.isActor(order.to(), question.gathered().rows().kept())) {
      return answer(state, question.replyTo(), Listings.noSuch(order.to(), question.gathered()));
    }
    Effect.Ask ask = new Effect.Ask(PARTS.name(state.next()), order.withinMs());
    return passOn(
        state,
        question.replyTo(),
        new Effect.Send(order.to(), order.name(), order.data(), Optional.of(ask)));
  }

  private static Value refused(Value data) {
    return ShellProtocol.error("not allowed: expected an operator who may operate, found " + data);
  }

  /** An answer that no frame can hold would never arrive: then an error goes in its place. */
  private static Step<State> answer(State state, ReplyTo replyTo, Value value) {
    Value sendable =
        Printed.fault(value, MAX_ANSWER_BYTES, ReadLimits.DEFAULT_DEPTH)
            .map(why -> ShellProtocol.error("the answer cannot be sent: " + why))
            .orElse(value);
    return Step.of(state, new Effect.Answer(replyTo, sendable));
  }
}
