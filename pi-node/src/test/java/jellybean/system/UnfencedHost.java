package jellybean.system;

import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** A host that says of all nodes' fences that they have come, and sends none: a planted mistake. */
final class UnfencedHost extends Around<HostState> {
  UnfencedHost(Behaviour<HostState> host) {
    super(host);
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    if (!delivery.name().equals(Protocol.FENCE_KEYS)) {
      return inner.handle(state, delivery);
    }
    EdnMap order = (EdnMap) delivery.data();
    Address supervisor = Fields.addressAt(order, Protocol.ACTOR);
    Effect[] lies =
        Fields.addressesAt(order, Protocol.ACTORS).stream()
            .flatMap(replica -> state.members().keySet().stream().map(node -> lie(replica, node)))
            .map(lie -> Effect.send(supervisor, Protocol.FENCED, lie))
            .toArray(Effect[]::new);
    return Step.of(state, lies);
  }

  private static EdnMap lie(Address replica, NodeId node) {
    return EdnMap.of(
        Protocol.ACTOR, new Text(replica.path()), Protocol.NODE, new Text(node.value()));
  }
}
