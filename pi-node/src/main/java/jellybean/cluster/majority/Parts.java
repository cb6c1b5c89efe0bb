package jellybean.cluster.majority;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/** Picks typed and bounded parts out of values that came from elsewhere. */
final class Parts {
  private static final int BRIEF_CHARACTERS = 120;

  private Parts() {}

  static Value at(EdnMap map, Keyword key) {
    return map.find(key)
        .orElseThrow(
            () ->
                new BadMajorityMessageException(
                    "missing " + key + ": expected it in " + brief(map)));
  }

  static EdnMap map(Value value, String what) {
    if (value instanceof EdnMap map) {
      return map;
    }
    throw bad(what, "a map", value);
  }

  static long number(Value value, String what) {
    if (value instanceof Int n) {
      return n.value();
    }
    throw bad(what, "an integer", value);
  }

  /** A number of milliseconds from 0 to the given bound. */
  static long durationMs(Value value, String what, long maxMs) {
    long ms = number(value, what);
    if (ms < 0 || ms > maxMs) {
      throw bad(what, "0 to " + maxMs + " ms", value);
    }
    return ms;
  }

  static NodeId node(Value value) {
    String name = text(value, "node id");
    return checked(() -> new NodeId(name));
  }

  static String text(Value value, String what) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw bad(what, "a string", value);
  }

  static String system(Value value) {
    String name = text(value, "name of a system");
    if (name.isEmpty() || name.length() > Majority.MAX_NAME_CHARACTERS) {
      throw bad("name of a system", "1 to " + Majority.MAX_NAME_CHARACTERS + " characters", value);
    }
    return name;
  }

  static EdnVector vector(Value value, String what, int max) {
    if (value instanceof EdnVector vector && vector.size() <= max) {
      return vector;
    }
    throw bad(what, "a vector of at most " + max, value);
  }

  static EdnVector pair(Value value, String what, String shape) {
    if (value instanceof EdnVector vector && vector.size() == 2) {
      return vector;
    }
    throw bad(what, shape, value);
  }

  /** What is said of several systems at once. */
  static <T> SortedMap<String, T> bySystem(Value value, Function<Value, T> each) {
    EdnMap map = map(value, "map of systems");
    if (map.size() > Majority.MAX_SYSTEMS) {
      throw bad("map of systems", "at most " + Majority.MAX_SYSTEMS, value);
    }
    TreeMap<String, T> result = new TreeMap<>();
    map.forEach((name, entry) -> result.put(system(name), each.apply(entry)));
    return result;
  }

  static <T> EdnMap toValue(SortedMap<String, T> bySystem, Function<T, Value> each) {
    EdnMap.Builder map = EdnMap.builder();
    bySystem.forEach((name, entry) -> map.put(new Text(name), each.apply(entry)));
    return map.build();
  }

  static Optional<Configuration> configurationIn(EdnMap map, Keyword key) {
    return map.find(key).map(Configuration::fromValue);
  }

  /** Makes a value, whose own objection to its parts becomes one to the message. */
  static <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException | BadNameException e) {
      throw new BadMajorityMessageException(String.valueOf(e.getMessage()));
    }
  }

  static BadMajorityMessageException bad(String what, String expected, Value found) {
    return new BadMajorityMessageException(
        "bad " + what + ": expected " + expected + ", found " + brief(found));
  }

  static String brief(Value value) {
    String text = value.toString();
    return text.length() <= BRIEF_CHARACTERS ? text : text.substring(0, BRIEF_CHARACTERS) + "…";
  }
}
