package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import jellybean.campaign.Invariant.Violation;
import jellybean.campaign.Snapshot.Seen;
import jellybean.message.Address;

/**
 * What runs only where the majority is never runs on two boards that do not stand still. Looked at
 * again and again, while everything happens.
 */
final class NeverTwo {
  static final String NAME = "majority: never two";
  private static final long EVERY_MS = 200;

  private final List<Address> bodies = new ArrayList<>();
  private final World world;
  private final List<Violation> violations = new ArrayList<>();

  NeverTwo(Schedule schedule, World world) {
    this.world = world;
    for (Design design : schedule.designs()) {
      if (design.isMajority()) {
        bodies.addAll(design.allBodies());
        bodies.addAll(design.atTimes());
      }
    }
  }

  /** Looks from now on, if there is anything to look at. */
  void watch() {
    if (!bodies.isEmpty()) {
      look();
      world.simulation().after(EVERY_MS, this::watch);
    }
  }

  private void look() {
    Snapshot seen = Snapshot.ofUnpaused(world);
    for (Address body : bodies) {
      List<Seen> running = seen.running(body);
      if (running.size() > 1 && violations.size() < Invariant.MOST_VIOLATIONS) {
        List<Ledger.Incarnation> where = running.stream().map(s -> s.board().who()).toList();
        violations.add(
            new Violation(NAME, body + " runs on " + where + " at " + world.nowMs() + " ms"));
      }
    }
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
