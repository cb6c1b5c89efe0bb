package jellybean.campaign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jellybean.campaign.Campaign.Outcome;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;

/** What {@code bench/simulation} runs. */
public final class Simulations {
  private static final int LARGE = 256;
  private static final String METHOD =
      """
      ;; bench/simulation: whole clusters of 3 to 64 nodes in virtual time, under random crashes with and
      ;; without their disks, leaves, partitions in all forms, bad weather, clocks that jump, slow disks,
      ;; actors that move and crash, durable ones too, replicas that come and go with the load, documents
      ;; deployed again and taken away, a quarter of them for the majority only; checked against named
      ;; invariants. Times are virtual.
      """;

  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Simulations() {}

  /**
   * {@code run FIRST LAST STEP}, {@code report FILE LINES…}, {@code replay SEED [WITHOUT]}, {@code
   * shrink SEED}, {@code large SEED}; {@code -Djelly.simulation.abilities=A,B}: with what clusters
   * are able to stand, if not {@link Ability#PRESENT}.
   */
  public static void main(String[] args) throws IOException {
    boolean isGood =
        switch (args[0]) {
          case "run" -> run(number(args[1]), number(args[2]), number(args[3]));
          case "report" -> report(Path.of(args[1]), Arrays.asList(args).subList(2, args.length));
          case "replay" -> replay(number(args[1]), without(args.length > 2 ? args[2] : ""));
          case "shrink" -> shrink(number(args[1]));
          case "large" -> show(Schedules.of(number(args[1]), LARGE, abilities()));
          default -> throw new IllegalArgumentException("expected a command, found " + args[0]);
        };
    System.exit(isGood ? 0 : 1);
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  private static Set<Ability> abilities() {
    String names = System.getProperty("jelly.simulation.abilities", "");
    return names.isEmpty()
        ? Ability.PRESENT
        : Arrays.stream(names.split(",", -1)).map(Ability::valueOf).collect(Collectors.toSet());
  }

  private static Set<Integer> without(String numbers) {
    return Arrays.stream(numbers.split(",", -1))
        .filter(n -> !n.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  /** A line for each seed. */
  private static boolean run(long first, long last, long step) {
    Campaign campaign = new Campaign();
    for (long seed = first; seed <= last; seed += step) {
      OUT.println(Reports.toValue(campaign.run(Schedules.of(seed, abilities()))));
    }
    return true;
  }

  private static boolean report(Path file, List<String> sources) throws IOException {
    List<EdnMap> lines = new ArrayList<>();
    for (String source : sources) {
      for (String line : Files.readAllLines(Path.of(source))) {
        lines.add((EdnMap) EdnReader.readOne(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    EdnMap about =
        EdnMap.of(
            Keyword.of("date"),
            new Text(LocalDate.now(ZoneOffset.UTC).toString()),
            Keyword.of("commit"),
            new Text(System.getProperty("jelly.simulation.commit", "")),
            Keyword.of("machine"),
            machine(),
            Keyword.of("abilities"),
            new Text(abilities().toString()));
    EdnMap summary = Reports.summary(lines, about);
    Files.writeString(file, METHOD + pretty(summary) + "\n");
    OUT.println(pretty(summary));
    return summary.get(Keyword.of("violations")).equals(EdnMap.EMPTY);
  }

  private static EdnVector machine() {
    return EdnVector.of(
        new Text(System.getProperty("os.arch", "")),
        new Text(Runtime.getRuntime().availableProcessors() + " cores"),
        new Text(System.getProperty("os.name", "") + " " + System.getProperty("os.version", "")),
        new Text("Java " + System.getProperty("java.runtime.version", "")));
  }

  private static String pretty(EdnMap map) {
    return new String(EdnPrinter.toBytes(map), StandardCharsets.UTF_8).replace(", :", "\n :");
  }

  private static boolean replay(long seed, Set<Integer> without) {
    return show(Schedules.of(seed, abilities()).without(without));
  }

  private static boolean show(Schedule schedule) {
    OUT.println(schedule);
    Outcome outcome = new Campaign().run(schedule, Set.of(), Optional.of(OUT::println));
    OUT.println(Reports.toValue(outcome));
    outcome.violations().forEach(OUT::println);
    return outcome.isGood();
  }

  private static boolean shrink(long seed) {
    Outcome outcome = new Campaign().run(Schedules.of(seed, abilities()));
    if (outcome.isGood()) {
      OUT.println("seed " + seed + " violates nothing");
      return true;
    }
    OUT.println(Reports.ofFailures(List.of(outcome)));
    return false;
  }
}
