package jellybean.rehearsal;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/** In the place of a device: takes what comes, and says what it is told to. */
final class StandIn implements Behaviour<Value> {
  /** Its data is {@code [name data]}; no program can say it. */
  static final Keyword SAY = Keyword.of("jelly/say");

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    return delivery.name().equals(SAY) && delivery.data() instanceof EdnVector message
        ? Step.of(state, Effect.say((Keyword) message.get(0), message.get(1)))
        : Step.of(state);
  }

  @Override
  public Value show(Value state) {
    return state;
  }
}
