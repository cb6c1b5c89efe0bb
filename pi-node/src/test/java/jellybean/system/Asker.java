package jellybean.system;

import java.util.Optional;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.sim.SimNode;

/** Gives an order to the supervisor {@code /s} and keeps what it answers. */
record Asker(EdnMap order) implements Behaviour<Value> {
  private static final long WITHIN_MS = 60_000;

  /** Gives the order where that supervisor lives; the answer is the state of who is returned. */
  static Address ask(SimCluster fleet, EdnMap order) {
    SimNode home = fleet.locate("/s").orElseThrow();
    int number = 0;
    while (home.view(address(home, number).path()).isPresent()) {
      number++;
    }
    Address asker = address(home, number);
    home.actors().start(ActorSpec.part(asker, new Asker(order)));
    return asker;
  }

  private static Address address(SimNode home, int number) {
    return Address.of("sys", home.id().value(), "asker-" + number);
  }

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Step<Value> started(Value state, Info info) {
    Keyword answer = Keyword.of("answer");
    return Step.of(
        state,
        new Effect.Send(
            Address.of("s"),
            Protocol.OPERATE,
            order,
            Optional.of(new Effect.Ask(answer, WITHIN_MS))));
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    return Step.of(delivery.data());
  }

  @Override
  public Value show(Value state) {
    return state;
  }
}
