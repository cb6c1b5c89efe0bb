package jellybean.cluster.majority;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Everything that happens to a fleet until it is left in peace. */
final class Chaos {
  private static final int LEASE_MS = Fleet.LEASE_MS;

  private final Fleet fleet;
  private final SplittableRandom random;
  private final boolean isGentle;

  /**
   * @param isGentle no node loses its memory: there are no disks that die, and who has none stays
   *     up
   */
  Chaos(Fleet fleet, boolean isGentle) {
    this.fleet = fleet;
    this.random = fleet.random;
    this.isGentle = isGentle;
    fleet.loss = random.nextInt(3) == 0 ? 0.3 * random.nextDouble() : 0.02;
    fleet.duplication = random.nextInt(3) == 0 ? 0.2 : 0;
    fleet.maxDelayMs = random.nextInt(4) == 0 ? 600 : 20;
    fleet.everybodyWants = random.nextBoolean();
  }

  void rage(long durationMs) {
    long endMs = fleet.nowMs() + durationMs;
    while (fleet.nowMs() < endMs) {
      fleet.runFor(1 + random.nextInt(LEASE_MS));
      strike();
    }
  }

  /** All links work, all boards are up, nothing is lost. */
  void peace() {
    heal();
    fleet.loss = 0;
    fleet.duplication = 0;
    fleet.maxDelayMs = 20;
    fleet.isAtPeace = true;
    fleet.nodes.forEach(SimNode::restart);
  }

  private void strike() {
    switch (random.nextInt(13)) {
      case 0, 1 -> split();
      case 2 -> isolate();
      case 3 -> oneWay();
      case 4 -> partial();
      case 5 -> flap();
      case 6, 7 -> heal();
      case 8, 9 -> crash(any());
      case 10 -> any().stall(random.nextInt(2 * LEASE_MS));
      case 11 -> any().failAtNextWrite();
      default -> blackout();
    }
  }

  private SimNode any() {
    return fleet.nodes.get(random.nextInt(fleet.nodes.size()));
  }

  private void split() {
    heal();
    int[] side = fleet.nodes.stream().mapToInt(_ -> random.nextInt(3) % 2).toArray();
    for (SimNode a : fleet.nodes) {
      for (SimNode b : fleet.nodes) {
        fleet.cut[a.index][b.index] = side[a.index] != side[b.index];
      }
    }
  }

  private void isolate() {
    SimNode lonely = fleet.nodes.stream().filter(SimNode::isHome).findFirst().orElseGet(this::any);
    for (SimNode other : fleet.nodes) {
      cut(lonely, other);
      cut(other, lonely);
    }
  }

  private void oneWay() {
    SimNode deaf = any();
    for (SimNode other : fleet.nodes) {
      if (random.nextInt(4) > 0) {
        cut(other, deaf);
      }
    }
  }

  private void partial() {
    for (int i = 0; i < fleet.nodes.size(); i++) {
      SimNode a = any();
      SimNode b = any();
      cut(a, b);
      if (random.nextBoolean()) {
        cut(b, a);
      }
    }
  }

  private void cut(SimNode from, SimNode to) {
    fleet.cut[from.index][to.index] = from != to;
  }

  private void flap() {
    SimNode a = any();
    SimNode b = any();
    for (int i = 0; i < 20; i++) {
      fleet.after(
          i * LEASE_MS / 5.0,
          () -> {
            if (!fleet.isAtPeace && a != b) {
              fleet.cut[a.index][b.index] ^= true;
              fleet.cut[b.index][a.index] = fleet.cut[a.index][b.index];
            }
          });
    }
  }

  private void heal() {
    for (boolean[] row : fleet.cut) {
      Arrays.fill(row, false);
    }
  }

  void crash(SimNode node) {
    if (isGentle && !node.hasDisk || !node.isUp) {
      return;
    }
    node.crash(!isGentle && random.nextInt(8) == 0);
    int absenceMs = random.nextInt(4) == 0 ? 10 * LEASE_MS : LEASE_MS / 2;
    fleet.after(random.nextInt(absenceMs), node::restart);
  }

  /** The power of a part of the fleet fails, or of all. */
  private void blackout() {
    boolean all = random.nextBoolean();
    for (SimNode node : fleet.nodes) {
      if (all || random.nextBoolean()) {
        crash(node);
      }
    }
  }
}
