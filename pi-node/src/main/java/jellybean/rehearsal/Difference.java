package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.Coll;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
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
  /** Places that are listed; more are too many to read. */
  static final int MAX_PLACES = 20;

  static final Symbol ANYTHING = Symbol.of("_");

  private final List<String> places = new ArrayList<>();
  private int count;

  private Difference() {}

  /** One line for each place; empty if there is none. */
  public static List<String> of(Value expected, Value found) {
    Difference difference = new Difference();
    difference.compare(EdnVector.EMPTY, expected, found);
    if (difference.count > MAX_PLACES) {
      difference.places.add("and " + (difference.count - MAX_PLACES) + " more places");
    }
    return difference.places;
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
      note(path, "expected " + expected + ", found " + found);
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
              () -> note(place, "expected " + entry.value() + ", found nothing"));
    }
    for (EdnMap.Entry entry : found.entries()) {
      if (!expected.containsKey(entry.key()) && !expected.containsKey(ANYTHING)) {
        note(path.append(entry.key()), "expected nothing, found " + entry.value());
      }
    }
  }

  private void compareLists(EdnVector path, Sequential expected, Sequential found) {
    List<Value> wanted = elements(expected);
    List<Value> there = elements(found);
    for (int i = 0; i < Math.max(wanted.size(), there.size()); i++) {
      EdnVector place = path.append(jellybean.edn.Int.of(i));
      if (i >= there.size()) {
        note(place, "expected " + wanted.get(i) + ", found nothing");
      } else if (i >= wanted.size()) {
        note(place, "expected nothing, found " + there.get(i));
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

  private void note(EdnVector path, String what) {
    count++;
    if (count <= MAX_PLACES) {
      places.add(path.size() == 0 ? what : "at " + path + ": " + what);
    }
  }
}
