package jellybean.device;

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
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * Says {@code :request {:method :get :path "/" :headers {…} :body "…"}} for each request that
 * comes, as a question; the reply is the response: {@code {:status 200 :headers {…} :body "…"}}, or
 * the body alone. Where nobody takes the request, no reply comes in time or the reply is an error,
 * the status is 500 and the body says why. Its state is how many requests there were.
 */
final class HttpEndpoint implements Behaviour<Int> {
  static final Keyword REQUEST = Keyword.of("request");

  private static final Keyword KNOCK = Keyword.of("jelly/knock");
  private static final Keyword SENT = Keyword.of("jelly/sent");
  private static final String OWN = "jelly";
  private static final String ANSWER_NAME = "answer-";
  private static final int OK = 200;
  private static final int FAILED = 500;
  private static final int MIN_STATUS = 200;
  private static final int MAX_STATUS = 599;

  private final HttpDoor door;
  private final String name;
  private final long withinMs;

  /**
   * @param withinMs how long a reply may take
   */
  HttpEndpoint(String name, HttpDoor door, long withinMs) {
    this.name = name;
    this.door = door;
    this.withinMs = withinMs;
  }

  @Override
  public Int initial() {
    return Int.of(0);
  }

  @Override
  public Step<Int> started(Int requests, Info info) {
    return Step.of(requests, new Effect.Connect(door, KNOCK));
  }

  @Override
  public Step<Int> handle(Int requests, Delivery delivery) {
    Keyword message = delivery.name();
    if (message == KNOCK) {
      return knock(requests, delivery.data());
    }
    if (message == SENT) {
      return Step.of(requests);
    }
    boolean isAnswer =
        message.namespace().filter(OWN::equals).isPresent()
            && message.name().startsWith(ANSWER_NAME);
    if (isAnswer) {
      long number = Long.parseLong(message.name().substring(ANSWER_NAME.length()));
      return answered(requests, number, delivery.data());
    }
    throw new StepException(name + " does not understand " + message + ": expected nothing");
  }

  private Step<Int> knock(Int requests, Value request) {
    if (!(request instanceof EdnMap map)) {
      throw new StepException(name + ": " + request);
    }
    long number = ((Int) map.get(HttpDoor.NUMBER)).value();
    Keyword reply = Keyword.of(OWN, ANSWER_NAME + number);
    return Step.of(
        Int.of(requests.value() + 1),
        new Effect.Say(
            REQUEST, map.without(HttpDoor.NUMBER), Optional.of(new Effect.Ask(reply, withinMs))));
  }

  private Step<Int> answered(Int requests, long number, Value answer) {
    return Step.of(
        requests,
        new Effect.Work(
            () -> {
              respond(number, answer);
              return Nil.NIL;
            },
            SENT));
  }

  private void respond(long number, Value answer) {
    if (Errors.isError(answer)) {
      door.answer(number, FAILED, EdnMap.EMPTY, new Text("no answer: " + answer + "\n"));
    } else if (answer instanceof EdnMap map && map.get(HttpCall.STATUS, Nil.NIL) instanceof Int s) {
      boolean isStatus = s.value() >= MIN_STATUS && s.value() <= MAX_STATUS;
      Value headers = map.get(HttpCall.HEADERS, EdnMap.EMPTY);
      door.answer(
          number,
          isStatus ? (int) s.value() : FAILED,
          headers instanceof EdnMap known ? known : EdnMap.EMPTY,
          map.get(HttpCall.BODY, Nil.NIL));
    } else {
      door.answer(number, OK, EdnMap.EMPTY, answer);
    }
  }

  @Override
  public Value show(Int requests) {
    return requests;
  }
}
