package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.edn.Int;
import jellybean.edn.Real;

/**
 * Misfortunes that come over a fleet that runs {@code mesh.edn}, one after another, and after each
 * what must hold when it has settled. Every invariant is reported by itself.
 */
final class Scenario {
  /** A message of every point in this time. */
  private static final int EVERY_MS = 500;

  private static final int AT_ONCE = 4;
  private static final long READY_MS = 90_000;
  private static final long ROUTES_MS = 60_000;
  private static final long LETTERS_MS = 8_000;

  private final Plan plan;
  private final World world;
  private final Fleet fleet;
  private final Mesh mesh;
  private final Report report;
  private final SplittableRandom random;
  private final long settleMs;
  private final Set<String> toldWrong = new HashSet<>();
  private final Set<String> toldMissing = new HashSet<>();
  private String home = "";

  Scenario(
      Plan plan,
      World world,
      Fleet fleet,
      Mesh mesh,
      Report report,
      SplittableRandom random,
      long settleMs) {
    this.plan = plan;
    this.world = world;
    this.fleet = fleet;
    this.mesh = mesh;
    this.report = report;
    this.random = random;
    this.settleMs = settleMs;
  }

  void start() {
    report.phase("the nodes start, find each other across the cells, and get a system");
    world.build();
    fleet.start(plan.nodes(), AT_ONCE, READY_MS);
    report.holds("routes", routes());
    report.holds("views", Wait.untilNone(settleMs, fleet::views));
    home = mesh.deploy(EVERY_MS);
    check();
  }

  /**
   * What a stranger sees who stands at an access point: its cell, and the access points it hears.
   */
  void avahi(Path folder) {
    Plan.Cell cell = plan.cells().getFirst();
    report.phase("avahi-browse at " + cell.accessPoint());
    List<String> near = new ArrayList<>(cell.nodes());
    for (Plan.Span span : plan.spans()) {
      if (span.one().equals(cell.accessPoint())) {
        near.add(span.other());
      } else if (span.other().equals(cell.accessPoint())) {
        near.add(span.one());
      }
    }
    try (Avahi avahi = new Avahi(folder, cell.accessPoint())) {
      avahi.start(world.airs(cell.accessPoint()));
      report.holds("avahi-sees-all", avahi.misses(near, Operator.PORT, settleMs));
    }
  }

  private Optional<String> routes() {
    return Wait.until(ROUTES_MS, world::isConnected).isPresent()
        ? Optional.empty()
        : Optional.of("expected a route from each to each within " + ROUTES_MS + " ms");
  }

  void loss(int percent, int ms) {
    report.phase("every hop loses " + percent + " of 100 packets for " + ms + " ms");
    world.lose(percent);
    Wait.ms(ms);
    world.lose(0);
    check();
  }

  void spanCut(int ms) {
    Plan.Span span = plan.spans().get(random.nextInt(plan.spans().size()));
    report.phase("no link from " + span.one() + " to " + span.other() + " for " + ms + " ms");
    world.cut(span);
    Wait.ms(ms);
    world.heal(span);
    check();
  }

  /** Nobody is given up for dead in so short a time. */
  void cellCutOff(int ms) {
    String point = any(plan.cells()).accessPoint();
    report.phase("the cell of " + point + " is cut off for " + ms + " ms");
    List<Plan.Span> spans =
        plan.spans().stream()
            .filter(span -> span.one().equals(point) || span.other().equals(point))
            .toList();
    spans.forEach(world::cut);
    Wait.ms(ms);
    spans.forEach(world::heal);
    report.holds("routes", routes());
    check();
  }

  void oneWay(int ms) {
    String to = any(plan.nodes());
    String from = any(plan.nodes().stream().filter(n -> !n.equals(to)).toList());
    report.phase(to + " does not hear " + from + " for " + ms + " ms, which hears it");
    world.deafen(to, from);
    Wait.ms(ms);
    world.undeafen(to);
    check();
  }

