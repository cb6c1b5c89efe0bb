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
import jellybean.actor.LoopControls;
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
import jellybean.system.Protocol;

/**
 * Answers questions about what runs on its own node; a behaviour at {@code /sys/<node>/inspect}.
 *
 * <p>Questions: {@code :ls "/path"} (rows of the actors at and directly below it, sums of what is
 * deeper), {@code :tree "/path"} (rows of all below it), {@code :find "/path"} (what stands at it,
 * and rows of those above it), {@code :cat "/a"} (one whole state), {@code :history "/cluster"},
 * {@code :states "/a"} (what one handled, with its states), {@code :dead-letters nil}, {@code
 * :nodes nil}. Those about actors go to all loops; the runtime collects what they say and this
 * behaviour joins it: {@code {:node "a" :rows […] :omitted n}}.
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
  private static final NumberedName AGAIN = new NumberedName("again");

  private final NodeId self;
  private final Supplier<EdnMap> facts;

  /**
   * What loops are asked, and what becomes of their answers.
   *
   * @param rated below which address the actors' rates are wanted
   */
  private record Inquiry(
      Function<LoopControls, Value> ask,
      Function<List<EdnMap>, Value> join,
      Optional<Address> rated) {}

  /**
   * A question under way.
   *
   * @param since what the rates are measured from, once that is known
   */
  private record Question(long number, ReplyTo replyTo, Inquiry inquiry, Optional<Rates> since) {
    Question since(Rates rates) {
      return new Question(number, replyTo, inquiry, Optional.of(rates));
    }
  }

  /**
   * Questions under way by number, and rates that the next one can be measured from.
   *
   * @param next number of a question
   */
  record State(long next, SortedMap<Long, Question> open, Rates rates) {
    State {
      open = Collections.unmodifiableSortedMap(open);
    }

    private State with(Question question) {
      TreeMap<Long, Question> all = new TreeMap<>(open);
      all.put(question.number(), question);
      return new State(Math.max(next, question.number() + 1), all, rates);
    }

    private State without(Question question) {
      TreeMap<Long, Question> all = new TreeMap<>(open);
      all.remove(question.number());
      return new State(next, all, rates);
    }

    private State with(Rates newer) {
      return new State(next, open, newer);
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
    return new State(0, new TreeMap<>(), Rates.NONE);
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
      return answer(state, answered.get(), delivery);
    }
    Optional<Long> again = AGAIN.number(name);
    if (again.isPresent()) {
      return inspectAgain(state, again.get());
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
      case ":states" -> {
        Address actor = new Address(text(data));
        yield open(state, replyTo, view -> EdnVector.of(view.states(actor)), this::newest);
      }
      case ":dead-letters" ->
          open(state, replyTo, view -> EdnVector.of(view.deadLetters()), this::newestOfMember);
      case ":nodes" -> Step.of(state, new Effect.Answer(replyTo, facts.get()));
      case ":places" -> {
        Address path = new Address(text(data));
        yield open(state, replyTo, view -> Follow.places(view, self, path), this::first);
      }
      case ":tail", ":top", ":traced", ":trace-next" -> follow(state, replyTo, name, data);
      default ->
          Step.of(
              state,
              new Effect.Answer(
                  replyTo,
                  ShellProtocol.error(
                      "unknown question " + name + " to " + ShellProtocol.inspector(self))));
    };
  }

  private Step<State> follow(State state, ReplyTo replyTo, Keyword name, Value data) {
    EdnMap question = data instanceof EdnMap map ? map : EdnMap.EMPTY;
    return switch (name.toString()) {
      case ":top" -> {
        Address path = new Address(text(question.get(Follow.PATH, Nil.NIL)));
        Function<LoopControls, Value> ask = view -> Follow.busy(view, self, path);
        yield open(
            state,
            replyTo,
            new Inquiry(ask, rows -> part(Joins.top(question, rows)), Optional.of(path)));
      }
      case ":tail" -> {
        int share = Follow.shareBytes(question, MAX_ROWS_BYTES);
        yield open(
            state,
            replyTo,
            view -> Follow.tail(view, self, question),
            rows -> part(Follow.first(rows, share)));
      }
      case ":traced" ->
          open(
              state,
              replyTo,
              view -> Follow.traced(view, self, question),
              rows -> part(Rows.newest(rows, MAX_ROWS_BYTES)));
      default ->
          open(state, replyTo, view -> Follow.traceNext(view, question), rows -> part(Rows.NONE));
    };
  }

  private Step<State> listing(State state, ReplyTo replyTo, Keyword name, Address path) {
    return switch (name.toString()) {
      case ":ls" -> {
        Function<List<EdnMap>, Value> join = all -> first(Listings.level(path, all));
        Inquiry rated = new Inquiry(view -> below(view, path), join, Optional.of(path));
        yield open(state, replyTo, rated);
      }
      case ":tree" -> open(state, replyTo, view -> below(view, path), this::first);
      default ->
          open(state, replyTo, view -> around(view, path), all -> first(Listings.near(path, all)));
    };
  }

  private static Step<State> open(
      State state,
      ReplyTo replyTo,
      Function<LoopControls, Value> ask,
      Function<List<EdnMap>, Value> join) {
    return open(state, replyTo, new Inquiry(ask, join, Optional.empty()));
  }

  private static Step<State> open(State state, ReplyTo replyTo, Inquiry inquiry) {
    long number = state.next();
    return Step.of(
        state.with(new Question(number, replyTo, inquiry, Optional.empty())),
        new Effect.Steer(inquiry.ask(), ANSWERS.name(number)));
  }

  private static Step<State> inspectAgain(State state, long number) {
    return Optional.ofNullable(state.open().get(number))
        .map(q -> Step.of(state, new Effect.Steer(q.inquiry().ask(), ANSWERS.name(number))))
        .orElseGet(() -> Step.of(state));
  }

  private static Step<State> answer(State state, long number, Delivery answers) {
    Optional<Question> open = Optional.ofNullable(state.open().get(number));
    if (open.isEmpty()) {
      return Step.of(state);
    }
    Question question = open.get();
    Optional<Value> fault = fault(answers.data());
    if (fault.isPresent()) {
      return Step.of(state.without(question), new Effect.Answer(question.replyTo(), fault.get()));
    }
    List<EdnMap> rows = rows(answers.data());
    Optional<Address> path = question.inquiry().rated();
    return path.isPresent()
        ? rated(state, question, path.get(), rows, answers.info().timeMs())
        : answer(state, question, rows);
  }

  /** With rates, if need be after a while: what was handled must be looked at twice. */
  private static Step<State> rated(
      State state, Question question, Address path, List<EdnMap> rows, long nowMs) {
    Rates now = Rates.of(path, rows, nowMs);
    if (state.rates().serve(path, nowMs) && state.rates().know(rows)) {
      State next = state.rates().isOld(nowMs) ? state.with(now) : state;
      return answer(next, question, state.rates().rated(rows, nowMs));
    }
    if (question.since().isPresent()) {
      Rates since = question.since().get();
      return answer(state.with(since), question, since.rated(rows, nowMs));
    }
    return Step.of(
        state.with(question.since(now)),
        new Effect.After(Rates.MIN_MS, AGAIN.name(question.number()), Nil.NIL));
  }

  private static Step<State> answer(State state, Question question, List<EdnMap> rows) {
    Value joined = question.inquiry().join().apply(rows);
    return Step.of(state.without(question), new Effect.Answer(question.replyTo(), joined));
  }

  // ---- answers

  /** What a loop could not answer must not look as if there were nothing. */
  private static Optional<Value> fault(Value perLoop) {
    for (Value answer : (EdnVector) perLoop) {
      if (!(answer instanceof EdnVector)) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  private static List<EdnMap> rows(Value perLoop) {
    List<EdnMap> rows = new ArrayList<>();
    for (Value ofLoop : (EdnVector) perLoop) {
      ((EdnVector) ofLoop).forEach(row -> rows.add((EdnMap) row));
    }
    return rows;
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
    return Printed.fault(row.get(ShellProtocol.STATE, Nil.NIL), MAX_STATE_BYTES, MAX_STATE_DEPTH)
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
    List<Value> rows = new ArrayList<>();
    for (ActorView actor : view.actors()) {
      if (path.contains(actor.address())) {
        rows.add(row(actor, Printed.brief(actor.state(), ROW_STATE_BYTES)));
      }
      rows.addAll(Follow.away(actor, path));
    }
    return EdnVector.of(rows);
  }

  private Value around(LoopView view, Address path) {
    return EdnVector.of(
        view.actors().stream()
            .filter(a -> a.address().contains(path) || path.contains(a.address()))
            .map(actor -> row(actor, Nil.NIL))
            .toList());
  }

  private Value whole(LoopView view, Address address) {
    List<Value> rows = new ArrayList<>();
    view.actor(address).ifPresent(actor -> rows.add(row(actor, actor.state())));
    view.actor(Protocol.homes(self)).stream()
        .flatMap(homes -> Follow.away(homes, address).stream())
        .filter(row -> row.get(ShellProtocol.ADDRESS, Nil.NIL).equals(new Text(address.path())))
        .forEach(rows::add);
    return EdnVector.of(rows);
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
