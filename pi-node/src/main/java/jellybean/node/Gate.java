package jellybean.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
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
 */
final class Gate implements Behaviour<Gate.State> {
  /** How long members have to answer; whoever has not is missing in the answer. */
  static final long PART_WITHIN_MS = 5_000;

  /** How long a deployment may take until everything runs. */
  static final long DEPLOY_WITHIN_MS = 60_000;

  /** How long an actor has to answer, if the shell does not say. */
  static final long ASK_WITHIN_MS = 10_000;

  /** The longest that a shell may wait for an answer: a day. */
  static final long MAX_ASK_WITHIN_MS = 86_400_000;

  /** The name of a question whose one part is its answer. */
  private static final Keyword ANSWER = Keyword.of("answer");

  private static final NumberedName PARTS = new NumberedName("part");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword DATA = Keyword.of("data");

  /** Questions under way; more are answered by an error. */
  static final int MAX_QUESTIONS = 64;

  private final NodeId self;

  Gate(NodeId self) {
    this.self = self;
  }

  /**
   * One question of a shell.
   *
   * @param waiting members that have not answered yet
   * @param parts the answers so far
   */
  record Question(ReplyTo replyTo, Keyword name, Value data, int waiting, List<EdnMap> parts) {
    Question {
      parts = List.copyOf(parts);
    }

    Question with(Value part) {
      List<EdnMap> more = new ArrayList<>(parts);
      if (part instanceof EdnMap map) {
        more.add(map);
      }
      return new Question(replyTo, name, data, waiting - 1, more);
    }
  }

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
    if (name.equals(Protocol.MEMBERS)) {
      return Step.of(new State(members(delivery.data()), state.next(), state.open()));
    }
    Optional<Long> part = PARTS.number(name);
    if (part.isPresent()) {
      return part(state, part.get(), delivery.data());
    }
    Optional<ReplyTo> replyTo = delivery.info().replyTo();
    if (replyTo.isEmpty()) {
      return Step.of(state);
    }
    if (state.open().size() >= MAX_QUESTIONS) {
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
    if (name.equals(ShellProtocol.DEPLOY)) {
      return deploy(state, replyTo, data);
    }
    if (name.equals(ShellProtocol.REFUSED)) {
      return answer(state, replyTo, refused(data));
    }
    boolean listing =
        name.equals(ShellProtocol.LS)
            || name.equals(ShellProtocol.TREE)
            || name.equals(ShellProtocol.SEND)
            || name.equals(ShellProtocol.ASK);
    boolean asItIs =
        name.equals(ShellProtocol.CAT)
            || name.equals(ShellProtocol.HISTORY)
            || name.equals(ShellProtocol.DEAD_LETTERS)
            || name.equals(ShellProtocol.NODES);
    if (listing) {
      Value under = new Text(Listings.scope(name, data).path());
      return gather(state, replyTo, name, data, ShellProtocol.LS, under);
    }
    if (asItIs) {
      return gather(state, replyTo, name, data, name, data);
    }
    return answer(
        state,
        replyTo,
        ShellProtocol.error(
            "unknown question "
                + name
                + " to "
                + ShellProtocol.gate(self)
                + ": expected :nodes, :ls, :tree, :cat, :history, :dead-letters, :send, :ask"
                + " or :deploy"));
  }

  private Step<State> gather(
      State state, ReplyTo replyTo, Keyword name, Value data, Keyword partName, Value partData) {
    long number = state.next();
    Keyword reply = PARTS.name(number);
    List<Effect> effects = new ArrayList<>();
    for (NodeId member : state.members()) {
      effects.add(
          new Effect.Send(
              ShellProtocol.inspector(member),
              partName,
              partData,
              Optional.of(new Effect.Ask(reply, PART_WITHIN_MS))));
    }
    Question question = new Question(replyTo, name, data, effects.size(), List.of());
    return new Step<>(state.with(number, question), effects);
  }

  private Step<State> deploy(State state, ReplyTo replyTo, Value data) {
    long number = state.next();
    Effect.Ask ask = new Effect.Ask(PARTS.name(number), DEPLOY_WITHIN_MS);
    return Step.of(
        state.with(number, new Question(replyTo, ANSWER, data, 1, List.of())),
        new Effect.Send(Protocol.documents(self), Protocol.DEPLOY, data, Optional.of(ask)));
  }