  /** Nobody takes leave, nobody is given up: the address in the cell is another, that is all. */
  void roam() {
    String station = any(plan.nodes().stream().filter(n -> !plan.isAccessPoint(n)).toList());
    Plan.Cell from = world.cellOf(station);
    Plan.Cell to = any(plan.cells().stream().filter(cell -> !cell.equals(from)).toList());
    report.phase(
        station
            + " roams from "
            + from.accessPoint()
            + " to "
            + to.accessPoint()
            + " while it runs");
    long losses = fleet.losses();
    world.roam(station, to);
    report.holds("routes", routes());
    check();
    report.holds(
        "nobody-given-up",
        fleet.losses() == losses
            ? Optional.empty()
            : Optional.of("members were given up: " + (fleet.losses() - losses)));
  }

  void stationKilled() {
    String victim =
        any(plan.nodes().stream().filter(n -> !plan.isAccessPoint(n) && !n.equals(home)).toList());
    report.phase("kill -9 of " + victim + ", which starts again when all have noticed");
    fleet.kill(victim);
    report.holds("views-without-it", Wait.untilNone(settleMs, fleet::views));
    fleet.awaitReady(fleet.start(victim), READY_MS);
    check();
  }

  /** Comes back before anybody can have noticed that it was gone. */
  void quickRestart() {
    String victim = any(plan.nodes().stream().filter(n -> !n.equals(home)).toList());
    report.phase("kill -9 of " + victim + ", which starts again at once");
    fleet.kill(victim);
    fleet.awaitReady(fleet.start(victim), READY_MS);
    check();
  }

  void accessPointDies() {
    String point =
        any(
            plan.cells().stream()
                .map(Plan.Cell::accessPoint)
                .filter(n -> !plan.cellOf(n).nodes().contains(home))
                .toList());
    report.phase("the access point " + point + " loses its power, and has it again");
    fleet.forget(point);
    world.fell(point);
    Wait.ms(10_000);
    world.raiseAgain(point);
    fleet.awaitReady(fleet.start(point), READY_MS);
    report.holds("routes", routes());
    check();
  }

  /** The system must come to life elsewhere. */
  void homeKilled() {
    String dead = home;
    report.phase("kill -9 of " + dead + ", the home, which starts again when all have noticed");
    fleet.kill(dead);
    report.holds("views-without-it", Wait.untilNone(settleMs, fleet::views));
    report.holds("one-of-each-without-it", Wait.untilNone(settleMs, mesh::instances));
    fleet.awaitReady(fleet.start(dead), READY_MS);
    check();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void check() {
    long start = System.nanoTime();
    report.holds("views", Wait.untilNone(settleMs, fleet::views));
    report.holds("one-of-each", Wait.untilNone(settleMs, mesh::instances));
    mesh.begin();
    report.holds("flow", mesh.flow(settleMs));
    report.holds(
        "nothing-lost",
        Wait.untilNone(LETTERS_MS, () -> news(mesh.deliveries().missing(), toldMissing)));
    Deliveries now = mesh.deliveries();
    toldMissing.addAll(now.missing());
    report.holds("once-in-order", news(now.wrong(), toldWrong));
    toldWrong.addAll(now.wrong());
    report.figure("received", Int.of(now.received()));
    report.figure("dead-letters", Int.of(now.explained()));
    report.figure("settled-ms", Int.of((System.nanoTime() - start) / 1_000_000));
    report.figure("cpu-s", Real.of(cpuSeconds()));
  }

  private static Optional<String> news(List<String> found, Set<String> told) {
    List<String> fresh = found.stream().filter(f -> !told.contains(f)).toList();
    return fresh.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", fresh));
  }

  private double cpuSeconds() {
    double sum = fleet.all().stream().mapToDouble(RigNode::cpuSeconds).sum();
    return Math.round(sum * 10) / 10.0;
  }
}
