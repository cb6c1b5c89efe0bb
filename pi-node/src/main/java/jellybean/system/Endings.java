package jellybean.system;

import java.util.List;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Signals;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** How an actor ends that was told to by {@link Signals#SHUTDOWN}. */
final class Endings {
  private Endings() {}

  /** The message: {@code {:to supervisor :node n :keep whether its mailbox stays}}. */
  static Effect tell(Address actor, Address supervisor, NodeId self, boolean keep) {
    return Effect.send(
        actor,
        Signals.SHUTDOWN,
        EdnMap.of(
            Protocol.TO, new Text(supervisor.path()),
            Protocol.NODE, new Text(self.value()),
            Protocol.KEEP, Bool.of(keep)));
  }

  /** What an actor does last that got this message. */
  static List<Effect> of(Delivery delivery) {
    EdnMap order = Fields.mapOf(delivery.data(), "order to end");
    if (Fields.at(order, Protocol.KEEP) != Bool.TRUE) {
      return List.of(new Effect.Stop(Restarts.SHUTDOWN));
    }
    Address self = delivery.info().self();
    EdnMap done = Turn.actor(self).with(Protocol.NODE, Fields.at(order, Protocol.NODE));
    return List.of(
        new Effect.Halt(self),
        Effect.send(Fields.addressAt(order, Protocol.TO), Protocol.ENDED, done));
  }
}
