package jellybean.system;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Value;

/**
 * A host that takes any table for newer than the one it has, and confirms it as what it was said to
 * be: a planted mistake.
 */
final class AgelessHost extends Around<HostState> {
  /** What tables were said to be that are held as something newer. */
  private final Map<Value, Value> said = new HashMap<>();

  AgelessHost(Behaviour<HostState> host) {
    super(host);
  }

  @Override
  public Step<HostState> handle(HostState state, Delivery delivery) {
    Step<HostState> step =
        inner.handle(
            state, delivery.name().equals(Protocol.TABLE) ? newer(state, delivery) : delivery);
    List<Effect> effects = step.effects().stream().map(this::asItWasSaid).toList();
    return new Step<>(step.state(), effects);
  }

  private Delivery newer(HostState state, Delivery delivery) {
    Table table = Table.fromValue(delivery.data());
    Version known =
        Optional.ofNullable(state.tables().get(table.supervisor()))
            .map(Table::version)
            .orElse(Version.NONE);
    if (known.compareTo(table.version()) < 0) {
      return delivery;
    }
    Version invented = known.next();
    said.put(invented.toValue(), table.version().toValue());
    EdnMap newer = ((EdnMap) delivery.data()).with(Protocol.VERSION, invented.toValue());
    return new Delivery(delivery.name(), newer, delivery.info());
  }

  private Effect asItWasSaid(Effect effect) {
    if (effect instanceof Effect.Send send
        && send.name().equals(Protocol.HELD)
        && send.data() instanceof EdnMap held) {
      Value version = Fields.at(held, Protocol.VERSION);
      return Effect.send(
          send.to(), send.name(), held.with(Protocol.VERSION, said.getOrDefault(version, version)));
    }
    return effect;
  }
}
