package jellybean.bench;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Int;
import jellybean.edn.Value;
import jellybean.message.Address;

/** A behaviour that sends to one receiver and to itself, until there is nothing left. */
record ManyToOne(Address self, Address receiver) implements Behaviour<Int> {
  @Override
  public Int initial() {
    return Int.of(0);
  }

  @Override
  public Step<Int> handle(Int handled, Delivery delivery) {
    long left = OneLoop.count(delivery.data()) - 1;
    Int more = Int.of(handled.value() + 1);
    return left < 0
        ? Step.of(more)
        : Step.of(
            more,
            Effect.send(receiver, OneLoop.GO, OneLoop.message(0)),
            Effect.send(self, OneLoop.GO, OneLoop.message(left)));
  }

  @Override
  public Value show(Int handled) {
    return handled;
  }
}
