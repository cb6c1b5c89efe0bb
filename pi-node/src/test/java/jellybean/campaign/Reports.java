package jellybean.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import jellybean.campaign.Campaign.Outcome;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** What came of schedules, as text and as EDN. */
final class Reports {
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword NODES = Keyword.of("nodes");
  private static final Keyword WORDS = Keyword.of("words");
  private static final Keyword FAULTS = Keyword.of("faults");
  private static final Keyword LOST = Keyword.of("electorates-lost");
  private static final Keyword SETTLED = Keyword.of("settled-ms");
  private static final Keyword VIOLATIONS = Keyword.of("violations");
  private static final int MOST_SEEDS = 20;

  private Reports() {}

  /** How to see a run again. */
  static String replay(Schedule schedule, Set<Integer> without) {
    String left =
        without.isEmpty()
            ? ""
            : " " + String.join(",", without.stream().map(Object::toString).toList());
    return "bench/simulation replay " + schedule.seed() + left;
  }

  /** All seeds, and the first of them in full with what makes it fail. */
  static String ofFailures(List<Outcome> failures) {
    List<Outcome> sorted =
        failures.stream().sorted(Comparator.comparingLong(o -> o.schedule().seed())).toList();
    Outcome first = sorted.getFirst();
    Set<Integer> without = new Shrinker(new Campaign(), Set.of()).superfluous(first);
    StringBuilder text = new StringBuilder();
    sorted.stream()
        .limit(MOST_SEEDS)
        .forEach(
            o ->
                text.append(replay(o.schedule(), Set.of()))
                    .append("   # ")
                    .append(names(o))
                    .append('\n'));
    text.append("the first one, without what does not matter: ");
    text.append(replay(first.schedule(), without)).append('\n');
    text.append(first.schedule().without(without));
    first.violations().forEach(v -> text.append(v).append('\n'));
    return failures.size() + " schedules violate an invariant\n" + text;
  }

  static List<String> names(Outcome outcome) {
    return outcome.violations().stream().map(Invariant.Violation::invariant).distinct().toList();
  }

  /** One line. */
  static EdnMap toValue(Outcome outcome) {
    Schedule schedule = outcome.schedule();
    long faults = schedule.steps().stream().filter(s -> s.act().isFault()).count();
    Value settled =
        outcome.settledMs().isPresent() ? Int.of(outcome.settledMs().getAsLong()) : Nil.NIL;
    return EdnMap.of(SEED, Int.of(schedule.seed()), NODES, Int.of(schedule.nodes().size()))
        .with(FAULTS, Int.of(faults))
        .with(WORDS, Int.of(outcome.words()))
        .with(SETTLED, settled)
        .with(LOST, Int.of(outcome.lost()))
        .with(Keyword.of("replicas-that-came"), Int.of(outcome.came()))
        .with(Keyword.of("durable-moved"), Int.of(outcome.moved()))
        .with(
            VIOLATIONS,
            EdnVector.of(names(outcome).stream().map(name -> (Value) new Text(name)).toList()));
  }

  /** Of many lines of {@link #toValue}. */
  static EdnMap summary(List<EdnMap> lines, EdnMap about) {
    List<Long> settled = new ArrayList<>();
    TreeMap<String, Long> violations = new TreeMap<>();
    List<Value> failing = new ArrayList<>();
    long words = 0;
    long faults = 0;
    long nodes = 0;
    long lost = 0;
    for (EdnMap line : lines) {
      words += number(line, WORDS);
      faults += number(line, FAULTS);
      nodes += number(line, NODES);
      lost += number(line, LOST);
      if (line.get(SETTLED) instanceof Int ms) {
        settled.add(ms.value());
      }
      EdnVector names = (EdnVector) line.get(VIOLATIONS);
      names.forEach(name -> violations.merge(((Text) name).value(), 1L, Long::sum));
      if (names.size() > 0) {
        failing.add(line.get(SEED));
      }
    }
    settled.sort(null);
    EdnMap counts = EdnMap.EMPTY;
    for (var each : violations.entrySet()) {
      counts = counts.with(new Text(each.getKey()), Int.of(each.getValue()));
    }
    return about
        .with(Keyword.of("schedules"), Int.of(lines.size()))
        .with(NODES, Int.of(nodes))
        .with(FAULTS, Int.of(faults))
        .with(WORDS, Int.of(words))
        .with(LOST, Int.of(lost))
        .with(Keyword.of("from-healing-to-settled-ms"), percentiles(settled))
        .with(VIOLATIONS, counts)
        .with(Keyword.of("failing-seeds"), EdnVector.of(failing));
  }

  private static long number(EdnMap line, Keyword key) {
    return ((Int) line.get(key)).value();
  }

  private static EdnMap percentiles(List<Long> sorted) {
    if (sorted.isEmpty()) {
      return EdnMap.EMPTY;
    }
    EdnMap map = EdnMap.EMPTY;
    for (int percent : new int[] {50, 90, 99, 100}) {
      int index = Math.max(0, (sorted.size() * percent + 99) / 100 - 1);
      map = map.with(Keyword.of("p" + percent), Int.of(sorted.get(index)));
    }
    return map;
  }
}
