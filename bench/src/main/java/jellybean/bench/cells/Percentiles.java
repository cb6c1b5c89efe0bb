package jellybean.bench.cells;

import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** Figures in order of size. */
record Percentiles(List<Long> sorted) {
  private static final double HUNDRED = 100.0;
  private static final int MEDIAN = 50;
  static final int HIGH = 95;

  static Percentiles of(List<Long> figures) {
    return new Percentiles(figures.stream().sorted().toList());
  }

  /** The smallest figure that so many of a hundred do not exceed. */
  long at(int percent) {
    int rank = (int) Math.ceil(percent / HUNDRED * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  EdnMap toValue() {
    return EdnMap.of(
        Keyword.of("runs"), Int.of(sorted.size()),
        Keyword.of("p50"), Int.of(at(MEDIAN)),
        Keyword.of("p95"), Int.of(at(HIGH)),
        Keyword.of("max"), Int.of(sorted.getLast()));
  }
}
