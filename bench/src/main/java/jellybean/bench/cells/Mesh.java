package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** The system {@code mesh.edn} in a fleet: started, watched, and checked from outside. */
final class Mesh {
  private static final Path FILE = Path.of("bench/cells/mesh.edn");
  private static final String ADDRESS = "/mesh";
  private static final long WITHIN_MS = 30_000;

  /** Of the torus; each point has four neighbours. */
  private static final int SIDE = 4;

  private final Fleet fleet;
  private final Letters letters;

  Mesh(Fleet fleet, Letters letters) {
    this.fleet = fleet;
    this.letters = letters;
  }

  /** Its home. */
  String deploy(int everyMs) {
    EdnMap with =
        EdnMap.of(
            Keyword.of("dims"),
            EdnVector.of(Int.of(SIDE), Int.of(SIDE)),
            Keyword.of("every-ms"),
            Int.of(everyMs));
    try (Operator operator = operator()) {
      return Systems.deploy(operator, FILE, with);
    }
  }

  /** Wakes those that sleep: points that were started anew. */
  void begin() {
    try (Operator operator = operator()) {
      operator.send(ADDRESS, "begin", WITHIN_MS);
    }
  }

  /** Whoever answers; after a misfortune the first may just be the one that is gone. */
  private Operator operator() {
    RigException last = new RigException("nobody to ask");
    SortedSet<String> names = fleet.names();
    for (String name : names) {
      try {
        return fleet.operator(name);
      } catch (RuntimeException e) {
        last = new RigException("cannot ask " + name + ": " + e.getMessage(), e);
      }
    }
    throw last;
  }

  private static List<String> points() {
    List<String> points = new ArrayList<>();
    for (int x = 0; x < SIDE; x++) {
      for (int y = 0; y < SIDE; y++) {
        points.add(ADDRESS + "/point/" + x + "-" + y);
      }
    }
    return points;
  }

  /** Exactly one of each, and running: what is not so. */
  Optional<String> instances() {
    try (Operator operator = operator()) {
      List<String> expected = new ArrayList<>(points());
      expected.add(ADDRESS);
      return Systems.onlyOneOfEach(Systems.instances(operator, ADDRESS), expected);
    } catch (RigException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  Deliveries deliveries() {
    List<EdnMap> rows = new ArrayList<>();
    try (Operator operator = operator()) {
      for (String point : points()) {
        Systems.cat(operator, point).ifPresent(rows::add);
      }
    }
    Set<Deliveries.Sent> dead = letters.seen();
    return Deliveries.of(rows, dead);
  }

  /** Whether every point that sends is heard by all its neighbours, again and again. */
  Optional<String> flow(long withinMs) {
    List<EdnMap> before = heard();
    return Wait.untilNone(
        withinMs,
        () -> {
          List<String> silent = Flow.silent(before, heard(), points());
          return silent.isEmpty()
              ? Optional.empty()
              : Optional.of("nothing new from a neighbour at " + silent);
        });
  }

  private List<EdnMap> heard() {
    List<EdnMap> rows = new ArrayList<>();
    try (Operator operator = operator()) {
      for (String point : points()) {
        Systems.cat(operator, point).ifPresent(rows::add);
      }
    } catch (RigException e) {
      // Then everybody is silent.
      rows.clear();
    }
    return rows;
  }
}
