package jellybean.system;

import java.util.function.Supplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Nil;
import jellybean.edn.Value;

/**
 * The part of a node at {@code /sys/<node>/headroom}: its state is what this node knows of what all
 * members have left, as it is when somebody looks.
 */
public final class Headrooms implements Behaviour<Value> {
  private final Supplier<EdnMap> known;

  /**
   * @param known {@code {"node" {:spare-permille n …} …}}, of those that are known; must not block
   */
  public Headrooms(Supplier<EdnMap> known) {
    this.known = known;
  }

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Value show(Value state) {
    return known.get();
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    Value answer =
        delivery.name().toString().equals(":read")
            ? known.get()
            : Errors.of(
                "unknown question "
                    + delivery.name()
                    + " to "
                    + delivery.info().self()
                    + ": expected :read");
    return delivery
        .info()
        .replyTo()
        .map(to -> Step.of(state, new Effect.Answer(to, answer)))
        .orElseGet(() -> Step.of(state));
  }
}
