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
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * Answers questions about what runs on its own node; a behaviour at {@code /sys/<node>/inspect}.
 *
 * <p>Questions: {@code :ls "/path"} (rows of the actors at and directly below it, sums of what is
 * deeper), {@code :tree "/path"} (rows of all below it), {@code :find "/path"} (what stands at it,
 * and rows of those above it), {@code :cat "/a"} (one whole state), {@code :history "/cluster"},
 * {@code :dead-letters nil}, {@code :nodes nil}. Those about actors go to all loops; the runtime
 * collects what they say and this behaviour joins it: {@code {:node "a" :rows […] :omitted n}}.
 */
final class Inspector implements Behaviour<Inspector.State> {
  /** Of a state in a row of a list. */
  static final int ROW_STATE_BYTES = 200;

  /** Of all rows of an answer, so that it fits a frame. */
  static final int MAX_ROWS_BYTES = 48 * 1024;

  /** Of a state that is shown whole. */
  static final int MAX_STATE_BYTES = 56 * 1024;

  /** A state stands in a row in a vector in a map. */
  private static final int MAX_STATE_DEPTH = ReadLimits.DEFAULT_DEPTH - 3;

  /** Questions under way; more are answered by an error. */
  static final int MAX_QUESTIONS = 64;

  private static final NumberedName ANSWERS = new NumberedName("answer");

  private final NodeId self;
  private final Supplier<EdnMap> facts;

  /** A question under way: how it is answered when all loops have spoken. */
  record Question(ReplyTo replyTo, Function<List<EdnMap>, Value> join) {}

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
    return switch (name.toString()) {
      case ":ls", ":tree", ":find" -> listing(state, replyTo, name, new Address(text(data)));
      case ":cat" -> {
        Address address = new Address(text(data));
        yield open(state, replyTo, view -> whole(view, address), this::wholeOrFault);
      }
      case ":history" -> {
        Address cluster = new Address(text(data));
        yield open(state, replyTo, view -> EdnVector.of(view.history(cluster)), this::newest);
      }
      case ":dead-letters" ->
          open(state, replyTo, view -> EdnVector.of(view.deadLetters()), this::newestOfMember);
      case ":nodes" -> Step.of(state, new Effect.Answer(replyTo, facts.get()));
      default ->
          Step.of(
              state,
              new Effect.Answer(
                  replyTo,
                  ShellProtocol.error(
                      "unknown question " + name + " to " + ShellProtocol.inspector(self))));
    };
  }

  private Step<State> listing(State state, ReplyTo replyTo, Keyword name, Address path) {
    return switch (name.toString()) {
      case ":ls" ->
          open(state, replyTo, view -> below(view, path), all -> first(Listings.level(path, all)));
      case ":tree" -> open(state, replyTo, view -> below(view, path), this::first);
      default ->
          open(state, replyTo, view -> around(view, path), all -> first(Listings.near(path, all)));
    };
  }

  private Step<State> open(
      State state,
      ReplyTo replyTo,
      Function<LoopView, Value> question,
      Function<List<EdnMap>, Value> join) {
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
        .map(q -> Step.of(next, new Effect.Answer(q.replyTo(), joined(q, answers))))
        .orElseGet(() -> Step.of(next));
  }

  // ---- answers

  /** What a loop could not answer must not look as if there were nothing. */
  private static Value joined(Question question, Value perLoop) {
    List<EdnMap> rows = new ArrayList<>();
    for (Value answer : (EdnVector) perLoop) {
      if (!(answer instanceof EdnVector ofLoop)) {
        return answer;
      }
      ofLoop.forEach(row -> rows.add((EdnMap) row));
    }
    return question.join().apply(rows);
  }

  private Value first(List<EdnMap> rows) {
    return part(Rows.first(Listings.merged(rows).values(), MAX_ROWS_BYTES));
  }

  private Value newest(List<EdnMap> rows) {
    return part(Rows.newest(rows, MAX_ROWS_BYTES));
  }

  private Value newestOfMember(List<EdnMap> letters) {
    Text member = new Text(self.value());
    return newest(letters.stream().map(l -> l.with(ShellProtocol.MEMBER, member)).toList());
  }

  private Value wholeOrFault(List<EdnMap> rows) {
    return part(new Rows(rows.stream().map(Inspector::wholeOrFault).toList(), 0));
  }

  private static EdnMap wholeOrFault(EdnMap row) {
    return Printed.fault(row.get(ShellProtocol.STATE), MAX_STATE_BYTES, MAX_STATE_DEPTH)
        .map(
            why ->
                row.without(ShellProtocol.STATE)
                    .with(ShellProtocol.FAULT, new Text("cannot show the state: " + why)))
        .orElse(row);
  }

  private EdnMap part(Rows rows) {
    return EdnMap.of(
        ShellProtocol.NODE,
        new Text(self.value()),
        ShellProtocol.ROWS,
        EdnVector.of(rows.kept()),
        Rows.OMITTED,
        Int.of(rows.omitted()));
  }

  private Value below(LoopView view, Address path) {
    return EdnVector.of(
        view.actors().stream()
            .filter(actor -> path.contains(actor.address()))
            .map(actor -> row(actor, Printed.brief(actor.state(), ROW_STATE_BYTES)))
            .toList());
  }

  private Value around(LoopView view, Address path) {
    return EdnVector.of(
        view.actors().stream()
            .filter(a -> a.address().contains(path) || path.contains(a.address()))
            .map(actor -> row(actor, Nil.NIL))
            .toList());
  }

  private Value whole(LoopView view, Address address) {
    return EdnVector.of(
        view.actor(address).stream().map(actor -> row(actor, actor.state())).toList());
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

  private static String text(Value data) {
    return data instanceof Text text ? text.value() : "/";
  }
}
