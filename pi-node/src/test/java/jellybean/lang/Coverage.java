package jellybean.lang;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Coll;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** In how many programs that have a value in Clojure each function and form took part. */
final class Coverage {
  private final Map<String, Integer> counts = new TreeMap<>();

  Coverage() {
    Set<String> names = new TreeSet<>(Builtins.names());
    names.addAll(SpecialForms.names());
    // Defines at the top of a session; and what stands for itself in no program.
    names.remove("def");
    names.forEach(name -> counts.put(name, 0));
  }

  void add(String program) {
    Set<String> used = new HashSet<>();
    collect(EdnReader.readOne(program), used);
    used.forEach(name -> counts.computeIfPresent(name, (_, n) -> n + 1));
  }

  private static void collect(Value value, Set<String> used) {
    switch (value) {
      case Symbol symbol -> used.add(symbol.toString());
      case EdnMap map ->
          map.forEach(
              (key, each) -> {
                collect(key, used);
                collect(each, used);
              });
      case Coll coll -> coll.forEach(each -> collect(each, used));
      case Tagged tagged -> collect(tagged.value(), used);
      default -> {}
    }
  }

  /** The one of some that took part least. */
  String rarestOf(Set<String> some) {
    return counts.entrySet().stream()
        .filter(count -> some.contains(count.getKey()))
        .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .orElseThrow()
        .getKey();
  }

  Set<String> names() {
    return counts.keySet();
  }

  /** Those that took part in fewer. */
  Map<String, Integer> below(int least) {
    Map<String, Integer> rare = new TreeMap<>(counts);
    rare.values().removeIf(n -> n >= least);
    return rare;
  }

  EdnMap toValue() {
    EdnMap.Builder map = EdnMap.builder();
    counts.forEach((name, n) -> map.put(new Text(name), Int.of(n)));
    return map.build();
  }
}
