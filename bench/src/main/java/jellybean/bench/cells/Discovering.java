package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jellybean.cluster.TimingProfile;
import jellybean.edn.Int;
import jellybean.net.Timings;

/**
 * How soon nodes on one segment find each other: eight that start at once, and one that comes to
 * eight while three of ten multicast packets are lost at each receiver. A peer is found when it is
 * a member: its place is known by multicast, and it has answered. Times are from {@code :ready},
 * when a node listens and has begun to speak; how long the process took to come so far, on a
 * machine that runs all nodes at once, is told beside.
 */
final class Discovering {
  private static final int EIGHT = 8;
  private static final String JOINER_AT = "n9";
  private static final int LOSS_PERCENT = 30;
  private static final long AIM_MS = 3_000;
  private static final long WITHIN_MS = 60_000;

  private final Report report;
  private final Path folder;
  private final Plan plan = Plan.of(EIGHT + 1, 1);
  private final List<String> eight = plan.nodes().subList(0, EIGHT);

  Discovering(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  void run(int starts, int joins) {
    List<String> joiners = IntStream.rangeClosed(1, joins).mapToObj(n -> "j" + n).toList();
    Fleets.keys(folder, Stream.concat(plan.nodes().stream(), joiners.stream()).toList());
    List<String> jvm = Fleets.quickStart(folder, JOINER_AT);
    RigNode.Settings settings =
        new RigNode.Settings(folder.resolve("fleet"), folder, jvm, TimingProfile.DESK.name());
    try (World world = new World(plan, folder)) {
      world.build();
      together(settings, starts);
      joining(settings, world, joiners);
    }
  }

  private void together(RigNode.Settings settings, int starts) {
    report.phase("eight start at once on a clean segment, " + starts + " times");
    List<Long> found = new ArrayList<>();
    List<Long> members = new ArrayList<>();
    List<Long> ready = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      try (Fleet fleet = new Fleet(settings, Timings.LAN)) {
        fleet.start(eight, EIGHT, WITHIN_MS);
        complete(fleet);
        if (Wait.until(WITHIN_MS, () -> allFound(fleet)).isEmpty()) {
          throw new RigException("not all found within " + WITHIN_MS + " ms");
        }
        long last = fleet.all().stream().mapToLong(RigNode::readyNs).max().orElseThrow();
        long all = fleet.all().stream().mapToLong(RigNode::lastFoundNs).max().orElseThrow();
        long joined = fleet.all().stream().mapToLong(RigNode::lastPeerNs).max().orElseThrow();
        found.add(Math.max(0, (all - last) / 1_000_000));
        members.add(Math.max(0, (joined - last) / 1_000_000));
        fleet.all().forEach(node -> ready.add(node.readyMs()));
      }
    }
    report.figure("ms-from-last-ready-to-all-found", Percentiles.of(found).toValue());
    report.figure("ms-from-last-ready-to-all-members", Percentiles.of(members).toValue());
    report.figure("ms-of-process-to-ready", Percentiles.of(ready).toValue());
    within("all-found", Percentiles.of(found).at(Percentiles.HIGH));
  }

  private boolean allFound(Fleet fleet) {
    return fleet.all().stream()
        .allMatch(
            node ->
                node.found()
                    .containsAll(eight.stream().filter(n -> !n.equals(node.name())).toList()));
  }

  private void avahi() {
    try (Avahi avahi = new Avahi(folder, JOINER_AT)) {
      avahi.start(List.of(World.RADIO));
      report.holds("avahi-sees-all", avahi.misses(eight, Operator.PORT, WITHIN_MS));
    }
  }

  private static void complete(Fleet fleet) {
    Wait.untilNone(WITHIN_MS, fleet::views)
        .ifPresent(
            fault -> {
              throw new RigException("not complete within " + WITHIN_MS + " ms: " + fault);
            });
  }

  private void within(String what, long p95Ms) {
    report.holds(
        what + "-p95-within-3-s",
        p95Ms <= AIM_MS
            ? Optional.empty()
            : Optional.of("expected at most " + AIM_MS + " ms, found " + p95Ms));
  }

  private void joining(RigNode.Settings settings, World world, List<String> joiners) {
    report.phase("one comes to eight, " + LOSS_PERCENT + " of 100 multicast packets are lost");
    report.figure("loss-percent", Int.of(LOSS_PERCENT));
    List<Long> first = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    List<Long> ready = new ArrayList<>();
    try (Fleet fleet = new Fleet(settings, Timings.LAN)) {
      fleet.start(eight, EIGHT, WITHIN_MS);
      complete(fleet);
      avahi();
      world.loseMulticast(LOSS_PERCENT);
      for (String name : joiners) {
        RigNode joiner = RigNode.start(settings, JOINER_AT, name);
        fleet.awaitReady(joiner, WITHIN_MS);
        if (Wait.until(WITHIN_MS, () -> joiner.members().size() == EIGHT).isEmpty()) {
          throw new RigException(name + " found only " + joiner.members());
        }
        first.add(joiner.firstPeerMs());
        all.add(joiner.lastPeerMs());
        ready.add(joiner.readyMs());
        joiner.stop();
        complete(fleet);
      }
      world.loseMulticast(0);
    }
    report.figure("ms-from-ready-to-first-peer", Percentiles.of(first).toValue());
    report.figure("ms-from-ready-to-all-peers", Percentiles.of(all).toValue());
    report.figure("ms-of-process-to-ready", Percentiles.of(ready).toValue());
    within("first-peer", Percentiles.of(first).at(Percentiles.HIGH));
  }
}
