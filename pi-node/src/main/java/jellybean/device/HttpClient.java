package jellybean.device;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.ReplyTo;

/**
 * Asks servers of the web. Understands {@code :request}; who asks for a reply gets it, else {@code
 * :response} or {@code :failed} is said. Requests on their way when it starts again or ends become
 * dead letters {@code :unfinished}; whether the server got them, nobody knows.
 */
final class HttpClient implements Behaviour<HttpClient.State> {
  static final Keyword REQUEST = Keyword.of("request");
  static final Keyword RESPONSE = Keyword.of("response");
  static final Keyword FAILED = Keyword.of("failed");

  /** Requests on their way; each takes a thread, of which a node has few. */
  static final int MAX_OPEN = 2;

  private static final Keyword OVERFLOW = Keyword.of("overflow");
  private static final String ANSWER = "jelly/answer-";

  private final int timeoutMs;
  private final long withinMs;
  private final Set<Keyword> says;

  /**
   * Requests on their way, by slot.
   *
   * @param answered so far
   */
  record State(long answered, SortedMap<Integer, Delivery> open) {
    State {
      open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
    }
  }

  /**
   * @param timeoutMs for a connection, and for each part of an answer
   * @param withinMs for all of it
   */
  HttpClient(int timeoutMs, long withinMs, Set<Keyword> says) {
    this.timeoutMs = timeoutMs;
    this.withinMs = withinMs;
    this.says = says;
  }

  @Override
  public State initial() {
    return new State(0, new TreeMap<>());
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword name = delivery.name();
    for (int slot : state.open().keySet()) {
      if (name.equals(Keyword.of(ANSWER + slot))) {
        return answered(state, slot, delivery.data());
      }
    }
    if (!name.equals(REQUEST)) {
      throw new StepException("does not understand " + name + ": expected :request");
    }
    return request(state, delivery);
  }

  private Step<State> request(State state, Delivery delivery) {
    if (state.open().size() >= MAX_OPEN) {
      String why = MAX_OPEN + " requests are on their way: expected no more";
      return Step.of(state, new Effect.Refuse(OVERFLOW, Errors.error(why)));
    }
    int slot = state.open().containsKey(0) ? 1 : 0;
    TreeMap<Integer, Delivery> open = new TreeMap<>(state.open());
    open.put(slot, delivery);
    HttpCall call = new HttpCall(delivery.data(), timeoutMs);
    return Step.of(
        new State(state.answered(), open),
        new Effect.Work(call::answer, Keyword.of(ANSWER + slot), withinMs, call::giveUp));
  }

  private Step<State> answered(State state, int slot, Value answer) {
    TreeMap<Integer, Delivery> open = new TreeMap<>(state.open());
    Optional<ReplyTo> asker =
        Optional.ofNullable(open.remove(slot)).flatMap(asked -> asked.info().replyTo());
    State next = new State(state.answered() + 1, open);
    if (asker.isPresent()) {
      return Step.of(next, new Effect.Answer(asker.get(), answer));
    }
    Keyword name = Errors.isError(answer) ? FAILED : RESPONSE;
    if (!says.contains(name)) {
      throw new StepException("expected " + name + " among what it says, for: " + answer);
    }
    return Step.of(next, Effect.say(name, answer));
  }

  @Override
  public List<Delivery> unfinished(State state) {
    return List.copyOf(state.open().values());
  }

  @Override
  public Value show(State state) {
    return jellybean.edn.EdnMap.of(
        Keyword.of("answered"),
        Int.of(state.answered()),
        Keyword.of("open"),
        Int.of(state.open().size()));
  }
}
