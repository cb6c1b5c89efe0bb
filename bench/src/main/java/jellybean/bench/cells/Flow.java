package jellybean.bench.cells;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Whether the points of {@code mesh.edn} hear all their neighbours. */
final class Flow {
  private static final int NEIGHBOURS = 4;

  private Flow() {}

  /** Those of the expected points that heard less than all four neighbours since then. */
  static List<String> silent(List<EdnMap> before, List<EdnMap> now, List<String> expected) {
    Map<String, Map<Value, Long>> earlier = new HashMap<>();
    before.forEach(row -> earlier.put(address(row), counts(row)));
    Map<String, Map<Value, Long>> later = new HashMap<>();
    now.forEach(row -> later.put(address(row), counts(row)));
    return expected.stream()
        .filter(
            point ->
                news(earlier.getOrDefault(point, Map.of()), later.getOrDefault(point, Map.of()))
                    < NEIGHBOURS)
        .toList();
  }

  private static String address(EdnMap row) {
    return row.get(Keyword.of("address"), Nil.NIL) instanceof Text t ? t.value() : "?";
  }

  /** How many directions there is something new from. */
  private static long news(Map<Value, Long> before, Map<Value, Long> now) {
    return now.entrySet().stream()
        .filter(e -> e.getValue() > before.getOrDefault(e.getKey(), 0L))
        .map(e -> ((EdnVector) e.getKey()).get(1))
        .distinct()
        .count();
  }

  private static Map<Value, Long> counts(EdnMap row) {
    Map<Value, Long> counts = new HashMap<>();
    if (row.get(Keyword.of("state"), Nil.NIL) instanceof EdnMap state
        && state.get(Keyword.of("heard"), Nil.NIL) instanceof EdnMap heard) {
      for (Value pair : heard.keys()) {
        if (((EdnMap) heard.get(pair)).get(Keyword.of("last"), Nil.NIL) instanceof Int last) {
          counts.put(pair, last.value());
        }
      }
    }
    return counts;
  }
}
