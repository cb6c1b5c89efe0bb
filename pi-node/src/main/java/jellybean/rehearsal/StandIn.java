package jellybean.rehearsal;

import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * In the place of a device: takes what comes, and says and asks what it is told to. Its state is
 * what it was replied.
 */
final class StandIn implements Behaviour<Value> {
  /** Its data is {@code [name data]}; no program can say it. */
  static final Keyword SAY = Keyword.of("jelly/say");

  /** The same for a question. */
  static final Keyword ASK = Keyword.of("jelly/ask");

  private static final Keyword REPLY = Keyword.of("jelly/reply");
  private static final long WITHIN_MS = 60_000;

  @Override
  public Value initial() {
    return EdnVector.EMPTY;
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    if (delivery.name().equals(REPLY)) {
      return Step.of(((EdnVector) state).append(delivery.data()));
    }
    boolean asks = delivery.name().equals(ASK);
    if (!(asks || delivery.name().equals(SAY)) || !(delivery.data() instanceof EdnVector message)) {
      return Step.of(state);
    }
    Keyword name = (Keyword) message.get(0);
    Optional<Effect.Ask> ask =
        asks ? Optional.of(new Effect.Ask(REPLY, WITHIN_MS)) : Optional.empty();
    return Step.of(state, new Effect.Say(name, message.get(1), ask));
  }

  @Override
  public Value show(Value state) {
    return state;
  }
}
