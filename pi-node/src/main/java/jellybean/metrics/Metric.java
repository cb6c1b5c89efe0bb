package jellybean.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Real;
import jellybean.edn.Value;

/**
 * A metric: where its value is in what a node shows, and what it is called outside.
 *
 * @param name with the unit, in base units, and {@code _total} if it is a counter
 * @param help one sentence
 * @param label tells the values of one metric apart; they are then a map at the path
 * @param path from key to key
 * @param factor to base units
 */
public record Metric(
    String name,
    Type type,
    String help,
    Optional<String> label,
    List<Keyword> path,
    double factor) {
  private static final double MS_PER_S = 1_000;

  /** How the value behaves. */
  public enum Type {
    /** Only grows, and begins at 0 with each life of the node. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  public Metric {
    path = List.copyOf(path);
  }

  static Metric counter(String name, String path, String help) {
    return new Metric(name, Type.COUNTER, help, Optional.empty(), keys(path), 1);
  }

  static Metric gauge(String name, String path, String help) {
    return new Metric(name, Type.GAUGE, help, Optional.empty(), keys(path), 1);
  }

  /** With one value for each key of the map at the path. */
  Metric by(String by) {
    return new Metric(name, type, help, Optional.of(by), path, factor);
  }

  /** The value is in milliseconds. */
  Metric fromMs() {
    return times(1 / MS_PER_S);
  }

  Metric times(double by) {
    return new Metric(name, type, help, label, path, factor * by);
  }

  private static List<Keyword> keys(String path) {
    List<Keyword> keys = new ArrayList<>();
    for (String key : path.split(" ")) {
      keys.add(Keyword.of(key));
    }
    return keys;
  }

  /**
   * The values in what a node shows, by label; the label is empty if there is none. A part that a
   * node does not have shows nothing.
   */
  public Map<String, Double> values(EdnMap shown) {
    Value at = shown;
    for (Keyword key : path) {
      at = at instanceof EdnMap map ? map.get(key, Nil.NIL) : Nil.NIL;
    }
    Map<String, Double> values = new TreeMap<>();
    if (label.isPresent() && at instanceof EdnMap map) {
      map.forEach((key, value) -> put(values, key instanceof Keyword k ? k.name() : "", value));
    } else {
      put(values, "", at);
    }
    return values;
  }

  private void put(Map<String, Double> values, String by, Value value) {
    if (value instanceof Int n) {
      values.put(by, n.value() * factor);
    } else if (value instanceof Real r) {
      values.put(by, r.value() * factor);
    }
  }
}
