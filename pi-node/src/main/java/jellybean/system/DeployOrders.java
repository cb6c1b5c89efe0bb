package jellybean.system;

import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;

/** What orders to deploy a system and to take it away make of what is known: pure. */
final class DeployOrders {
  private final NodeId self;
  private final Host.Compiler compiler;

  DeployOrders(NodeId self, Host.Compiler compiler) {
    this.self = self;
    this.compiler = compiler;
  }

  /**
   * What an order to deploy makes; empty if it has to wait until it is known who votes on all live
   * members.
   *
   * @throws ProtocolException it is refused
   */
  Optional<Deployment> accept(DocumentsState state, EdnMap order) {
    String name = Fields.textAt(order, Protocol.NAME);
    Bundle bundle = Bundle.fromValue(Fields.at(order, Protocol.BUNDLE));
    EdnMap with = Fields.mapAt(order, Protocol.WITH);
    Optional<Deployment> known = state.find(name);
    boolean isNew = known.isEmpty() || known.get().isGone();
    Waiting others = state.waiting().without(name);
    if (isNew && state.live().size() + others.orders().size() >= Documents.MAX_SYSTEMS) {
      throw new ProtocolException(
          "cannot deploy " + name + ": expected at most " + Documents.MAX_SYSTEMS + " systems");
    }
    Deployment.requireSize(name, order, state.live(), others.bytes());
    OnPartition onPartition = // a faulty document is refused here
        compiler.apply(bundle, with).supervision().onPartition();
    long counter = known.map(before -> before.version().counter() + 1).orElse(1L);
    Stamp version = new Stamp(counter, self);
    if (!isNew) {
      Voters.requireSame(known.get(), onPartition);
      Deployment before = known.get();
      return Optional.of(
          new Deployment(
              name, version, before.tenure(), Optional.of(bundle), with, before.genesis()));
    }
    Tenure tenure = named(state, name, known);
    if (onPartition == OnPartition.AVAILABLE) {
      return Optional.of(
          new Deployment(name, version, tenure, Optional.of(bundle), with, Optional.empty()));
    }
    if (!state.knowsVoters()) {
      return Optional.empty();
    }
    Genesis genesis =
        Voters.genesis(
            name, version, tenure.epoch().counter(), Voters.electors(state.liveVoters()));
    return Optional.of(
        new Deployment(
            name, version, Voters.named(genesis), Optional.of(bundle), with, Optional.of(genesis)));
  }

  /** The home that a new system should have, which takes it when it hears of it. */
  private Tenure named(DocumentsState state, String name, Optional<Deployment> before) {
    long counter = before.map(d -> d.epoch().counter() + 1).orElse(0L);
    NodeId home = Homes.choose(name, state.members().keySet()).orElse(self);
    return Tenure.named(new Stamp(counter, home), state.members().size());
  }

  Deployment takeAway(DocumentsState state, EdnMap order) {
    String name = Fields.textAt(order, Protocol.NAME);
    return state
        .find(name)
        .filter(d -> !d.isGone())
        .map(d -> d.gone(self))
        .orElseThrow(
            () ->
                new ProtocolException(
                    "cannot undeploy "
                        + name
                        + ": expected one of "
                        + state.live().stream().map(Deployment::name).toList()));
  }
}
