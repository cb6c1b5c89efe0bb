package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A regular grid of points: rings, tori, and with two points in each of six dimensions the
 * hypercube of 64. Points are numbered with the last dimension running fastest.
 *
 * @param dims number of points in each dimension
 * @param wrap whether the last point of a row is the first one's neighbour
 */
public record Lattice(List<Integer> dims, boolean wrap) {
  public static final int MAX_POINTS = 512;
  public static final int MAX_DIMS = 16;

  private static final Pattern DIRECTION = Pattern.compile("([+-])(\\d{1,2})");

  public Lattice {
    dims = List.copyOf(dims);
  }

  /** A step to a neighbour: {@code +2} is the next point in the dimension 2. */
  record Direction(int dim, int step) {
    /** Whether a namespace is one. */
    static Optional<Direction> of(String namespace) {
      Matcher matcher = DIRECTION.matcher(namespace);
      return matcher.matches()
          ? Optional.of(
              new Direction(
                  Integer.parseInt(matcher.group(2)), matcher.group(1).equals("+") ? 1 : -1))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return (step > 0 ? "+" : "-") + dim;
    }
  }

  /** Two points that are neighbours, by their numbers, the smaller first. */
  public record Edge(int from, int to) {}

  /** Each pair of neighbours once. */
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (int from = 0; from < points(); from++) {
      List<Integer> point = point(from);
      for (Direction direction : directions(point)) {
        int to = number(neighbour(point, direction).orElseThrow());
        Edge edge = new Edge(Math.min(from, to), Math.max(from, to));
        if (from == edge.from() && !edges.contains(edge)) {
          edges.add(edge);
        }
      }
    }
    return edges;
  }

  private int number(List<Integer> point) {
    int number = 0;
    for (int dim = 0; dim < dims.size(); dim++) {
      number = number * dims.get(dim) + point.get(dim);
    }
    return number;
  }

  public int points() {
    return dims.stream().reduce(1, (a, b) -> a * b);
  }

  /** The coordinates of a point. */
  public List<Integer> point(int number) {
    List<Integer> point = new ArrayList<>();
    int rest = number;
    for (int i = dims.size() - 1; i >= 0; i--) {
      point.addFirst(rest % dims.get(i));
      rest /= dims.get(i);
    }
    return point;
  }

  /** The last part of its address: {@code 0-1-1}. */
  static String segment(List<Integer> point) {
    return point.stream().map(Object::toString).collect(Collectors.joining("-"));
  }

  /** The coordinates in the last part of an address. */
  static List<Integer> point(String segment) {
    return Pattern.compile("-").splitAsStream(segment).map(Integer::valueOf).toList();
  }

  /** The point in that direction; none past an edge. A neighbour is never the point itself. */
  Optional<List<Integer>> neighbour(List<Integer> point, Direction to) {
    if (to.dim() >= dims.size()) {
      return Optional.empty();
    }
    int size = dims.get(to.dim());
    int moved = point.get(to.dim()) + to.step();
    int there = wrap ? Math.floorMod(moved, size) : moved;
    if (there < 0 || there >= size || there == point.get(to.dim())) {
      return Optional.empty();
    }
    List<Integer> found = new ArrayList<>(point);
    found.set(to.dim(), there);
    return Optional.of(found);
  }

  /** The directions in which a point has neighbours. */
  List<Direction> directions(List<Integer> point) {
    List<Direction> all = new ArrayList<>();
    for (int dim = 0; dim < dims.size(); dim++) {
      for (int step : new int[] {1, -1}) {
        Direction direction = new Direction(dim, step);
        if (neighbour(point, direction).isPresent()) {
          all.add(direction);
        }
      }
    }
    return all;
  }
}
