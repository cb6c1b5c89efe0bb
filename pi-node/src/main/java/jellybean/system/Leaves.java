package jellybean.system;

import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Durability;
import jellybean.message.Address;

/** What is needed to start the actors and devices of a document. */
final class Leaves {
  private Leaves() {}

  static ActorSpec spec(Address address, ActorDef def, Durability durability) {
    Behaviour<?> behaviour = def.isBalanced() ? new ReplicaBehaviour(def) : EdnBehaviour.of(def);
    ActorSpec spec =
        ActorSpec.of(address, "actor", behaviour)
            .withMailbox(def.mailboxMessages())
            .parkedFor(def.delivery().parkMs());
    return def.isBalanced() ? spec.measured() : spec.keeping(durability);
  }

  static ActorSpec spec(Address address, DeviceDef def, Behaviour<?> behaviour) {
    return ActorSpec.of(address, "device", behaviour).parkedFor(def.parkMs());
  }
}
