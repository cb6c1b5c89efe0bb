package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * A host that says of the loads of its actors what a test invents, since in virtual time no step
 * takes any.
 */
final class InventedLoads extends Around<HostState> {
  private final Source source;

  /** What the host says. */
  @FunctionalInterface
  interface Source {
    /** Of so many replicas on a node. */
    List<Load> loads(NodeId node, int bodies);
  }

  InventedLoads(Behaviour<HostState> host, Source source) {
    super(host);
    this.source = source;
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    if (!delivery.name().equals(Protocol.SAMPLE)) {
      return inner.handle(state, delivery);
    }
    Address supervisor = Fields.addressAt((EdnMap) delivery.data(), Protocol.ACTOR);
    NodeId node = new NodeId(delivery.info().self().segments().get(1));
    int depth = supervisor.segments().size() + 2;
    List<Address> bodies =
        state.bodies().stream()
            .filter(body -> supervisor.contains(body) && body.segments().size() == depth)
            .toList();
    List<Load> loads = bodies.isEmpty() ? List.of() : source.loads(node, bodies.size());
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      rows.add(loads.get(i).toValue(bodies.get(i)));
    }
    EdnMap load = EdnMap.of(Protocol.ROWS, EdnVector.of(rows));
    return Step.of(state, Effect.send(supervisor, Protocol.LOAD, load));
  }
}
