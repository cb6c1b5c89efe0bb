package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jellybean.bench.Machine;
import jellybean.cluster.TimingProfile;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.net.Timings;

/** What {@code bench/cells/run} starts, within namespaces of its own. */
public final class Cells {
  private static final int NODES = 8;
  private static final int CELLS = 3;
  private static final long SETTLE_MS = 60_000;

  private final Report report = new Report();
  private final Path folder = Fleets.folder();
  private final List<String> arguments;
  private final long seed;

  private Cells(List<String> arguments, long seed) {
    this.arguments = arguments;
    this.seed = seed;
  }

  /**
   * @param args what to do, the file for the report, the seed, and what else it wants to know
   */
  public static void main(String[] args) {
    Path file = Path.of(args[1]);
    Cells cells = new Cells(List.of(args).subList(3, args.length), Long.parseLong(args[2]));
    System.exit(cells.run(args[0], file) ? 0 : 1);
  }

  private boolean run(String what, Path file) {
    report.fact("date", Fleets.today());
    report.fact("machine", Machine.toValue());
    report.fact("seed", Int.of(seed));
    try {
      switch (what) {
        case "short" -> misfortunes(this::briefly);
        case "long" -> misfortunes(this::rounds);
        case "discovery" -> discovery();
        case "large" -> large();
        default ->
            throw new RigException("expected short, long, discovery or large, found " + what);
      }
    } catch (RigException e) {
      report.holds("rig", Optional.ofNullable(e.getMessage()));
    }
    report.write(file, "bench/cells/run " + what + " on " + Machine.toValue());
    System.err.println(
        "cells: " + (report.isGood() ? "all holds" : "not all holds") + ", see " + file);
    return report.isGood();
  }

  private int number(int index, int otherwise) {
    return index < arguments.size() ? Integer.parseInt(arguments.get(index)) : otherwise;
  }

  private void discovery() {
    new Discovering(report, folder).run(number(0, 10), number(1, 40));
  }

  private void large() {
    int nodes = number(1, Large.NODES);
    Plan plan = Plan.of(nodes, Math.ceilDiv(nodes, Large.PER_CELL));
    Fleets.keys(folder, Stream.concat(plan.nodes().stream(), Stream.of("trainee")).toList());
    List<String> jvm = new ArrayList<>(Fleets.quickStart(folder, "trainee"));
    jvm.addAll(Large.SMALL);
    RigNode.Settings settings =
        new RigNode.Settings(folder.resolve("fleet"), folder, jvm, TimingProfile.EMULATED.name());
    try (World world = new World(plan, folder);
        Fleet fleet = new Fleet(settings, Timings.EMULATED)) {
      new Large(plan, world, fleet, report, new SplittableRandom(seed)).run(number(0, 10));
    }
  }

  private void briefly(Scenario scenario) {
    scenario.avahi(folder);
    scenario.loss(15, 5_000);
    scenario.spanCut(4_000);
    scenario.stationKilled();
    scenario.accessPointDies();
  }

  private void rounds(Scenario scenario) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < number(0, 3); round++) {
      scenario.loss(random.nextInt(5, 31), 20_000);
      scenario.spanCut(random.nextInt(2_000, 20_000));
      scenario.cellCutOff(random.nextInt(1_000, 6_000));
      scenario.oneWay(random.nextInt(2_000, 20_000));
      scenario.roam();
      scenario.quickRestart();
      scenario.stationKilled();
      scenario.accessPointDies();
    }
    scenario.homeKilled();
  }

  private void misfortunes(Consumer<Scenario> course) {
    Plan plan = Plan.of(NODES, CELLS);
    report.fact("nodes", Int.of(NODES));
    report.fact("cells", Int.of(CELLS));
    report.fact("profile", Keyword.of(TimingProfile.DESK.name()));
    Fleets.keys(folder, plan.nodes());
    RigNode.Settings settings =
        new RigNode.Settings(folder.resolve("fleet"), folder, List.of(), TimingProfile.DESK.name());
    try (World world = new World(plan, folder);
        Fleet fleet = new Fleet(settings, Timings.LAN);
        Letters letters = new Letters(plan, fleet)) {
      Scenario scenario =
          new Scenario(
              plan,
              world,
              fleet,
              new Mesh(fleet, letters),
              report,
              new SplittableRandom(seed),
              SETTLE_MS);
      scenario.start();
      course.accept(scenario);
    }
  }
}
