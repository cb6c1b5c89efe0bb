package jellybean.metrics;

import java.util.Map;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Value;

/** The values of all metrics as EDN. */
public final class MetricValues {
  private MetricValues() {}

  /**
   * {@code {:jellybean_actors 12 :jellybean_dead_letters_total {:late 3} …}}; without those of
   * parts that the node does not have.
   *
   * @param shown what the node shows of itself
   */
  public static EdnMap of(EdnMap shown) {
    EdnMap all = EdnMap.EMPTY;
    for (Metric metric : Catalogue.ALL) {
      Map<String, Double> values = metric.values(shown);
      if (metric.label().isPresent()) {
        EdnMap byLabel = EdnMap.EMPTY;
        for (Map.Entry<String, Double> each : values.entrySet()) {
          byLabel = byLabel.with(Keyword.of(each.getKey()), number(each.getValue()));
        }
        all = all.with(Keyword.of(metric.name()), byLabel);
      } else {
        for (double value : values.values()) {
          all = all.with(Keyword.of(metric.name()), number(value));
        }
      }
    }
    return all;
  }

  private static Value number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? Int.of((long) value)
        : Real.of(value);
  }
}
