package jellybean.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import jellybean.campaign.Schedule.Step;
import jellybean.cluster.TimingProfile;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.air.Weather;

/** Makes a schedule from a seed. */
final class Schedules {
  private static final long DEPLOYED_MS = 4_000;
  private static final long FAULTS_MS = 9_000;
  private static final long SHORTEST_MS = 5_000;
  private static final long LONGEST_MS = 40_000;
  private static final int MOST_MOVES = 6;

  /** Operators move actors for so long after everything was healed. */
  private static final long MOVES_ON_MS = 3_000;

  /** Sometimes too short for anything to come of it. */
  private static final long SHORTEST_STRAIN_MS = 2_000;

  private static final long LONGEST_STRAIN_MS = 15_000;
  private static final int MOST_FAULTS = 8;
  private static final int MOST_TRIES = 30;

  private final long seed;
  private final SplittableRandom random;
  private final Set<Ability> abilities;
  private final List<NodeId> nodes = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private Schedules(long seed, Set<Ability> abilities) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.abilities = abilities;
  }

  /** The schedule of a seed, of what the cluster is able to stand. */
  static Schedule of(long seed, Set<Ability> abilities) {
    Schedules schedules = new Schedules(seed, abilities);
    return schedules.make(schedules.size());
  }

  /** The same with so many nodes. */
  static Schedule of(long seed, int size, Set<Ability> abilities) {
    return new Schedules(seed, abilities).make(size);
  }

  /** Mostly few: small clusters are quick, and most mistakes show in them. */
  private int size() {
    return switch (random.nextInt(32)) {
      case 0 -> 17 + random.nextInt(48);
      case 1, 2, 3, 4 -> 9 + random.nextInt(8);
      default -> 3 + random.nextInt(6);
    };
  }

  private Schedule make(int size) {
    IntStream.range(0, size).forEach(i -> nodes.add(new NodeId("n%02d".formatted(i))));
    boolean keepsData = random.nextInt(4) > 0;
    boolean beginsWhole = random.nextInt(5) > 0;
    Weather weather = weather();
    TimingProfile profile = profile(weather);
    List<Design> designs = designs(keepsData);
    long healMs = FAULTS_MS + SHORTEST_MS + random.nextLong(LONGEST_MS - SHORTEST_MS);
    for (Design design : designs) {
      long atMs = 500 + random.nextLong(DEPLOYED_MS - 500);
      add(atMs, atMs, new Act.Deploy(node(), design));
      design.instances().stream()
          .sorted()
          .forEach(i -> add(DEPLOYED_MS + 3_000, 0, new Act.Spawn(design, i)));
    }
    again(designs, healMs);
    moves(designs, healMs);
    strains(designs, healMs);
    faults(healMs, keepsData);
    undeploy(designs, healMs);
    Set<NodeId> in1970 = new TreeSet<>();
    nodes.stream().filter(_ -> random.nextInt(8) == 0).forEach(in1970::add);
    steps.sort(Comparator.comparingLong(Step::atMs).thenComparingInt(Step::number));
    return new Schedule(
        seed, nodes, profile, weather, keepsData, beginsWhole, in1970, designs, steps, healMs);
  }

  private void again(List<Design> designs, long healMs) {
    for (Design design : designs) {
      boolean isBound = design.isDurable() || !design.instances().isEmpty();
      boolean may = !isBound || abilities.contains(Ability.DEPLOYS_IN_PLACE);
      if (random.nextInt(4) == 0 && may) {
        long atMs = DEPLOYED_MS + random.nextLong(healMs - DEPLOYED_MS);
        add(atMs, atMs, new Act.DeployAgain(node(), design));
      }
    }
  }

  /** Some actors are moved again and again. */
  private void moves(List<Design> designs, long healMs) {
    for (Design design : designs) {
      List<Address> movable = List.copyOf(design.movable());
      int moves = movable.isEmpty() ? 0 : random.nextInt(MOST_MOVES + 1);
      for (int i = 0; i < moves; i++) {
        Address actor = movable.get(random.nextInt(movable.size()));
        long atMs = DEPLOYED_MS + random.nextLong(healMs + MOVES_ON_MS - DEPLOYED_MS);
        add(atMs, atMs, new Act.Move(design, actor, node()));
      }
    }
  }

  /** Replicas come, and go when they have had nothing to do for a while. */
  private void strains(List<Design> designs, long healMs) {
    int strains = designs.stream().anyMatch(Design::isBalanced) ? random.nextInt(3) : 0;
    for (int i = 0; i < strains; i++) {
      long atMs = DEPLOYED_MS + random.nextLong(healMs + MOVES_ON_MS - DEPLOYED_MS);
      long lengthMs = SHORTEST_STRAIN_MS + random.nextLong(LONGEST_STRAIN_MS - SHORTEST_STRAIN_MS);
      add(atMs, atMs + lengthMs, new Act.Strain());
    }
  }

  /** Only what holds no data, at a node that lives on: so it is known what has to come of it. */
  private void undeploy(List<Design> designs, long healMs) {
    List<NodeId> lasting =
        nodes.stream().filter(node -> steps.stream().noneMatch(s -> ends(s, node))).toList();
    Design last = designs.getLast();
    boolean isAgain =
        steps.stream().anyMatch(s -> s.act() instanceof Act.DeployAgain a && a.design() == last);
    if (random.nextInt(4) == 0 && !lasting.isEmpty() && !last.isDurable() && !isAgain) {
      long atMs = FAULTS_MS + random.nextLong(healMs - FAULTS_MS);
      add(atMs, atMs, new Act.Undeploy(lasting.get(random.nextInt(lasting.size())), last));
    }
  }

  private static boolean ends(Step step, NodeId node) {
    return switch (step.act()) {
      case Act.Crash a -> a.node().equals(node);
      case Act.Leave a -> a.node().equals(node);
      default -> false;
    };
  }

  /** Where a twentieth is lost, a live member is taken for dead now and then. */
  private Weather weather() {
    int kinds = abilities.contains(Ability.RECONCILES) ? 3 : 2;
    return switch (random.nextInt(kinds)) {
      case 0 -> Weather.CALM;
      case 1 -> Weather.WIRED;
      default -> Weather.WIFI;
    };
  }

  private TimingProfile profile(Weather weather) {
    if (weather.equals(Weather.WIFI) && random.nextInt(3) > 0) {
      return TimingProfile.WIFI;
    }
    return random.nextBoolean() ? TimingProfile.DESK : TimingProfile.LAN;
  }

  private List<Design> designs(boolean keepsData) {
    List<Design> designs = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      boolean isMajority = abilities.contains(Ability.KEEPS_MAJORITY) && random.nextInt(4) == 0;
      designs.add(Designs.random(random, nodes, keepsData, isMajority, "sys" + i));
    }
    if (random.nextInt(4) == 0) {
      designs.add(Examples.any(random));
    }
    return designs;
  }

  private void faults(long healMs, boolean keepsData) {
    for (int i = random.nextInt(MOST_FAULTS + 1); i > 0; i--) {
      long atMs = FAULTS_MS + random.nextLong(healMs - FAULTS_MS);
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        long lengthMs = lengthMs();
        Act act = fault(keepsData);
        if (abilities.containsAll(Ability.neededFor(act, lengthMs))) {
          add(atMs, Math.min(healMs, atMs + lengthMs), act);
          break;
        }
      }
    }
  }

  /** Some are over before anybody notices, some last. */
  private long lengthMs() {
    return switch (random.nextInt(3)) {
      case 0 -> 200 + random.nextLong(1_500);
      case 1 -> 2_000 + random.nextLong(8_000);
      default -> 10_000 + random.nextLong(30_000);
    };
  }

  private Act fault(boolean keepsData) {
    NodeId one = node();
    NodeId other = other(one);
    return switch (random.nextInt(keepsData ? 15 : 14)) {
      case 0 -> new Act.OneWay(one, other);
      case 1 -> new Act.Cut(one, other);
      case 2 -> new Act.Split(group());
      case 3 -> new Act.Flap(one, other, 200 + random.nextLong(4_000));
      case 4 -> new Act.Everywhere(random.nextBoolean() ? Weather.WIFI : Weather.STORM);
      case 5 -> new Act.Between(one, other, Weather.STORM);
      case 6 -> new Act.Slow(one, 50 + random.nextLong(2_000));
      case 7, 8 -> new Act.Break(one, other, 30 + random.nextLong(1_500));
      case 9, 10 -> new Act.Crash(one, !keepsData || random.nextInt(3) == 0);
      case 11 -> new Act.Leave(one);
      case 12 -> new Act.Pause(one);
      case 13 -> clock(one);
      default -> new Act.SlowDisk(one, 100 + random.nextLong(3_000));
    };
  }

  private Act clock(NodeId node) {
    return switch (random.nextInt(3)) {
      case 0 -> new Act.Rate(node, 950 + random.nextInt(101));
      case 1 -> new Act.Clock(node, -random.nextLong(1L << 40));
      default -> new Act.Clock(node, random.nextLong(1L << 41));
    };
  }

  private SortedSet<NodeId> group() {
    SortedSet<NodeId> group = new TreeSet<>();
    int size = 1 + random.nextInt(Math.max(1, nodes.size() / 2));
    while (group.size() < size) {
      group.add(node());
    }
    return group;
  }

  private NodeId node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private NodeId other(NodeId one) {
    NodeId other = node();
    while (other.equals(one)) {
      other = node();
    }
    return other;
  }

  private void add(long atMs, long untilMs, Act act) {
    steps.add(new Step(steps.size(), atMs, untilMs, act));
  }
}
