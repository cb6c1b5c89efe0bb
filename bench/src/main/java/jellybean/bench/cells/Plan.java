package jellybean.bench.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who is in which cell, and who has which address. Nodes are named {@code n1}, {@code n2} …; the
 * first of each cell is its access point.
 */
record Plan(List<Cell> cells) {
  /** Addresses of identities end in two bytes, of stations in one. */
  static final int MAX_CELLS = 50;

  static final int MAX_NODES = 250;

  /** All addresses of the kind of {@link #identity}. */
  static final String IDENTITIES = "10.77.0.0/24";

  Plan {
    cells = List.copyOf(cells);
  }

  /** An access point and those that have it as their way to the others. */
  record Cell(int number, String accessPoint, List<String> stations) {
    Cell {
      stations = List.copyOf(stations);
    }

    List<String> nodes() {
      return Stream.concat(Stream.of(accessPoint), stations.stream()).toList();
    }
  }

  /** Two access points that hear each other. */
  record Span(String one, String other) {}

  /**
   * Deals nodes to cells, as evenly as it can be.
   *
   * @throws RigException if there are too many, or fewer nodes than cells
   */
  static Plan of(int nodes, int cells) {
    if (cells < 1 || cells > MAX_CELLS || nodes < cells || nodes > MAX_NODES) {
      throw new RigException(
          "expected 1 to "
              + MAX_CELLS
              + " cells and so many nodes or more, at most "
              + MAX_NODES
              + "; found "
              + cells
              + " cells and "
              + nodes
              + " nodes");
    }
    List<Cell> all = new ArrayList<>();
    for (int c = 1; c <= cells; c++) {
      List<String> stations = new ArrayList<>();
      for (int n = c + cells; n <= nodes; n += cells) {
        stations.add("n" + n);
      }
      all.add(new Cell(c, "n" + c, stations));
    }
    return new Plan(all);
  }

  List<String> nodes() {
    return Stream.concat(
            cells.stream().map(Cell::accessPoint),
            cells.stream().flatMap(c -> c.stations().stream()))
        .toList();
  }

  /** A ring with chords to the cell after next: with three cells each hears each. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      for (int step = 1; step <= 2; step++) {
        int j = (i + step) % cells.size();
        Span span = new Span(cells.get(i).accessPoint(), cells.get(j).accessPoint());
        Span back = new Span(span.other(), span.one());
        if (i != j && !spans.contains(span) && !spans.contains(back)) {
          spans.add(span);
        }
      }
    }
    return spans;
  }

  Cell cellOf(String node) {
    return cells.stream().filter(cell -> cell.nodes().contains(node)).findFirst().orElseThrow();
  }

  boolean isAccessPoint(String node) {
    return cellOf(node).accessPoint().equals(node);
  }

  static int number(String node) {
    return Integer.parseInt(node.substring(1));
  }

  /** The address that follows a node, whatever cell it is in. */
  static String identity(String node) {
    return "10.77.0." + number(node);
  }

  /** Where the operator's desk reaches it, past all cells. */
  static String desk(String node) {
    return "10.79.0." + number(node);
  }

  /** Its address in the cell, with the length of the prefix. */
  static String inCell(Cell cell, String node) {
    return "10.80." + cell.number() + "." + number(node) + "/24";
  }
}
