package jellybean.campaign;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jellybean.campaign.Campaign.Outcome;
import jellybean.campaign.Invariant.Violation;
import jellybean.campaign.Schedule.Step;
import jellybean.sim.Flaw;

/** Leaves faults out of a schedule for as long as something is wrong in the same way. */
final class Shrinker {
  private final Campaign campaign;
  private final Set<Flaw> flaws;

  Shrinker(Campaign campaign, Set<Flaw> flaws) {
    this.campaign = campaign;
    this.flaws = flaws;
  }

  /** The numbers of the acts without which it fails as well. */
  Set<Integer> superfluous(Outcome failure) {
    Set<String> names = names(failure);
    Set<Integer> without = new TreeSet<>();
    for (Step step : failure.schedule().steps()) {
      if (!step.act().isFault()) {
        continue;
      }
      without.add(step.number());
      Outcome outcome = campaign.run(failure.schedule().without(without), flaws, Optional.empty());
      if (names(outcome).stream().noneMatch(names::contains)) {
        without.remove(step.number());
      }
    }
    return without;
  }

  private static Set<String> names(Outcome outcome) {
    return outcome.violations().stream().map(Violation::invariant).collect(Collectors.toSet());
  }
}
