package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.sim.Flaw;

/** What keeps homes, with mistakes in what it does. */
final class TamperedLeases extends Around<LeasesState> {
  private final Set<Flaw> flaws;

  TamperedLeases(Leases honest, Set<Flaw> flaws) {
    super(honest);
    this.flaws = flaws;
  }

  @Override
  public Step<LeasesState> handle(LeasesState state, Delivery delivery) {
    Step<LeasesState> step = inner.handle(state, delivery);
    List<Effect> effects = new ArrayList<>(step.effects());
    if (flaws.contains(Flaw.NO_LEASE)) {
      effects.removeIf(effect -> effect instanceof Effect.RunUntil);
    }
    if (flaws.contains(Flaw.LOANS_NOT_AWAITED) && delivery.name().equals(Protocol.ADMITTED)) {
      effects.add(Effect.send(delivery.info().from(), Protocol.ADMITTED, delivery.data()));
    }
    return new Step<>(step.state(), effects);
  }
}
