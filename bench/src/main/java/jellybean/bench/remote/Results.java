package jellybean.bench.remote;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import jellybean.bench.remote.Pair.Figure;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Value;

/**
 * What was measured under one compiler, round by round. Ratios are of figures of the same round,
 * because whatever else the machine does changes from round to round.
 */
final class Results {
  private static final double HUNDREDTHS = 100.0;

  private final Map<Contestant, List<Figure>> floods = new EnumMap<>(Contestant.class);
  private final Map<Contestant, List<Figure>> echoes = new EnumMap<>(Contestant.class);

  void add(Contestant contestant, Figure flood, Figure echo) {
    floods.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(flood);
    echoes.computeIfAbsent(contestant, _ -> new ArrayList<>()).add(echo);
  }

  EdnMap toValue() {
    EdnMap all = EdnMap.EMPTY;
    for (Contestant contestant : floods.keySet()) {
      List<Figure> flood = floods.getOrDefault(contestant, List.of());
      List<Figure> echo = echoes.getOrDefault(contestant, List.of());
      all =
          all.with(
              Keyword.of(contestant.label),
              EdnMap.of(Keyword.of("messages-per-s"), spread(flood, Figure::perSecond, 1))
                  .with(Keyword.of("cpu-us-per-message"), spread(flood, Figure::cpuUs, HUNDREDTHS))
                  .with(Keyword.of("round-trip-us"), spread(echo, Figure::us, HUNDREDTHS))
                  .with(
                      Keyword.of("cpu-us-per-round-trip"),
                      spread(echo, Figure::cpuUs, HUNDREDTHS)));
    }
    return all;
  }

  /** Jellybean beside the two that its aims name, as far as both were measured. */
  EdnMap ratios() {
    EdnMap ratios = EdnMap.EMPTY;
    for (Contestant other :
        List.of(Contestant.RAW_SAME, Contestant.RAW, Contestant.PEKKO, Contestant.ERLANG)) {
      if (floods.containsKey(other) && floods.containsKey(Contestant.JELLYBEAN)) {
        ratios =
            ratios.with(
                Keyword.of(other.label),
                EdnMap.of(
                    Keyword.of("messages"),
                    ratio(floods, other, Figure::perSecond),
                    Keyword.of("messages-per-cpu"),
                    ratio(floods, other, figure -> 1 / figure.cpuUs()),
                    Keyword.of("round-trips"),
                    ratio(echoes, other, Figure::perSecond)));
      }
    }
    return ratios;
  }

  private static Value ratio(
      Map<Contestant, List<Figure>> figures, Contestant other, ToDoubleFunction<Figure> of) {
    List<Figure> ours = figures.getOrDefault(Contestant.JELLYBEAN, List.of());
    List<Figure> theirs = figures.getOrDefault(other, List.of());
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(of.applyAsDouble(ours.get(round)) / of.applyAsDouble(theirs.get(round)));
    }
    return Real.of(rounded(median(ratios.stream().sorted().toList()), HUNDREDTHS));
  }

  /** {@code {:median n :min n :max n}}. */
  private static EdnMap spread(List<Figure> figures, ToDoubleFunction<Figure> of, double parts) {
    List<Double> sorted = figures.stream().mapToDouble(of).sorted().boxed().toList();
    return EdnMap.of(
        Keyword.of("median"), number(median(sorted), parts),
        Keyword.of("min"), number(sorted.getFirst(), parts),
        Keyword.of("max"), number(sorted.getLast(), parts));
  }

  static double median(List<Double> sorted) {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static Value number(double value, double parts) {
    return parts == 1 ? Int.of(Math.round(value)) : Real.of(rounded(value, parts));
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }
}
