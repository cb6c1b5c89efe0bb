package jellybean.wiring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Num;
import jellybean.edn.Position;
import jellybean.edn.Real;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.lang.Fault;

/** Reads parts of a description, and collects what is wrong with it. */
final class Faults {
  /** More are counted, not kept. */
  static final int MAX_FAULTS = 100;

  /** Longer ones have no room in a picture. */
  static final int MAX_TEXT_CHARS = 60;

  private final String source;
  private final List<Fault> found = new ArrayList<>();
  private int leftOut;

  Faults(String source) {
    this.source = source;
  }

  void add(Position at, String message) {
    if (found.size() < MAX_FAULTS) {
      found.add(new Fault(source, at, message));
    } else {
      leftOut++;
    }
  }

  void expected(Syntax at, String what, String expected) {
    add(at.at(), what + ": expected " + expected + ", found " + at.value());
  }

  /** In the order of the text. */
  List<Fault> sorted() {
    List<Fault> all = new ArrayList<>(found);
    all.sort(
        Comparator.<Fault>comparingInt(f -> f.at().line()).thenComparingInt(f -> f.at().column()));
    if (leftOut > 0) {
      all.add(Fault.ofAll(leftOut + " more faults were left out"));
    }
    return all;
  }

  // ---- parts of maps

  /** What stands under a key. */
  static Optional<Syntax> get(Syntax map, String key) {
    Keyword name = Keyword.of(key);
    List<Syntax> parts = map.children();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).value().equals(name)) {
        return Optional.of(parts.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** A map that must be there. */
  Optional<Syntax> map(Syntax map, String key, String what) {
    Optional<Syntax> found = required(map, key, what);
    if (found.isPresent() && !(found.get().value() instanceof EdnMap)) {
      expected(found.get(), "bad :" + key + " of " + what, "a map");
      return Optional.empty();
    }
    return found;
  }

  Optional<Syntax> required(Syntax map, String key, String what) {
    Optional<Syntax> found = get(map, key);
    if (found.isEmpty()) {
      add(map.at(), "missing :" + key + " of " + what);
    }
    return found;
  }

  /** Reports every key that is not known. */
  void reportOthers(Syntax map, Set<String> known, String what) {
    for (int i = 0; i + 1 < map.children().size(); i += 2) {
      Syntax key = map.children().get(i);
      if (!(key.value() instanceof Keyword name) || !known.contains(name.toString().substring(1))) {
        add(
            key.at(),
            "unknown key "
                + key.value()
                + " of "
                + what
                + ": expected one of :"
                + String.join(" :", new TreeSet<>(known)));
      }
    }
  }

  /** A text that has room in a picture; empty if there is none. */
  String text(Syntax map, String key, String what) {
    Optional<Syntax> found = get(map, key);
    boolean fits =
        found.isEmpty()
            || found.get().value() instanceof Text text && text.value().length() <= MAX_TEXT_CHARS;
    if (!fits) {
      expected(
          found.get(),
          "bad :" + key + " of " + what,
          "a string of at most " + MAX_TEXT_CHARS + " characters");
    }
    return found.map(Syntax::value).orElse(new Text("")) instanceof Text text ? text.value() : "";
  }

  /** A whole number in bounds; empty if it is another value, which is a fault. */
  Optional<Long> number(Syntax at, String what, long min, long max) {
    if (at.value() instanceof Int n && n.value() >= min && n.value() <= max) {
      return Optional.of(n.value());
    }
    expected(at, what, "a whole number from " + min + " to " + max);
    return Optional.empty();
  }

  /** Volts as thousandths. */
  Optional<Long> millivolts(Syntax at, String what, long min, long max) {
    if (at.value() instanceof Num) {
      double volts =
          switch (at.value()) {
            case Int n -> n.value();
            case Real r -> r.value();
            default -> -1;
          };
      long millivolts = Math.round(volts * 1_000);
      if (millivolts >= min && millivolts <= max) {
        return Optional.of(millivolts);
      }
    }
    expected(at, what, "volts from " + volts(min) + " to " + volts(max));
    return Optional.empty();
  }

  static String volts(long millivolts) {
    return millivolts / 1_000 + "." + millivolts % 1_000 / 100;
  }
}
