package jellybean.system;

import java.util.List;
import java.util.function.Predicate;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;

/** A host of which messages are lost, on the way to it or from it. */
final class LossyHost extends Around<HostState> {
  private final Loss loss;

  /** What is lost. */
  @FunctionalInterface
  interface Loss {
    boolean loses(NodeId node, Keyword name);
  }

  LossyHost(Behaviour<HostState> host, Loss loss) {
    super(host);
    this.loss = loss;
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    NodeId node = new NodeId(delivery.info().self().segments().get(1));
    if (loss.loses(node, delivery.name())) {
      return Step.of(state);
    }
    Step<HostState> step = inner.handle(state, delivery);
    Predicate<Effect> isLost =
        effect -> effect instanceof Effect.Send send && loss.loses(node, send.name());
    List<Effect> rest = step.effects().stream().filter(isLost.negate()).toList();
    return new Step<>(step.state(), rest);
  }
}
