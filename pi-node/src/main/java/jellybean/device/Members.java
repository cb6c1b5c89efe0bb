package jellybean.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Errors;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * Says {@code :members {:now ["a" "b"] :came ["b"] :left [] :tags {"a" #{:led} "b" #{}}}} when it
 * starts and whenever that changes, as its own node sees it. Changes that come faster than it reads
 * are said as one.
 */
final class Members implements Behaviour<Members.State> {
  static final Keyword MEMBERS = Keyword.of("members");

  /** How often it looks although nobody knocked. */
  static final long LOOK_MS = 5_000;

  private static final Keyword KNOCK = Keyword.of("jelly/knock");
  private static final Keyword READ = Keyword.of("jelly/read");
  private static final Keyword LOOK = Keyword.of("jelly/look");

  private final String name;
  private final MemberFeed feed;

  /**
   * @param known as was said last: names with their tags
   * @param isReading whether the list is being read
   * @param again whether it changed meanwhile
   */
  record State(EdnMap known, boolean isReading, boolean again) {}

  Members(String name, MemberFeed feed) {
    this.name = name;
    this.feed = feed;
  }

  @Override
  public State initial() {
    return new State(EdnMap.EMPTY, false, false);
  }

  @Override
  public Step<State> started(State state, Info info) {
    return Step.of(state, new Effect.Connect(feed::open, KNOCK), look());
  }

  private static Effect look() {
    return new Effect.After(LOOK_MS, LOOK, Nil.NIL);
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Keyword message = delivery.name();
    if (message == KNOCK && Errors.isError(delivery.data())) {
      throw new StepException(name + ": " + Errors.text(delivery.data()));
    }
    if (message == KNOCK) {
      return state.isReading()
          ? Step.of(new State(state.known(), true, true))
          : Step.of(new State(state.known(), true, false), reading());
    }
    if (message == LOOK) {
      return state.isReading()
          ? Step.of(state, look())
          : Step.of(new State(state.known(), true, false), reading(), look());
    }
    if (message == READ) {
      return read(state, delivery.data());
    }
    throw new StepException(name + " does not understand " + message + ": expected nothing");
  }

  private Effect reading() {
    return new Effect.Work(feed::read, READ);
  }

  private Step<State> read(State state, Value data) {
    // If no worker was free, what is known stays, and the next look mends it.
    EdnMap now = data instanceof EdnMap list ? list : state.known();
    List<Effect> effects = new ArrayList<>();
    if (!now.equals(state.known())) {
      effects.add(Effect.say(MEMBERS, change(state.known(), now)));
    }
    if (state.again()) {
      effects.add(reading());
    }
    return new Step<>(new State(now, state.again(), false), effects);
  }

  private static EdnMap change(EdnMap before, EdnMap now) {
    return EdnMap.of(
        Keyword.of("now"),
        missing(now, EdnMap.EMPTY),
        Keyword.of("came"),
        missing(now, before),
        Keyword.of("left"),
        missing(before, now),
        Keyword.of("tags"),
        now);
  }

  /** In the order of their names, which a map of many does not keep. */
  private static EdnVector missing(EdnMap from, EdnMap in) {
    List<Value> missing = new ArrayList<>();
    for (Value key : from.keys()) {
      if (!in.containsKey(key)) {
        missing.add(key);
      }
    }
    missing.sort(Comparator.comparing(Value::toString));
    return EdnVector.of(missing);
  }

  @Override
  public Value show(State state) {
    return state.known();
  }
}
