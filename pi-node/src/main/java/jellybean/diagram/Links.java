package jellybean.diagram;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jellybean.message.Address;
import jellybean.system.SupervisorDef;
import jellybean.system.Wire;

/**
 * Which boxes are joined by lines, and by how many. Names that one says and the same boxes get
 * leave it by one port, so one line stands for all of them; names that come from the same ports
 * arrive at one port.
 *
 * <p>A box goes by its address, what a supervisor forwards by {@link #forwards}.
 */
final class Links {
  /**
   * Where lines leave a box, on its right, or arrive, on its left.
   *
   * @param first the first row that it stands for; {@link #WHOLE} for a box as a whole
   */
  record Port(String box, boolean isRight, int first, int last) {
    static final int WHOLE = -1;
  }

  /**
   * A line.
   *
   * @param name the first of the names that are said there
   * @param title what it stands for, in words, a line each
   */
  record Link(Port from, Port to, String name, String title) {}

  /** What {@link Link} makes of a wire. */
  private record Line(String from, String says, String to, String gets, String title) {}

  /** The names on one side of a box. */
  private record Side(String box, boolean isRight) {}

  private final Map<Side, List<Row>> sides = new HashMap<>();
  private final Map<Side, Map<String, TreeSet<String>>> classes = new HashMap<>();
  private final List<Link> links = new ArrayList<>();

  private Links() {}

  /**
   * A name in a box.
   *
   * @param key by which wires know it; empty for what continues the row above
   */
  record Row(String key, String label) {}

  static Links of(SupervisorDef system) {
    Links links = new Links();
    Set<Line> lines = lines(system);
    lines.forEach(line -> links.add(new Side(line.from(), true), line.says(), line.to()));
    lines.forEach(
        line ->
            links.add(
                new Side(line.to(), false),
                line.gets(),
                line.from() + " " + links.classOf(new Side(line.from(), true), line.says())));
    Parts.rows(system).forEach((box, rows) -> links.rows(box, rows));
    links.join(lines);
    return links;
  }

  /** The box in which it is written what a supervisor forwards. */
  static String forwards(String supervisor) {
    return supervisor + "/(forwards)";
  }

  List<Link> all() {
    return links;
  }

  List<String> labels(String box, boolean isRight) {
    return sides.getOrDefault(new Side(box, isRight), List.of()).stream().map(Row::label).toList();
  }

  private void add(Side side, String row, String other) {
    classes
        .computeIfAbsent(side, _ -> new HashMap<>())
        .computeIfAbsent(row, _ -> new TreeSet<>())
        .add(other);
  }

  private String classOf(Side side, String row) {
    return String.join(
        " ", classes.getOrDefault(side, Map.of()).getOrDefault(row, new TreeSet<>()));
  }

  /** What belongs together stands together; in forwards left and right belong together already. */
  private void rows(String box, Parts.Rows rows) {
    Side left = new Side(box, false);
    Side right = new Side(box, true);
    sides.put(left, rows.areFixed() ? rows.left() : sorted(left, rows.left()));
    sides.put(right, rows.areFixed() ? rows.right() : sorted(right, rows.right()));
  }

  private List<Row> sorted(Side side, List<Row> rows) {
    Map<String, String> first = new HashMap<>();
    for (Row row : rows) {
      first.merge(classOf(side, row.key()), row.label(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    return rows.stream()
        .sorted(
            Comparator.comparing((Row row) -> classOf(side, row.key()).isEmpty())
                .thenComparing(row -> first.getOrDefault(classOf(side, row.key()), ""))
                .thenComparing(row -> classOf(side, row.key()))
                .thenComparing(Row::label))
        .toList();
  }

  private void join(Collection<Line> lines) {
    Map<List<Port>, Link> byEnds = new LinkedHashMap<>();
    for (Line line : lines) {
      Port from = port(new Side(line.from(), true), line.says());
      Port to = port(new Side(line.to(), false), line.gets());
      String name = from.first() < 0 ? line.says() : labels(line.from(), true).get(from.first());
      byEnds.merge(
          List.of(from, to),
          new Link(from, to, name, line.title()),
          (a, b) -> new Link(from, to, name, a.title() + "\n" + b.title()));
    }
    links.addAll(byEnds.values());
  }

  private Port port(Side side, String key) {
    List<Row> rows = sides.getOrDefault(side, List.of());
    String wanted = classOf(side, key);
    int first = 0;
    while (first < rows.size() && !rows.get(first).key().equals(key)) {
      first++;
    }
    if (first == rows.size()) {
      return new Port(side.box(), side.isRight(), Port.WHOLE, Port.WHOLE);
    }
    int last = first;
    while (first > 0 && belongs(side, rows.get(first - 1), wanted)) {
      first--;
    }
    while (last + 1 < rows.size() && belongs(side, rows.get(last + 1), wanted)) {
      last++;
    }
    return new Port(side.box(), side.isRight(), first, last);
  }

  private boolean belongs(Side side, Row row, String wanted) {
    return !row.key().isEmpty() && classOf(side, row.key()).equals(wanted);
  }

  // ---- wires

  private static Set<Line> lines(SupervisorDef system) {
    List<Wire> forwarded = Wire.forwarded(system);
    Set<Line> lines = new LinkedHashSet<>();
    Set<String> lattices = Parts.lattices(system);
    for (Wire wire : Wire.of(system)) {
      String from = wire.from().path();
      String says = Parts.row(lattices.contains(from), wire.says().toString());
      lines.add(
          forward(wire, forwarded)
              .map(f -> line(from, says, f, wire))
              .orElseGet(() -> new Line(from, says, box(wire), wire.as(), title(wire, "says"))));
    }
    for (Wire wire : forwarded) {
      String from = forwards(wire.from().path());
      lines.add(
          new Line(from, wire.says().toString(), box(wire), wire.as(), title(wire, "forwards")));
    }
    return lines;
  }

  private static Line line(String from, String says, Wire forward, Wire wire) {
    String supervisor = forward.from().path();
    String title = wire.from() + " says " + wire.says() + ", which " + supervisor + " forwards";
    return new Line(from, says, forwards(supervisor), forward.says().toString(), title);
  }

  /** The forward that a wire goes by: of the sayer's own supervisor, or of one that hears it. */
  private static Optional<Wire> forward(Wire wire, List<Wire> forwarded) {
    return forwarded.stream()
        .filter(f -> f.to().equals(wire.to()) && f.as().equals(wire.as()))
        .filter(f -> hears(f.from(), wire).filter(f.says().toString()::equals).isPresent())
        .findFirst();
  }

  /** Under which name a supervisor knows what is said. */
  private static Optional<String> hears(Address supervisor, Wire wire) {
    List<String> path = wire.from().segments();
    int depth = supervisor.segments().size();
    if (!supervisor.contains(wire.from())) {
      return Optional.empty();
    }
    if (depth == path.size() - 1) {
      return Optional.of(wire.says().toString());
    }
    return wire.says().namespace().isPresent()
        ? Optional.empty()
        : Optional.of(
            ":"
                + String.join(".", path.subList(depth, path.size() - 1))
                + "/"
                + wire.says().name());
  }

  /** {@code (start t)} means the template. */
  private static String box(Wire wire) {
    return wire.as().startsWith("(")
        ? wire.to().path()
            + "/"
            + wire.as().substring(wire.as().indexOf(' ') + 1, wire.as().length() - 1)
        : wire.to().path();
  }

  private static String title(Wire wire, String verb) {
    return wire.from() + " " + verb + " " + wire.says() + ", " + wire.to() + " gets " + wire.as();
  }
}
