package jellybean.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Says {@code :request {:method :get :path "/" :headers {…} :body "…"}} for each request that
 * comes, as a question; the reply is the response: {@code {:status 200 :headers {…} :body "…"}}, or
 * the body alone. Where nobody takes the request, no reply comes in time or the reply is an error,
 * the status is 500 and the body says why. Answers that are to be sent are handed to the door
 * together; while no worker is free for that, they wait.
 */
final class HttpEndpoint implements Behaviour<HttpEndpoint.State> {
  static final Keyword REQUEST = Keyword.of("request");

  /** After which pause answers are handed over again when no worker was free. */
  static final long PAUSE_MS = 100;

  private static final Keyword KNOCK = Keyword.of("jelly/knock");
  private static final Keyword SENT = Keyword.of("jelly/sent");
  private static final Keyword AGAIN = Keyword.of("jelly/again");
  private static final Keyword REQUESTS = Keyword.of("requests");
  private static final String OWN = "jelly";
  private static final String ANSWER_NAME = "answer-";
  private static final int OK = 200;
  private static final int FAILED = 500;
  private static final int MIN_STATUS = 200;
  private static final int MAX_STATUS = 599;

  private final HttpDoor door;
  private final String name;
  private final long withinMs;

  /** The answer to the request of that number. */
  private record Ready(long number, HttpResponse response) {}

  /**
   * @param requests so far
   * @param ready answers, of which the first {@code sending} are being handed over
   * @param counters what the door counted when answers were handed over last
   */
  record State(long requests, List<Ready> ready, int sending, EdnMap counters) {
    State {
      ready = List.copyOf(ready);
    }
  }

  /**
   * @param withinMs how long a reply may take
   */
  HttpEndpoint(String name, HttpDoor door, long withinMs) {
    this.name = name;
    this.door = door;
    this.withinMs = withinMs;
  }

  @Override
  public State initial() {
    return new State(0, List.of(), 0, EdnMap.EMPTY);
  }

  @Override
  public Step<State> started(State state, Info info) {
    return Step.of(state, new Effect.Connect(door, KNOCK));
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword message = delivery.name();
    if (message == KNOCK) {
      return knock(state, delivery.data());
    }
    if (message == SENT) {
      return sent(state, delivery.data());
    }
    if (message == AGAIN) {
      return send(state);
    }
    boolean isAnswer =
        message.namespace().filter(OWN::equals).isPresent()
            && message.name().startsWith(ANSWER_NAME);
    if (isAnswer) {
      long number = Long.parseLong(message.name().substring(ANSWER_NAME.length()));
      return answered(state, new Ready(number, response(delivery.data())));
    }
    throw new StepException(name + " does not understand " + message + ": expected nothing");
  }

  private Step<State> knock(State state, Value request) {
    if (!(request instanceof EdnMap map)) {
      throw new StepException(name + ": " + Errors.text(request));
    }
    long number = ((Int) map.get(HttpExchanges.NUMBER)).value();
    Keyword reply = Keyword.of(OWN, ANSWER_NAME + number);
    return Step.of(
        new State(state.requests() + 1, state.ready(), state.sending(), state.counters()),
        new Effect.Say(
            REQUEST,
            map.without(HttpExchanges.NUMBER),
            Optional.of(new Effect.Ask(reply, withinMs))));
  }

  private Step<State> answered(State state, Ready answer) {
    List<Ready> ready = new ArrayList<>(state.ready());
    ready.add(answer);
    State next = new State(state.requests(), ready, state.sending(), state.counters());
    return state.ready().isEmpty() ? send(next) : Step.of(next);
  }

  /** Hands all that is ready over to the door. */
  private Step<State> send(State state) {
    List<Ready> ready = state.ready();
    if (ready.isEmpty()) {
      return Step.of(state);
    }
    return Step.of(
        new State(state.requests(), ready, ready.size(), state.counters()),
        new Effect.Work(
            () -> {
              ready.forEach(answer -> door.answer(answer.number(), answer.response()));
              return door.counters();
            },
            SENT));
  }

  private Step<State> sent(State state, Value counters) {
    if (!(counters instanceof EdnMap counted)) {
      return Step.of(
          new State(state.requests(), state.ready(), 0, state.counters()),
          new Effect.After(PAUSE_MS, AGAIN, Nil.NIL));
    }
    List<Ready> left = state.ready().subList(state.sending(), state.ready().size());
    return send(new State(state.requests(), left, 0, counted));
  }

  private static HttpResponse response(Value answer) {
    if (Errors.isError(answer)) {
      return HttpResponse.of(FAILED, "no answer: " + answer);
    }
    if (answer instanceof EdnMap map && map.get(HttpCall.STATUS, Nil.NIL) instanceof Int s) {
      boolean isStatus = s.value() >= MIN_STATUS && s.value() <= MAX_STATUS;
      Value headers = map.get(HttpCall.HEADERS, EdnMap.EMPTY);
      return new HttpResponse(
          isStatus ? (int) s.value() : FAILED,
          headers instanceof EdnMap known ? known : EdnMap.EMPTY,
          map.get(HttpCall.BODY, Nil.NIL));
    }
    return new HttpResponse(OK, EdnMap.EMPTY, answer);
  }

  @Override
  public Value show(State state) {
    EdnMap shown = EdnMap.of(REQUESTS, Int.of(state.requests()));
    for (EdnMap.Entry counter : state.counters().entries()) {
      shown = shown.with(counter.key(), counter.value());
    }
    return shown;
  }
}
