package jellybean.node;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Value;

/** Adds up maps of counters. */
final class Counters {
  private Counters() {}

  /** The sum of two maps, key by key; whatever is no integer in {@code more} is taken over. */
  static EdnMap sum(EdnMap counters, Value more) {
    if (!(more instanceof EdnMap map)) {
      return counters;
    }
    EdnMap result = counters;
    for (var entry : map.entries()) {
      Value old = result.get(entry.key(), Int.of(0));
      Value value =
          old instanceof Int a && entry.value() instanceof Int b
              ? Int.of(a.value() + b.value())
              : sumNested(old, entry.value());
      result = result.with(entry.key(), value);
    }
    return result;
  }

  private static Value sumNested(Value old, Value more) {
    return old instanceof EdnMap map ? sum(map, more) : more;
  }
}
