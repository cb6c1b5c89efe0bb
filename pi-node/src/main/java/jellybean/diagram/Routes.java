package jellybean.diagram;

import static jellybean.diagram.Box.GRID;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jellybean.diagram.Links.Link;
import jellybean.diagram.Links.Port;
import jellybean.diagram.Maze.Point;

/**
 * The ways of the lines, after all boxes have their places: around boxes that they do not belong to
 * and around words.
 */
final class Routes {
  /** Around the whole picture. */
  static final int MARGIN = 2 * GRID;

  /** A box with its place in the picture, and the group that it is in, by its number. */
  record Spot(Box box, int x, int y, int depth, int group) {}

  /**
   * The way of a line.
   *
   * @param corners in pixels, from port to port
   * @param forks whether it begins where another line of the same port is passing
   */
  record Way(Link link, List<Point> corners, boolean forks) {
    Way {
      corners = List.copyOf(corners);
    }
  }

  private static final int OUTSIDE = -1;

  private final Map<String, Spot> spots = new LinkedHashMap<>();
  private final List<Integer> parents = new ArrayList<>();
  private final Maze maze;
  private final List<Way> ways = new ArrayList<>();

  private Routes(Box.Group root) {
    maze =
        new Maze((root.width() + 2 * MARGIN) / GRID + 1, (root.height() + 2 * MARGIN) / GRID + 1);
    put(root, MARGIN, MARGIN, 0, OUTSIDE);
  }

  static Routes of(Box.Group root, List<Link> links) {
    Routes routes = new Routes(root);
    routes.find(links);
    return routes;
  }

  /** Every box, those below after those around them. */
  List<Spot> spots() {
    return List.copyOf(spots.values());
  }

  List<Way> ways() {
    return ways;
  }

  private void put(Box box, int x, int y, int depth, int group) {
    spots.put(box.key(), new Spot(box, x, y, depth, group));
    int left = x / GRID;
    int top = y / GRID;
    int right = left + box.width() / GRID;
    int bottom = top + box.height() / GRID;
    switch (box) {
      case Box.Leaf _ -> maze.block(left, top, right, bottom);
      case Box.Group inner -> {
        int number = parents.size();
        parents.add(group);
        maze.region(number, left, top, right, bottom);
        inner.children().forEach(c -> put(c.box(), x + c.x(), y + c.y(), depth + 1, number));
        int words = Box.snap(Box.PADDING + Box.width(inner.title())) / GRID;
        maze.block(left + 1, top + 1, left + words, top + Box.Group.HEAD / GRID);
      }
    }
  }

  // ---- lines

  /** Near ones first: they have few ways to choose from. */
  private void find(List<Link> links) {
    Map<Port, List<Link>> nets = new LinkedHashMap<>();
    links.stream()
        .sorted(Comparator.comparingInt(this::distance))
        .forEach(link -> nets.computeIfAbsent(link.from(), _ -> new ArrayList<>()).add(link));
    Map<Port, Integer> numbers = new HashMap<>();
    nets.forEach(
        (from, net) -> {
          // Lines that have no other end than this one may join on their way there.
          Port decides = net.size() == 1 ? net.getFirst().to() : from;
          int number = numbers.computeIfAbsent(decides, _ -> numbers.size());
          maze.reserve(before(from), number);
          net.forEach(link -> maze.reserve(before(link.to()), number));
        });
    nets.forEach(
        (from, net) ->
            line(net, numbers.getOrDefault(net.size() == 1 ? net.getFirst().to() : from, OUTSIDE)));
  }

  private int distance(Link link) {
    Point a = before(link.from());
    Point b = before(link.to());
    return Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y());
  }

  private void line(List<Link> net, int number) {
    Set<Point> tree = new LinkedHashSet<>();
    for (Link link : net) {
      boolean forks = !tree.isEmpty();
      List<Point> starts = forks ? List.copyOf(tree) : List.of(before(link.from()));
      Point end = before(link.to());
      List<Point> way = maze.find(new Maze.Search(starts, end, regions(link), number));
      tree.addAll(way.size() > 1 ? way.subList(0, way.size() - 1) : way);
      List<Point> corners = new ArrayList<>();
      if (!forks) {
        corners.add(at(link.from()));
      }
      way.forEach(p -> corners.add(new Point(p.x() * GRID, p.y() * GRID)));
      corners.add(at(link.to()));
      ways.add(new Way(link, straightened(corners), forks));
    }
  }

  private static List<Point> straightened(List<Point> points) {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean isEnd = i == 0 || i == points.size() - 1;
      if (isEnd || turns(points.get(i - 1), points.get(i), points.get(i + 1))) {
        corners.add(points.get(i));
      }
    }
    return corners;
  }

  private static boolean turns(Point a, Point b, Point c) {
    return !(a.x() == b.x() && b.x() == c.x()) && !(a.y() == b.y() && b.y() == c.y());
  }

  /** Where a port is, in pixels. */
  private Point at(Port port) {
    Spot spot = spot(port.box());
    int y =
        switch (spot.box()) {
          case Box.Leaf leaf -> leaf.portY(port.first(), port.last());
          case Box.Group _ -> Box.Group.PORT_Y;
        };
    return new Point(spot.x() + (port.isRight() ? spot.box().width() : 0), spot.y() + y);
  }

  /** The node outside the box. */
  private Point before(Port port) {
    Point at = at(port);
    return new Point(at.x() / GRID + (port.isRight() ? 1 : -1), at.y() / GRID);
  }

  Spot spot(String box) {
    Spot spot = spots.get(box);
    if (spot == null) {
      throw new IllegalArgumentException("no box " + box);
    }
    return spot;
  }

  /** The groups that hold one end or both, up to the first that holds both. */
  private boolean[] regions(Link link) {
    List<Integer> from = around(spot(link.from().box()));
    List<Integer> to = around(spot(link.to().box()));
    boolean[] regions = new boolean[parents.size()];
    int shared = from.stream().filter(to::contains).findFirst().orElseThrow();
    from.subList(0, from.indexOf(shared) + 1).forEach(g -> regions[g] = true);
    to.subList(0, to.indexOf(shared) + 1).forEach(g -> regions[g] = true);
    return regions;
  }

  private List<Integer> around(Spot spot) {
    List<Integer> groups = new ArrayList<>();
    for (int group = spot.group(); group != OUTSIDE; group = parents.get(group)) {
      groups.add(group);
    }
    return groups;
  }
}
