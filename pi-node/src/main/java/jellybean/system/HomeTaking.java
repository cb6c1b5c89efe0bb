package jellybean.system;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Takes the homes that fall to a node, and tells whom it concerns: a pure policy of its documents.
 */
final class HomeTaking {
  private final NodeId self;

  HomeTaking(NodeId self) {
    this.self = self;
  }

  /** Takes the homes that fall to this node, and tells everyone. */
  Step<DocumentsState> takeHomes(DocumentsState state, List<Effect> effects) {
    DocumentsState next = state;
    for (Deployment system : state.live()) {
      Optional<Stamp> epoch = Homes.toTake(state, system, self);
      if (epoch.isPresent()) {
        next = next.withTenure(take(state, system, epoch.get(), effects));
      }
    }
    return new Step<>(next, effects);
  }

  Deployment take(DocumentsState state, Deployment system, Stamp epoch, List<Effect> effects) {
    Deployment taken = system.under(system.tenure().next(epoch, state.members().size()));
    spread(state, taken, effects);
    return taken;
  }

  void spread(DocumentsState state, Deployment taken, List<Effect> effects) {
    effects.add(toOwnHost(taken));
    toOthers(state, Protocol.CLAIM, Digests.claim(taken), effects);
  }

  void toOthers(DocumentsState state, Keyword name, Value data, List<Effect> effects) {
    for (NodeId member : state.members().keySet()) {
      if (!member.equals(self)) {
        effects.add(Effect.send(Protocol.documents(member), name, data));
      }
    }
  }

  /** Unless this node takes the home, now or soon: then its host hears only of that. */
  void tellHost(DocumentsState state, Deployment deployment, List<Effect> effects) {
    boolean isTaking =
        Homes.toTake(state, deployment, self).isPresent()
            || Homes.isWaiting(state, deployment, self);
    if (deployment.isGone() || !isTaking) {
      effects.add(toOwnHost(deployment));
    }
  }

  /** Of a system that runs only in the majority it hears from whoever pauses it before. */
  private Effect toOwnHost(Deployment deployment) {
    Address to = deployment.isMajority() ? Protocol.homes(self) : Protocol.host(self);
    return Effect.send(to, Protocol.DEPLOYMENT, deployment.toValue());
  }
}
