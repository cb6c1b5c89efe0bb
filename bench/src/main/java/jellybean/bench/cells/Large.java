package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Real;
import jellybean.edn.Text;

/** A fleet as large as the Cosmic Cube runs it, and goes on to when nodes are killed. */
final class Large {
  static final int NODES = 64;

  /** Of each so many nodes there is a cell. */
  static final int PER_CELL = 8;

  /** Of a node that does little; the rest is that of a board. */
  static final List<String> SMALL = List.of("-Xmx32m", "-Xms4m", "-XX:MaxDirectMemorySize=8m");

  private static final Path CUBE = Path.of("pi-node/systems/cosmic-cube.edn");
  private static final String ADDRESS = "/cosmic-cube";
  private static final int CORNERS = 64;
  private static final int AT_ONCE = 4;
  private static final int TURNS = 250;
  private static final int LISTS = 20;
  private static final long READY_MS = 300_000;
  private static final long JOINED_MS = 600_000;
  private static final long SETTLED_MS = 300_000;
  private static final long ANSWER_MS = 60_000;

  private final Plan plan;
  private final World world;
  private final Fleet fleet;
  private final Report report;
  private final SplittableRandom random;

  Large(Plan plan, World world, Fleet fleet, Report report, SplittableRandom random) {
    this.plan = plan;
    this.world = world;
    this.fleet = fleet;
    this.report = report;
    this.random = random;
  }

  void run(int kills) {
    int nodes = plan.nodes().size();
    report.fact("nodes", Int.of(nodes));
    report.fact("cells", Int.of(plan.cells().size()));
    report.fact("options", new Text(String.join(" ", SMALL)));
    report.phase(nodes + " nodes start, " + AT_ONCE + " at a time");
    world.build();
    fleet.start(plan.nodes(), AT_ONCE, READY_MS);
    joined();
    costs();
    report.phase("the cosmic cube runs over the members");
    String home = runCube();
    costs();
    report.phase("kill -9 of " + kills + " at random");
    kill(kills, home);
    joined();
    report.holds("one-of-each", Wait.untilNone(SETTLED_MS, this::instances));
    report.phase("the cosmic cube runs anew, over those that are left");
    runCube();
    costs();
  }

  private void joined() {
    OptionalLong ms = Wait.until(JOINED_MS, () -> fleet.views().isEmpty());
    report.holds("views", fleet.views());
    ms.ifPresent(took -> report.figure("views-ms", Int.of(took)));
  }

  /** Its home. */
  private String runCube() {
    long start = System.nanoTime();
    try (Operator operator = fleet.operator(fleet.names().first())) {
      String home = Systems.deploy(operator, CUBE, EdnMap.of(Keyword.of("turns"), Int.of(TURNS)));
      report.figure("deployed-ms", Int.of(ms(start)));
      report.holds("one-of-each", Wait.untilNone(SETTLED_MS, this::instances));
      long members =
          Systems.instances(operator, ADDRESS).stream()
              .map(Systems.Instance::member)
              .distinct()
              .count();
      report.figure("members-that-run-it", Int.of(members));
      long begun = System.nanoTime();
      operator.send(ADDRESS, "begin", ANSWER_MS);
      report.holds("settled", Wait.untilNone(SETTLED_MS, () -> settled(operator)));
      report.figure("settled-ms", Int.of(ms(begun)));
      list(operator);
      return home;
    }
  }

  /** What a person waits for who types {@code ls}: every member is asked. */
  private void list(Operator operator) {
    List<Long> listMs = new ArrayList<>();
    for (int i = 0; i < LISTS; i++) {
      long asked = System.nanoTime();
      operator.ask("ls", new Text(ADDRESS + "/cell"), ANSWER_MS);
      listMs.add(ms(asked));
    }
    Percentiles took = Percentiles.of(listMs);
    report.figure("ls-ms-p50", Int.of(took.at(50)));
    report.figure("ls-ms-max", Int.of(took.at(100)));
  }

  private static Optional<String> settled(Operator operator) {
    int corners =
        Systems.cat(operator, ADDRESS + "/field")
                    .map(row -> row.get(Keyword.of("state"), Nil.NIL))
                    .orElse(Nil.NIL)
                instanceof EdnMap field
            ? field.size()
            : 0;
    return corners == CORNERS
        ? Optional.empty()
        : Optional.of("expected " + CORNERS + " corners to have settled, found " + corners);
  }

  private Optional<String> instances() {
    List<String> expected = new ArrayList<>(List.of(ADDRESS, ADDRESS + "/field"));
    IntStream.range(0, CORNERS)
        .mapToObj(n -> ADDRESS + "/cell/" + String.join("-", digits(n)))
        .forEach(expected::add);
    try (Operator operator = fleet.operator(fleet.names().first())) {
      return Systems.onlyOneOfEach(Systems.instances(operator, ADDRESS), expected);
    } catch (RigException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static String[] digits(int corner) {
    return IntStream.range(0, Integer.numberOfTrailingZeros(CORNERS))
        .mapToObj(bit -> Integer.toString(corner >> bit & 1))
        .toArray(String[]::new);
  }

  /** Stations, and not the home: an access point would take its cell along. */
  private void kill(int kills, String home) {
    List<String> victims =
        new ArrayList<>(
            plan.nodes().stream().filter(n -> !plan.isAccessPoint(n) && !n.equals(home)).toList());
    Collections.shuffle(victims, new java.util.Random(random.nextLong()));
    for (String victim : victims.subList(0, kills)) {
      fleet.kill(victim);
      Wait.ms(random.nextInt(1_000, 10_000));
    }
  }

  private void costs() {
    double cpu = fleet.all().stream().mapToDouble(RigNode::cpuSeconds).sum();
    List<Long> bytes = fleet.all().stream().map(RigNode::residentBytes).toList();
    report.figure("cpu-s-of-all", Real.of(Math.round(cpu)));
    report.figure("rss-bytes-p50", Int.of(Percentiles.of(bytes).at(50)));
    report.figure("rss-bytes-max", Int.of(Percentiles.of(bytes).at(100)));
  }

  private static long ms(long sinceNs) {
    return (System.nanoTime() - sinceNs) / 1_000_000;
  }
}
