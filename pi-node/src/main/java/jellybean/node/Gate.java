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
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
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

  /** The name of a question whose one part is its answer. */
  private static final Keyword ANSWER = Keyword.of("answer");

  private static final Keyword TO = Keyword.of("to");
  private static final Keyword TRACE = Keyword.of("trace");
  private static final int RADIX = 36;
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
    if (Asked.of(name).isEmpty() && !name.equals(ShellProtocol.REFUSED)) {
      return answer(state, replyTo, Asked.unknown(name, self));
    }
    return switch (name.toString()) {
      case ":deny", ":rotate-keys" -> order(state, replyTo, self, name, data);
      case ":reload" -> order(state, replyTo, member(data), name, data);
      case ":deploy" ->
          passOn(state, replyTo, documents(), Protocol.DEPLOY, data, DEPLOY_WITHIN_MS);
      case ":undeploy" ->
          passOn(state, replyTo, documents(), Protocol.UNDEPLOY, data, DEPLOY_WITHIN_MS);
      case ":document" -> passOn(state, replyTo, documents(), Protocol.READ, data, PART_WITHIN_MS);
      case ":resume" -> {
        EdnMap order = requireMap(name, data);
        Address to = Listings.address(order.get(TO));
        yield passOn(state, replyTo, to, Protocol.RESUME, order.without(TO), DEPLOY_WITHIN_MS);
      }
      case ":part", ":restore" -> {
        NodeId node = new NodeId(text(requireMap(name, data).get(ShellProtocol.NODE, Nil.NIL)));
        Address to = ShellProtocol.snapshots(node);
        yield passOn(state, replyTo, to, name, data, DEPLOY_WITHIN_MS);
      }
      case ":jelly/refused" -> answer(state, replyTo, refused(data));
      case ":send", ":ask", ":trace" -> {
        Value to = new Text(Order.of(data).to().path());
        yield gather(state, replyTo, name, data, ShellProtocol.FIND, to);
      }
      case ":start", ":stop", ":restart", ":move" -> {
        Value to = new Text(Listings.address(requireMap(name, data).get(TO)).path());
        yield gather(state, replyTo, name, data, ShellProtocol.FIND, to);
      }
      case ":ls", ":tree", ":cat", ":history", ":states", ":places" -> {
        Value path = new Text(Listings.address(data).path());
        yield gather(state, replyTo, name, path, name, path);
      }
      case ":tail", ":top", ":traced", ":freeze", ":hold", ":thaw" -> {
        Value more = requireMap(name, data).with(ShellProtocol.MEMBERS, names(state.members()));
        yield gather(state, replyTo, name, data, name, more);
      }
      case ":trace-next" -> {
        String trace = self + "-" + state.next() + "-" + Long.toString(replyTo.ask(), RADIX);
        Value more = requireMap(name, data).with(TRACE, new Text(trace));
        yield gather(state, replyTo, name, more, name, more);
      }
      case ":dead-letters", ":nodes" -> gather(state, replyTo, name, data, name, data);
      default -> answer(state, replyTo, Asked.unknown(name, self));
    };
  }

  private Address documents() {
    return Protocol.documents(self);
  }

  private static EdnMap requireMap(Keyword name, Value data) {
    if (data instanceof EdnMap map) {
      return map;
    }
    throw new BadNameException("bad question " + name + ": expected a map, found " + data);
  }

  private static String text(Value value) {
    return value instanceof Text text ? text.value() : value.toString();
  }

  private static Value names(SortedSet<NodeId> members) {
    return EdnVector.of(members.stream().<Value>map(m -> new Text(m.value())).toList());
  }

  private static NodeId member(Value data) {
    if (data instanceof Text text) {
      return new NodeId(text.value());
    }
    throw new BadNameException("cannot reload: expected the name of a member, found " + data);
  }

  private static Step<State> order(
      State state, ReplyTo replyTo, NodeId member, Keyword name, Value data) {
    Effect.Ask ask = new Effect.Ask(PARTS.name(state.next()), SecurityDesk.ORDER_WITHIN_MS);
    return passOn(
        state,
        replyTo,
        new Effect.Send(ShellProtocol.security(member), name, data, Optional.of(ask)));
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
      Address part = ShellProtocol.answering(partName, member);
      effects.add(new Effect.Send(part, partName, partData, Optional.of(ask)));
    }
    return new Step<>(state.with(number, question), effects);
  }

  /** Asks in the shell's stead: the answer is passed on as it comes. */
  private static Step<State> passOn(
      State state, ReplyTo replyTo, Address to, Keyword name, Value data, long withinMs) {
    Effect.Ask ask = new Effect.Ask(PARTS.name(state.next()), withinMs);
    return passOn(state, replyTo, new Effect.Send(to, name, data, Optional.of(ask)));
  }

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
      return asked.gathered().with(part, rows -> Joins.kept(asked.name(), asked.data(), rows));
    } catch (BadNameException e) {
      return asked.gathered().withoutOne();
    }
  }

  private Step<State> complete(State state, Question question) {
    return switch (question.name().toString()) {
      case ":send" -> send(state, question, List.of());
      case ":trace" -> trace(state, question);
      case ":ask" -> askActor(state, question);
      case ":start", ":stop", ":restart", ":move" -> operate(state, question);
      default ->
          answer(
              state,
              question.replyTo(),
              Joins.answer(question.name(), question.data(), question.gathered(), state.members()));
    };
  }

  /** Into the bus of a cluster, or past it to an actor through the supervisor that owns it. */
  private static Step<State> send(State state, Question question, List<Effect> before) {
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
    List<Effect> effects = new ArrayList<>(before);
    effects.add(effect);
    for (Effect mark : before) {
      sent = mark instanceof Effect.Trace trace ? sent.with(TRACE, new Text(trace.id())) : sent;
    }
    effects.add(new Effect.Answer(question.replyTo(), sent));
    return new Step<>(state, effects);
  }

  /** The same, but what follows from it is remembered. */
  private Step<State> trace(State state, Question question) {
    return send(state, question, List.of(new Effect.Trace(traceId(state, question))));
  }

  /** Unlike that of any other trace: numbers of questions of one asker never come again. */
  private String traceId(State state, Question question) {
    return self + "-" + state.next() + "-" + Long.toString(question.replyTo().ask(), RADIX);
  }

  /** To the supervisor above it, which answers when it is done. */
  private static Step<State> operate(State state, Question question) {
    EdnMap data = (EdnMap) question.data();
    Address target = Listings.address(data.get(TO));
    Optional<Address> owner = Listings.above(target, question.gathered().rows().kept());
    if (owner.isEmpty()) {
      Value fault =
          target.segments().size() == 1
              ? ShellProtocol.error(
                  "cannot "
                      + question.name().name()
                      + " "
                      + target
                      + ": expected something in a system; a whole one ends by undeploy")
              : Listings.noSuch(target, question.gathered());
      return answer(state, question.replyTo(), fault);
    }
    EdnMap order =
        data.without(TO)
            .with(Keyword.of("order"), question.name())
            .with(Keyword.of("actor"), new Text(target.path()));
    return passOn(
        state, question.replyTo(), owner.get(), Protocol.OPERATE, order, DEPLOY_WITHIN_MS);
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
