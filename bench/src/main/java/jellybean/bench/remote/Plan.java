package jellybean.bench.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure and for how long.
 *
 * @param compilers options of the virtual machine by the name of its compiler
 * @param warming before the first measurement that counts
 */
record Plan(
    Map<String, List<String>> compilers,
    List<Contestant> contestants,
    int rounds,
    long measureMs,
    Warming warming,
    Path report) {

  /** What each sends before the first measurement that counts, unless that takes too long. */
  record Warming(long messages, long roundTrips, long atMostMs) {}

  static final String USAGE =
      """
      usage: bench/remote [--short] [--rounds N] [--ms N] [--only NAME,NAME] [--compiler c1|c2]
                          [--to FILE]
        --short     one round of 200 ms of those with TLS under C2; shows that all of them run
        --rounds    how often each is measured (7)
        --ms        how long one measurement takes (2000)
        --only      %s
        --compiler  that one alone
        --to        where the report goes (bench/results/remote.edn)
      """
          .formatted(
              Stream.of(Contestant.values()).map(c -> c.label).collect(Collectors.joining(" ")));

  private static final Path REPORT = Path.of("bench", "results", "remote.edn");
  private static final int ROUNDS = 7;
  private static final long MEASURE_MS = 2_000;
  private static final Warming WARM = new Warming(1_000_000, 60_000, 90_000);
  private static final Warming HARDLY = new Warming(1, 1, 1_000);
  private static final long SHORT_MS = 200;
  private static final String C1 = "c1";
  private static final String C2 = "c2";

  static Plan usual() {
    Map<String, List<String>> compilers = new LinkedHashMap<>();
    compilers.put(C1, List.of("-XX:TieredStopAtLevel=1"));
    compilers.put(C2, List.of());
    return new Plan(compilers, List.of(Contestant.values()), ROUNDS, MEASURE_MS, WARM, REPORT);
  }

  static Plan brief() {
    return new Plan(
        Map.of(C2, List.of()),
        List.of(Contestant.RAW_SAME, Contestant.JELLYBEAN, Contestant.PEKKO, Contestant.ERLANG),
        1,
        SHORT_MS,
        HARDLY,
        REPORT);
  }

  /**
   * @throws RemoteException if an option is not one of {@link #USAGE}
   */
  static Plan of(List<String> args) {
    Plan plan = args.contains("--short") ? brief() : usual();
    List<String> left = new ArrayList<>(args);
    left.remove("--short");
    while (!left.isEmpty()) {
      String option = left.removeFirst();
      if (left.isEmpty()) {
        throw new RemoteException("bad option " + option + "\n" + USAGE);
      }
      plan = plan.with(option, left.removeFirst());
    }
    return plan;
  }

  private Plan with(String option, String value) {
    return switch (option) {
      case "--rounds" ->
          new Plan(compilers, contestants, number(option, value), measureMs, warming, report);
      case "--ms" ->
          new Plan(compilers, contestants, rounds, number(option, value), warming, report);
      case "--only" -> new Plan(compilers, named(value), rounds, measureMs, warming, report);
      case "--compiler" -> new Plan(only(value), contestants, rounds, measureMs, warming, report);
      case "--to" -> new Plan(compilers, contestants, rounds, measureMs, warming, Path.of(value));
      default -> throw new RemoteException("bad option " + option + "\n" + USAGE);
    };
  }

  private static int number(String option, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of these.
    }
    throw new RemoteException("bad " + option + ": expected a number from 1, found " + value);
  }

  private static List<Contestant> named(String names) {
    List<Contestant> found = new ArrayList<>();
    for (String name : names.split(",")) {
      found.add(
          Arrays.stream(Contestant.values())
              .filter(contestant -> contestant.label.equals(name))
              .findFirst()
              .orElseThrow(
                  () -> new RemoteException("bad --only: nobody is " + name + "\n" + USAGE)));
    }
    return List.copyOf(found);
  }

  private static Map<String, List<String>> only(String compiler) {
    Map<String, List<String>> all = usual().compilers();
    if (!all.containsKey(compiler)) {
      throw new RemoteException("bad --compiler: expected c1 or c2, found " + compiler);
    }
    return Map.of(compiler, all.getOrDefault(compiler, List.of()));
  }
}
