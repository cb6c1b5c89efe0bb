package jellybean.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jellybean.diagram.Links.Link;
import jellybean.diagram.Links.Port;

/**
 * The children of one supervisor in columns, so that most of what is said goes from left to right
 * (after Sugiyama, Tagawa and Toda 1981: break cycles, then longest paths), and how many lines want
 * to pass between them.
 */
final class Columns {
  /** Children that have nothing to do with each other are not put below each other for ever. */
  private static final int MAX_ROWS = 6;

  private final List<Box> boxes;
  private final List<Link> links;
  private final List<List<Box>> columns = new ArrayList<>();
  private final Map<Integer, Set<Port>> tracks = new HashMap<>();
  private final Set<Port> across = new HashSet<>();

  private Columns(List<Box> boxes, List<Link> links) {
    this.boxes = boxes;
    this.links =
        links.stream()
            .filter(link -> holder(link.from()).isPresent() || holder(link.to()).isPresent())
            .filter(link -> !isInsideOne(link))
            .toList();
  }

  static Columns of(List<Box> boxes, List<Link> links) {
    Columns columns = new Columns(boxes, links);
    columns.arrange();
    columns.countLines();
    return columns;
  }

  int count() {
    return columns.size();
  }

  List<Box> column(int number) {
    return columns.get(number);
  }

  /** Lines that may want to go up or down on the right of a column; of -1 before the first. */
  int after(int column) {
    return tracks.getOrDefault(column, Set.of()).size();
  }

  /** Lines that may want to pass above or below the columns. */
  int across() {
    return across.size();
  }

  private void arrange() {
    Map<Box, Integer> ranks = ranks();
    TreeMap<Integer, List<Box>> byRank = new TreeMap<>();
    boxes.forEach(b -> byRank.computeIfAbsent(ranks.get(b), _ -> new ArrayList<>()).add(b));
    for (List<Box> column : byRank.values()) {
      for (int from = 0; from < column.size(); from += MAX_ROWS) {
        columns.add(column.subList(from, Math.min(column.size(), from + MAX_ROWS)));
      }
    }
  }

  /** What comes from outside comes from the left, what goes there goes to the right. */
  private void countLines() {
    for (Link link : links) {
      int from = holder(link.from()).map(this::columnOf).orElse(-1);
      int to = holder(link.to()).map(this::columnOf).orElse(columns.size());
      tracks.computeIfAbsent(from, _ -> new HashSet<>()).add(link.from());
      tracks.computeIfAbsent(to - 1, _ -> new HashSet<>()).add(link.to());
      if (to != from + 1) {
        across.add(link.from());
      }
    }
  }

  private int columnOf(Box box) {
    int column = 0;
    while (!columns.get(column).contains(box)) {
      column++;
    }
    return column;
  }

  private Optional<Box> holder(Port port) {
    return boxes.stream().filter(b -> holds(b.key(), port.box())).findFirst();
  }

  /** Then it is the business of that box alone. */
  private boolean isInsideOne(Link link) {
    Optional<Box> from = holder(link.from());
    return from.isPresent()
        && from.equals(holder(link.to()))
        && !from.get().key().equals(link.to().box());
  }

  private static boolean holds(String key, String inner) {
    return inner.equals(key) || inner.startsWith(key + "/");
  }

  private Map<Box, Integer> ranks() {
    Map<Box, Set<Box>> next = new HashMap<>();
    for (Link link : links) {
      Optional<Box> from = holder(link.from());
      Optional<Box> to = holder(link.to());
      if (from.isPresent() && to.isPresent() && !from.equals(to)) {
        next.computeIfAbsent(from.get(), _ -> new HashSet<>()).add(to.get());
      }
    }
    Map<Box, Set<Box>> acyclic = withoutCycles(next);
    Map<Box, Integer> ranks = new HashMap<>();
    boxes.forEach(box -> rank(box, acyclic, ranks));
    return ranks;
  }

  /** Leaves out what leads back; who only says things, such as devices, comes first. */
  private Map<Box, Set<Box>> withoutCycles(Map<Box, Set<Box>> next) {
    Map<Box, Set<Box>> before = new HashMap<>();
    Set<Box> done = new HashSet<>();
    List<Box> order = new ArrayList<>(boxes);
    order.sort(Comparator.comparing(Columns::isActorOrGroup).thenComparing(boxes::indexOf));
    for (Box box : order) {
      visit(box, next, done, new HashSet<>(), before);
    }
    return before;
  }

  private static boolean isActorOrGroup(Box box) {
    return !(box instanceof Box.Leaf leaf) || leaf.kind() == Box.Kind.ACTOR;
  }

  private void visit(
      Box box, Map<Box, Set<Box>> next, Set<Box> done, Set<Box> path, Map<Box, Set<Box>> before) {
    if (!done.add(box)) {
      return;
    }
    path.add(box);
    next.getOrDefault(box, Set.of()).stream()
        .sorted(Comparator.comparing(boxes::indexOf))
        .filter(other -> !path.contains(other))
        .forEach(
            other -> {
              before.computeIfAbsent(other, _ -> new HashSet<>()).add(box);
              visit(other, next, done, path, before);
            });
    path.remove(box);
  }

  private static int rank(Box box, Map<Box, Set<Box>> before, Map<Box, Integer> ranks) {
    Integer known = ranks.get(box);
    if (known != null) {
      return known;
    }
    ranks.put(box, 0);
    int rank =
        before.getOrDefault(box, Set.of()).stream()
            .mapToInt(b -> rank(b, before, ranks) + 1)
            .max()
            .orElse(0);
    ranks.put(box, rank);
    return rank;
  }
}