  private Step<State> part(State state, long number, Value part) {
    Optional<Question> open = Optional.ofNullable(state.open().get(number));
    if (open.isEmpty()) {
      return Step.of(state);
    }
    if (open.get().name().equals(ANSWER)) {
      return answer(state.without(number), open.get().replyTo(), part);
    }
    Question question = open.get().with(part);
    return question.waiting() > 0
        ? Step.of(state.with(number, question))
        : complete(state.without(number), question);
  }

  private Step<State> complete(State state, Question question) {
    Keyword name = question.name();
    if (name.equals(ShellProtocol.SEND)) {
      return send(state, question);
    }
    if (name.equals(ShellProtocol.ASK)) {
      return askActor(state, question);
    }
    Value result;
    if (name.equals(ShellProtocol.LS)) {
      result =
          Listings.ls(Listings.scope(name, question.data()), question.parts(), state.members());
    } else if (name.equals(ShellProtocol.TREE)) {
      result =
          Listings.tree(Listings.scope(name, question.data()), question.parts(), state.members());
    } else if (name.equals(ShellProtocol.CAT)) {
      result = Listings.cat(question.data(), question.parts());
    } else if (name.equals(ShellProtocol.NODES)) {
      result = Listings.nodes(question.parts());
    } else {
      result = Listings.byTime(question.parts());
    }
    return answer(state, question.replyTo(), result);
  }

  /** Into the bus of a cluster, or past it to an actor through the supervisor that owns it. */
  private Step<State> send(State state, Question question) {
    EdnMap order = (EdnMap) question.data();
    Address to = Listings.scope(ShellProtocol.CAT, order.get(TO, Nil.NIL));
    Value message = order.get(ShellProtocol.NAME, Nil.NIL);
    Optional<Address> owner = Listings.owner(to, question.parts());
    if (!(message instanceof Keyword name) || owner.isEmpty()) {
      String found =
          owner.isEmpty() ? "nothing at " + to : "message name " + message + ", not a keyword";
      return answer(
          state,
          question.replyTo(),
          ShellProtocol.error("cannot send: expected an actor and a keyword, found " + found));
    }
    Value data = order.get(DATA, Nil.NIL);
    Effect effect =
        owner.get().equals(to)
            ? Effect.send(to, name, data)
            : Effect.send(owner.get(), Protocol.SEND, order);
    EdnMap sent = EdnMap.of(Keyword.of("sent"), Bool.TRUE, Keyword.of("to"), new Text(to.path()));
    return Step.of(state, effect, new Effect.Answer(question.replyTo(), sent));
  }

  /** Asks one actor, as another actor would; its answer, or the deadline, is the answer. */
  private Step<State> askActor(State state, Question question) {
    EdnMap order = (EdnMap) question.data();
    Address to = Listings.scope(ShellProtocol.CAT, order.get(TO, Nil.NIL));
    Value message = order.get(ShellProtocol.NAME, Nil.NIL);
    Value within = order.get(Keyword.of("within-ms"), Int.of(ASK_WITHIN_MS));
    boolean present = Listings.isActor(to, question.parts());
    if (!(message instanceof Keyword name) || !(within instanceof Int withinMs) || !present) {
      return answer(
          state,
          question.replyTo(),
          ShellProtocol.error(
              "cannot ask: expected {:to \"/an/actor\" :name :a-keyword :within-ms n}, found "
                  + (present ? order : "no actor at " + to)));
    }
    long number = state.next();
    Effect.Ask ask =
        new Effect.Ask(PARTS.name(number), Math.clamp(withinMs.value(), 0, MAX_ASK_WITHIN_MS));
    return Step.of(
        state.with(number, new Question(question.replyTo(), ANSWER, order, 1, List.of())),
        new Effect.Send(to, name, order.get(DATA, Nil.NIL), Optional.of(ask)));
  }

  private static Value refused(Value data) {
    return ShellProtocol.error("not allowed: expected an operator who may operate, found " + data);
  }

  private static Step<State> answer(State state, ReplyTo replyTo, Value value) {
    return Step.of(state, new Effect.Answer(replyTo, value));
  }
}
