package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.Coll;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Real;
import jellybean.edn.Sequential;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Value;

/**
 * Where two values differ: each place on the way down by its keys and indices, with what was
 * expected there and what is there. The symbol {@code _} in what is expected stands for anything;
 * as a key of a map, with whatever value, for any other entries.
 */
public final class Difference {
  /** Places that people are shown; more are too many to read. */
  static final int MAX_LINES = 20;

  /** Places that are kept at all. */
  static final int MAX_PLACES = 1_000;

  /** Characters of a value that people are shown. */
  static final int MAX_CHARACTERS = 200;

  static final Symbol ANYTHING = Symbol.of("_");

  private final List<Place> places = new ArrayList<>();

  /**
   * A place where they differ.
   *
   * @param expected absent if nothing should be there
   * @param found absent if nothing is
   */
  public record Place(EdnVector path, Optional<Value> expected, Optional<Value> found) {
    /** In a line; long values cut. */
    @Override
    public String toString() {
      String what = "expected " + shown(expected) + ", found " + shown(found);
      return path.size() == 0 ? what : "at " + path + ": " + what;
    }

    private static String shown(Optional<Value> value) {
      return value.map(Difference::cut).orElse("nothing");
    }

    /** Whole, as {@code {:path […] :expected … :found …}}; a key is absent with its value. */
    public EdnMap toValue() {
      EdnMap map = EdnMap.of(Keyword.of("path"), path);
      for (Value value : expected.stream().toList()) {
        map = map.with(Keyword.of("expected"), value);
      }
      for (Value value : found.stream().toList()) {
        map = map.with(Keyword.of("found"), value);
      }
      return map;
    }
  }

  private Difference() {}

  /** All of them, up to {@link #MAX_PLACES}. */
  public static List<Place> of(Value expected, Value found) {
    Difference difference = new Difference();
    difference.compare(EdnVector.EMPTY, expected, found);
    return difference.places;
  }

  /** A line for each, up to {@link #MAX_LINES}, and how many there are more. */
  public static List<String> lines(List<Place> places) {
    List<String> lines = new ArrayList<>();
    places.stream().limit(MAX_LINES).forEach(place -> lines.add(place.toString()));
    if (places.size() > MAX_LINES) {
      lines.add("and " + (places.size() - MAX_LINES) + " more places");
    }
    return lines;
  }

  /** A value for people: what is longer than {@link #MAX_CHARACTERS} is cut. */
  public static String cut(Value value) {
    String text = value.toString();
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
    int end = splitsPair ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
    return text.substring(0, end) + "… (" + text.length() + " characters)";
  }

  private void compare(EdnVector path, Value expected, Value found) {
    if (expected.equals(ANYTHING) || expected.equals(found) || areNaN(expected, found)) {
      return;
    }
    if (expected instanceof EdnMap wanted && found instanceof EdnMap map) {
      compareMaps(path, wanted, map);
    } else if (expected instanceof Tagged wanted
        && found instanceof Tagged tagged
        && wanted.tag().equals(tagged.tag())) {
      compare(path, wanted.value(), tagged.value());
    } else if (expected instanceof Sequential wanted && found instanceof Sequential list) {
      compareLists(path, wanted, list);
    } else {
      note(path, Optional.of(expected), Optional.of(found));
    }
  }

  /** By the rules of equality NaN is not itself; a state that holds it is the same all the same. */
  private static boolean areNaN(Value a, Value b) {
    return a instanceof Real x
        && b instanceof Real y
        && Double.isNaN(x.value())
        && Double.isNaN(y.value());
  }

  private void compareMaps(EdnVector path, EdnMap expected, EdnMap found) {
    for (EdnMap.Entry entry : expected.without(ANYTHING).entries()) {
      EdnVector place = path.append(entry.key());
      found
          .find(entry.key())
          .ifPresentOrElse(
              there -> compare(place, entry.value(), there),
              () -> note(place, Optional.of(entry.value()), Optional.empty()));
    }
    for (EdnMap.Entry entry : found.entries()) {
      if (!expected.containsKey(entry.key()) && !expected.containsKey(ANYTHING)) {
        note(path.append(entry.key()), Optional.empty(), Optional.of(entry.value()));
      }
    }
  }

  private void compareLists(EdnVector path, Sequential expected, Sequential found) {
    List<Value> wanted = elements(expected);
    List<Value> there = elements(found);
    for (int i = 0; i < Math.max(wanted.size(), there.size()); i++) {
      EdnVector place = path.append(jellybean.edn.Int.of(i));
      if (i >= there.size()) {
        note(place, Optional.of(wanted.get(i)), Optional.empty());
      } else if (i >= wanted.size()) {
        note(place, Optional.empty(), Optional.of(there.get(i)));
      } else {
        compare(place, wanted.get(i), there.get(i));
      }
    }
  }

  private static List<Value> elements(Coll list) {
    List<Value> elements = new ArrayList<>();
    list.forEach(elements::add);
    return elements;
  }

  private void note(EdnVector path, Optional<Value> expected, Optional<Value> found) {
    if (places.size() < MAX_PLACES) {
      places.add(new Place(path, expected, found));
    }
  }
}
