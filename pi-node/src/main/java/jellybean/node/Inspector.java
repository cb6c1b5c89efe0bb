package jellybean.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.actor.ActorView;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.LoopView;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * Answers questions about what runs on its own node; a behaviour at {@code /sys/<node>/inspect}.
 *
 * <p>Questions: {@code :ls "/path"} (rows of the actors at or below it), {@code :cat "/a"} (one
 * whole state), {@code :history "/cluster"}, {@code :dead-letters nil}, {@code :nodes nil}. Those
 * about actors go to all loops; the runtime collects what they say and this behaviour joins it.
 */
final class Inspector implements Behaviour<Inspector.State> {
  /** Characters of a state in a row of a list. */
  static final int ROW_STATE_CHARACTERS = 200;

  /** Rows, entries and letters in one answer, so that it fits a frame. */
  static final int MAX_ROWS = 256;

  /** What one answer may weigh. */
  static final int MAX_ANSWER_BYTES = 48 * 1024;

  /** Questions under way; more are answered by an error. */
  static final int MAX_QUESTIONS = 64;

  private static final NumberedName ANSWERS = new NumberedName("answer");

  private final NodeId self;
  private final Supplier<EdnMap> facts;

  /** A question under way: how it is answered when all loops have spoken. */
  record Question(ReplyTo replyTo, Function<List<Value>, Value> join) {}

  /** Questions under way by number. */
  record State(long next, SortedMap<Long, Question> open) {
    State {
      open = Collections.unmodifiableSortedMap(open);
    }
  }

  /**
   * @param facts what the node reports of its process, its actors and its network; must not block
   */
  Inspector(NodeId self, Supplier<EdnMap> facts) {
    this.self = self;
    this.facts = facts;
  }

  @Override
  public State initial() {
    return new State(0, new TreeMap<>());
  }

  @Override
  public Value show(State state) {
    return Int.of(state.open().size());
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword name = delivery.name();
    Optional<Long> answered = ANSWERS.number(name);
    if (answered.isPresent()) {
      return answer(state, answered.get(), delivery.data());
    }
    Optional<ReplyTo> replyTo = delivery.info().replyTo();
    if (replyTo.isEmpty()) {
      return Step.of(state);
    }
    if (state.open().size() >= MAX_QUESTIONS) {
      return Step.of(
          state,
          new Effect.Answer(
              replyTo.get(),
              ShellProtocol.error(
                  self + " has " + MAX_QUESTIONS + " questions under way: ask again later")));
    }
    return ask(state, replyTo.get(), name, delivery.data());
  }

  private Step<State> ask(State state, ReplyTo replyTo, Keyword name, Value data) {
    if (name.equals(ShellProtocol.LS)) {
      Address under = new Address(text(data));
      return open(state, replyTo, view -> rows(view, under), this::joined);
    }
    if (name.equals(ShellProtocol.CAT)) {
      Address address = new Address(text(data));
      return open(state, replyTo, view -> whole(view, address), this::joined);
    }
    if (name.equals(ShellProtocol.HISTORY)) {
      Address cluster = new Address(text(data));
      return open(
          state, replyTo, view -> EdnVector.of(values(view.history(cluster))), this::joined);
    }
    if (name.equals(ShellProtocol.DEAD_LETTERS)) {
      return open(state, replyTo, view -> EdnVector.of(values(view.deadLetters())), this::joined);
    }
    if (name.equals(ShellProtocol.NODES)) {
      return Step.of(state, new Effect.Answer(replyTo, facts.get()));
    }
    return Step.of(
        state,
        new Effect.Answer(
            replyTo,
            ShellProtocol.error(
                "unknown question " + name + " to " + ShellProtocol.inspector(self))));
  }

  private Step<State> open(
      State state,
      ReplyTo replyTo,
      Function<LoopView, Value> question,
      Function<List<Value>, Value> join) {
    TreeMap<Long, Question> open = new TreeMap<>(state.open());
    open.put(state.next(), new Question(replyTo, join));
    return Step.of(
        new State(state.next() + 1, open),
        new Effect.Inspect(question, ANSWERS.name(state.next())));
  }

  private Step<State> answer(State state, long number, Value answers) {
    Optional<Question> question = Optional.ofNullable(state.open().get(number));
    TreeMap<Long, Question> open = new TreeMap<>(state.open());
    open.remove(number);
    State next = new State(state.next(), open);
    return question
        .map(q -> Step.of(next, new Effect.Answer(q.replyTo(), q.join().apply(list(answers)))))
        .orElseGet(() -> Step.of(next));
  }

  // ---- answers

  private Value joined(List<Value> perLoop) {
    List<Value> all = new ArrayList<>();
    perLoop.forEach(v -> all.addAll(list(v)));
    List<Value> kept = new ArrayList<>();
    int bytes = 0;
    for (Value value :
        all.size() > MAX_ROWS ? all.subList(all.size() - MAX_ROWS, all.size()) : all) {
      bytes += value.weightBytes();
      if (bytes <= MAX_ANSWER_BYTES) {
        kept.add(value);
      }
    }
    return EdnMap.of(
        ShellProtocol.NODE,
        new Text(self.value()),
        Keyword.of("rows"),
        EdnVector.of(kept),
        Keyword.of("omitted"),
        Int.of(all.size() - kept.size()));
  }

  private Value rows(LoopView view, Address under) {
    List<Value> rows = new ArrayList<>();
    for (ActorView actor : view.actors()) {
      if (under.contains(actor.address())) {
        rows.add(row(actor, brief(actor.state())));
      }
    }
    return EdnVector.of(rows);
  }

  private Value whole(LoopView view, Address address) {
    return EdnVector.of(
        view.actor(address).stream().map(actor -> (Value) row(actor, actor.state())).toList());
  }

  private EdnMap row(ActorView actor, Value state) {
    return EdnMap.of(
        ShellProtocol.ADDRESS, new Text(actor.address().path()),
        ShellProtocol.KIND, Keyword.of(actor.kind()),
        ShellProtocol.MEMBER, new Text(self.value()),
        ShellProtocol.STATUS, Keyword.of(actor.status()),
        ShellProtocol.QUEUED, Int.of(actor.queued()),
        ShellProtocol.HANDLED, Int.of(actor.handled()),
        ShellProtocol.RESTARTS, Int.of(actor.restarts()),
        ShellProtocol.STATE, state);
  }

  /** The state itself if it is short, else the beginning of its text. */
  private static Value brief(Value state) {
    if (state.weightBytes() <= ROW_STATE_CHARACTERS * 4) {
      return state;
    }
    String text = state.toString();
    return text.length() <= ROW_STATE_CHARACTERS
        ? state
        : new Text(text.substring(0, ROW_STATE_CHARACTERS) + "…");
  }

  private static List<Value> list(Value vector) {
    List<Value> values = new ArrayList<>();
    if (vector instanceof EdnVector v) {
      v.forEach(values::add);
    }
    return values;
  }

  private static List<Value> values(List<EdnMap> maps) {
    return List.copyOf(maps);
  }

  private static String text(Value data) {
    return data instanceof Text text ? text.value() : "/";
  }
}
