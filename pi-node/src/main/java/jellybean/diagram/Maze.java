package jellybean.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A grid on which lines find their ways around what is in the way, one after the other (after Lee
 * 1961, "An algorithm for path connections and its applications", with the costs of bends). A way
 * never enters what is blocked; that it runs along another line, turns on one or crosses it only
 * costs.
 *
 * <p>A node is {@code y * width + x}; on its way a line is at a node in one of four directions.
 */
final class Maze {
  /** Of some 50 bytes each; a picture of that size has 20,000 pixels on a side. */
  static final int MAX_NODES = 1 << 22;

  private static final int STEP = 2;
  private static final int BEND = 7;
  private static final int CROSSING = 9;
  private static final int TURN_ON_A_LINE = 60;
  private static final int BEFORE_A_PORT = 40;
  private static final int ALONG_A_LINE = 120;

  private static final int EAST = 0;
  private static final int DIRECTIONS = 4;
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};

  private static final int NOBODY = -1;

  private final int width;
  private final int height;
  private final int[] regions;
  private final boolean[] blocked;
  private final boolean[] blockedEast;
  private final boolean[] blockedSouth;
  private final int[] east;
  private final int[] south;
  private final int[] ports;

  // Of the search under way: the best cost of each state, and whence it came.
  private final int[] costs;
  private final int[] before;

  /** A node by its place. */
  record Point(int x, int y) {}

  /**
   * What a way is looked for.
   *
   * @param starts where it may begin; if only one, then towards the east
   * @param regions the numbers of the regions that it may enter
   * @param line its number; lines with the same number may run along each other
   */
  record Search(List<Point> starts, Point end, boolean[] regions, int line) {}

  /**
   * @throws TooLargeException beyond {@link #MAX_NODES}
   */
  Maze(int width, int height) {
    if ((long) width * height > MAX_NODES) {
      throw new TooLargeException(
          "cannot draw this system: expected at most "
              + MAX_NODES
              + " places in the picture, found "
              + (long) width * height);
    }
    this.width = width;
    this.height = height;
    int nodes = width * height;
    regions = new int[nodes];
    blocked = new boolean[nodes];
    blockedEast = new boolean[nodes];
    blockedSouth = new boolean[nodes];
    east = new int[nodes];
    south = new int[nodes];
    ports = new int[nodes];
    costs = new int[nodes * DIRECTIONS];
    before = new int[nodes * DIRECTIONS];
    Arrays.fill(regions, NOBODY);
    Arrays.fill(east, NOBODY);
    Arrays.fill(south, NOBODY);
    Arrays.fill(ports, NOBODY);
  }

  private int node(int x, int y) {
    return y * width + x;
  }

  /** Nothing passes here, its edges included. */
  void block(int x, int y, int right, int bottom) {
    for (int row = y; row <= bottom; row++) {
      Arrays.fill(blocked, node(x, row), node(right, row) + 1, true);
    }
  }

  /** Only who may be in this region enters it, straight through its edges. */
  void region(int number, int x, int y, int right, int bottom) {
    for (int row = y; row <= bottom; row++) {
      Arrays.fill(regions, node(x, row), node(right, row) + 1, number);
    }
    Arrays.fill(blockedEast, node(x, y), node(right, y), true);
    Arrays.fill(blockedEast, node(x, bottom), node(right, bottom), true);
    for (int row = y; row < bottom; row++) {
      blockedSouth[node(x, row)] = true;
      blockedSouth[node(right, row)] = true;
    }
  }

  /** Others had better not pass before the port of a line. */
  void reserve(Point point, int line) {
    ports[node(point.x(), point.y())] = line;
  }

  /**
   * Finds a way and keeps it.
   *
   * @return every node of it
   * @throws IllegalStateException if there is none
   */
  List<Point> find(Search search) {
    Arrays.fill(costs, Integer.MAX_VALUE);
    PriorityQueue<Long> queue = new PriorityQueue<>();
    for (Point start : search.starts()) {
      int directions = search.starts().size() == 1 ? 1 : DIRECTIONS;
      for (int direction = 0; direction < directions; direction++) {
        int state = node(start.x(), start.y()) * DIRECTIONS + direction;
        costs[state] = 0;
        before[state] = NOBODY;
        queue.add(entry(0, state, search.end()));
      }
    }
    int end = node(search.end().x(), search.end().y()) * DIRECTIONS + EAST;
    while (!queue.isEmpty()) {
      long entry = queue.remove();
      int state = (int) entry;
      if (state == end) {
        return keep(state, search.line());
      }
      if (entry == entry(costs[state], state, search.end())) {
        expand(state, search, queue);
      }
    }
    throw new IllegalStateException("no way to " + search.end());
  }

  /** Cost so far with the least that is still to come, and the state. */
  private long entry(int cost, int state, Point end) {
    int node = state / DIRECTIONS;
    int far = Math.abs(node % width - end.x()) + Math.abs(node / width - end.y());
    return ((long) cost + (long) far * STEP) << Integer.SIZE | state;
  }

  private void expand(int state, Search search, PriorityQueue<Long> queue) {
    int node = state / DIRECTIONS;
    int direction = state % DIRECTIONS;
    for (int turn = 0; turn < DIRECTIONS; turn++) {
      int next = next(node, turn, search);
      boolean isBack = Math.abs(turn - direction) == 2;
      if (next != NOBODY && !isBack) {
        int to = next * DIRECTIONS + turn;
        int cost =
            costs[state] + cost(node, direction, turn, search.line()) + arrival(next, search);
        if (cost < costs[to]) {
          costs[to] = cost;
          before[to] = state;
          queue.add(entry(cost, to, search.end()));
        }
      }
    }
    // At the end a line turns to the east, into the box.
    if (node == node(search.end().x(), search.end().y()) && direction % 2 == 1) {
      int to = node * DIRECTIONS + EAST;
      if (costs[state] + BEND < costs[to]) {
        costs[to] = costs[state] + BEND;
        before[to] = state;
        queue.add(entry(costs[to], to, search.end()));
      }
    }
  }

  private int next(int node, int direction, Search search) {
    int x = node % width + DX[direction];
    int y = node / width + DY[direction];
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return NOBODY;
    }
    int next = node(x, y);
    boolean isWall = (direction % 2 == 0 ? blockedEast : blockedSouth)[Math.min(node, next)];
    boolean isOpen = regions[next] != NOBODY && search.regions()[regions[next]];
    return isWall || blocked[next] || !isOpen ? NOBODY : next;
  }

  private int arrival(int node, Search search) {
    return ports[node] == NOBODY || ports[node] == search.line() ? 0 : BEFORE_A_PORT;
  }

  private int cost(int node, int from, int to, int line) {
    int next = node + DX[to] + DY[to] * width;
    int edge = (to % 2 == 0 ? east : south)[Math.min(node, next)];
    int cost = STEP + (edge == NOBODY || edge == line ? 0 : ALONG_A_LINE);
    if (from != to) {
      cost += BEND + (isTaken(node, 0, line) || isTaken(node, 1, line) ? TURN_ON_A_LINE : 0);
    } else if (isTaken(node, 1 - to % 2, line)) {
      cost += CROSSING;
    }
    return cost;
  }

  /** Whether another line is at a node, west or east of it (0), or north or south (1). */
  private boolean isTaken(int node, int axis, int line) {
    int[] edges = axis == 0 ? east : south;
    int other = node - (axis == 0 ? 1 : width);
    return isOther(edges[node], line) || (other >= 0 && isOther(edges[other], line));
  }

  private static boolean isOther(int edge, int line) {
    return edge != NOBODY && edge != line;
  }

  private List<Point> keep(int end, int line) {
    List<Point> way = new ArrayList<>();
    for (int state = end; state != NOBODY; state = before[state]) {
      int node = state / DIRECTIONS;
      Point point = new Point(node % width, node / width);
      if (way.isEmpty() || !way.getFirst().equals(point)) {
        if (!way.isEmpty()) {
          take(point, way.getFirst(), line);
        }
        way.addFirst(point);
      }
    }
    return way;
  }

  private void take(Point a, Point b, int line) {
    int edge = Math.min(node(a.x(), a.y()), node(b.x(), b.y()));
    (a.y() == b.y() ? east : south)[edge] = line;
  }
}
