package jellybean.cluster.majority;

import java.util.SplittableRandom;
import jellybean.cluster.majority.Fleet.Fault;
import jellybean.cluster.majority.Tenures.Violation;

/** One random schedule: a fleet, its troubles, then peace. */
final class Schedule {
  private static final int LEASE_MS = Fleet.LEASE_MS;

  /** After that long in peace somebody is the home and all run. */
  static final int SETTLED_MS = 8 * LEASE_MS;

  private static final int TROUBLE_MS = 15 * LEASE_MS;

  /**
   * What came of it.
   *
   * @param isDecidable whether enough electors still remembered what they had promised
   */
  record Result(long tenures, long activations, long messages, boolean isDecidable) {}

  private Schedule() {}

  static Result run(long seed, Fault fault) {
    SplittableRandom shape = new SplittableRandom(~seed);
    boolean isGentle = shape.nextBoolean();
    double diskShare = shape.nextInt(3) == 0 ? 1 : shape.nextDouble();
    Fleet fleet = new Fleet(seed, fault, 3 + shape.nextInt(7), diskShare);
    Chaos chaos = new Chaos(fleet, isGentle);
    fleet.runFor(2L * LEASE_MS);
    chaos.rage(TROUBLE_MS);
    chaos.peace();
    boolean isDecidable = fleet.isDecidable();
    fleet.runFor(SETTLED_MS);
    if (isDecidable) {
      checkSettled(fleet);
    } else if (isGentle) {
      throw fleet.unsettled("nobody forgot anything, but no quorum is there");
    }
    return new Result(fleet.tenures.count(), fleet.activations, fleet.messages, isDecidable);
  }

  private static void checkSettled(Fleet fleet) {
    for (int i = 0; i < 20; i++) {
      fleet.runFor(LEASE_MS / 10);
      long homes = fleet.nodes.stream().filter(SimNode::isHome).count();
      if (homes != 1) {
        throw fleet.unsettled("expected one home, found " + homes);
      }
      if (fleet.running().size() != fleet.nodes.size()) {
        throw fleet.unsettled("expected that all run, found " + fleet.running());
      }
    }
    fleet.runFor(Fleet.MAX_SETTLE_MS);
    Electorate electorate = fleet.nodes.getFirst().known().electorate();
    if (electorate.electors().size() != fleet.nodes.size()) {
      throw fleet.unsettled("expected all to be electors, found " + electorate);
    }
  }

  /** How to see that again. */
  static String replay(long seed, Violation violation) {
    return "seed "
        + seed
        + ": "
        + violation.getMessage()
        + "\nto replay: mvn -pl pi-node test -Dtest=MajorityModelTest -Dmajority.seed="
        + seed;
  }
}
