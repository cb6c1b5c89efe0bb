package jellybean.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import jellybean.diagram.Links.Link;
import jellybean.diagram.Links.Port;
import jellybean.diagram.Maze.Point;
import jellybean.diagram.Routes.Spot;
import jellybean.diagram.Routes.Way;

/** Draws boxes and lines whose places are known. */
final class Svg {
  private static final String FONT = "font-family=\"DejaVu Sans Mono, Menlo, monospace\"";
  private static final String QUIET = "fill=\"#5b6773\"";

  /** From the middle of a line of words down to where the letters stand. */
  private static final int BASELINE = 4;

  private static final int ROUND = 4;

  /**
   * Colours that can be told apart, also by most who are colour-blind (after Okabe and Ito 2008,
   * darker, so that words can be read in them).
   */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#c24a00", "#00785a", "#a8447f", "#8a6508", "#5b4fb3", "#555555");

  private final StringBuilder to = new StringBuilder();
  private final List<String> names;
  private final Map<String, Integer> colours = new HashMap<>();

  private Svg(List<Link> links) {
    TreeSet<String> said = new TreeSet<>();
    links.forEach(link -> said.add(link.name()));
    names = new ArrayList<>(said);
    for (Link link : links) {
      for (int row = Math.max(0, link.from().first()); row <= link.from().last(); row++) {
        colours.put(link.from().box() + " " + row, colour(link));
      }
    }
  }

  static String of(Box.Group root, List<Link> links) {
    Routes routes = Routes.of(root, links);
    Svg svg = new Svg(links);
    svg.open(root.width() + 2 * Routes.MARGIN, root.height() + 2 * Routes.MARGIN);
    routes.spots().forEach(svg::draw);
    routes.ways().forEach(svg::draw);
    links.forEach(link -> svg.brackets(routes, link));
    return svg.to.append("</svg>\n").toString();
  }

  private void add(String format, Object... parts) {
    to.append(String.format(Locale.ROOT, format, parts));
  }

  private void open(int width, int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" %s font-size=\"12\">\n<defs>",
        width, height, width, height, FONT);
    for (int i = 0; i < COLOURS.size(); i++) {
      add(
          "<marker id=\"arrow%d\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
              + " markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
              + "<path d=\"M0,0 L8,4 L0,8 z\" fill=\"%s\"/></marker>",
          i, COLOURS.get(i));
    }
    add("</defs>\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n");
  }

  private int colour(Link link) {
    return Math.floorMod(names.indexOf(link.name()), COLOURS.size());
  }

  // ---- boxes

  private void draw(Spot spot) {
    switch (spot.box()) {
      case Box.Group group -> draw(group, spot);
      case Box.Leaf leaf -> draw(leaf, spot.x(), spot.y());
    }
  }

  private void draw(Box.Group group, Spot spot) {
    rectangle(
        "group",
        spot.x(),
        spot.y(),
        group.width(),
        group.height(),
        "rx=\"9\" fill=\"%s\" stroke=\"#8a97a5\"%s"
            .formatted(
                spot.depth() % 2 == 0 ? "#f4f6f8" : "#e8edf2",
                group.isTemplate() ? " stroke-dasharray=\"6 4\"" : ""));
    text(
        spot.x() + Box.PADDING, spot.y() + Box.Group.PORT_Y, group.title(), "font-weight=\"bold\"");
  }

  private void draw(Box.Leaf leaf, int x, int y) {
    for (int copy = leaf.copies() - 1; copy > 0; copy--) {
      rectangle(
          "card",
          x + BASELINE * copy,
          y + leaf.top() - BASELINE * copy,
          leaf.width() - 2 * BASELINE * copy,
          Box.LINE,
          "rx=\"4\" fill=\"white\" stroke=\"#9aa5b1\"");
    }
    int top = y + leaf.top();
    rectangle(
        "leaf", x, top, leaf.width(), leaf.height() - leaf.top(), "rx=\"4\" " + style(leaf.kind()));
    int line = top + Box.GRID + Box.LINE / 2;
    text(x + Box.PADDING, line, leaf.title(), "font-weight=\"bold\"");
    if (!leaf.about().isEmpty()) {
      text(x + Box.PADDING, line + Box.LINE, leaf.about(), QUIET);
    }
    for (int i = 0; i < leaf.receives().size(); i++) {
      text(x + Box.PADDING, y + leaf.portY(i, i), leaf.receives().get(i), "");
    }
    for (int i = 0; i < leaf.says().size(); i++) {
      Integer colour = colours.get(leaf.key() + " " + i);
      String fill = colour == null ? "" : " fill=\"" + COLOURS.get(colour) + "\"";
      text(
          x + leaf.width() - Box.PADDING,
          y + leaf.portY(i, i),
          leaf.says().get(i),
          "text-anchor=\"end\"" + fill);
    }
    double middle = y + leaf.head() + leaf.rows() * Box.LINE + Box.Leaf.LATTICE / 2.0;
    leaf.lattice().ifPresent(l -> to.append(LatticePicture.of(l, x + leaf.width() / 2.0, middle)));
  }

  private static String style(Box.Kind kind) {
    return switch (kind) {
      case ACTOR -> "fill=\"white\" stroke=\"#39424c\"";
      case DEVICE -> "fill=\"#fff8e6\" stroke=\"#39424c\"";
      case FORWARDS -> "fill=\"#dfe6ee\" stroke=\"#8a97a5\"";
    };
  }

  private void rectangle(String what, int x, int y, int width, int height, String style) {
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>\n",
        what, x, y, width, height, style);
  }

  /**
   * @param y of the middle of the line
   */
  private void text(int x, int y, String text, String style) {
    if (!text.isEmpty()) {
      add(
          "<text x=\"%d\" y=\"%d\"%s>%s</text>\n",
          x, y + BASELINE, style.isEmpty() ? "" : " " + style, escaped(text));
    }
  }

  // ---- lines

  private void draw(Way way) {
    int colour = colour(way.link());
    Point start = way.corners().getFirst();
    if (way.forks()) {
      add(
          "<circle cx=\"%d\" cy=\"%d\" r=\"2.5\" fill=\"%s\"/>\n",
          start.x(), start.y(), COLOURS.get(colour));
    }
    add(
        "<path class=\"line\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\""
            + " marker-end=\"url(#arrow%d)\"><title>%s</title></path>\n",
        path(way.corners()), COLOURS.get(colour), colour, escaped(way.link().title()));
  }

  /** Straight from corner to corner, the corners rounded. */
  private static String path(List<Point> corners) {
    StringBuilder path =
        new StringBuilder("M" + corners.getFirst().x() + "," + corners.getFirst().y());
    for (int i = 1; i + 1 < corners.size(); i++) {
      Point at = corners.get(i);
      Point from = toward(at, corners.get(i - 1));
      Point on = toward(at, corners.get(i + 1));
      path.append(
          " L%d,%d Q%d,%d %d,%d".formatted(from.x(), from.y(), at.x(), at.y(), on.x(), on.y()));
    }
    return path.append(" L%d,%d".formatted(corners.getLast().x(), corners.getLast().y()))
        .toString();
  }

  private static Point toward(Point from, Point to) {
    return new Point(
        from.x() + ROUND * Integer.signum(to.x() - from.x()),
        from.y() + ROUND * Integer.signum(to.y() - from.y()));
  }

  /** Joins the names that share a line. */
  private void brackets(Routes routes, Link link) {
    bracket(routes, link.from(), COLOURS.get(colour(link)));
    bracket(routes, link.to(), "#39424c");
  }

  private void bracket(Routes routes, Port port, String colour) {
    Spot spot = routes.spot(port.box());
    if (spot.box() instanceof Box.Leaf leaf && port.last() > port.first()) {
      int x = spot.x() + (port.isRight() ? leaf.width() - Box.PADDING / 2 : Box.PADDING / 2);
      int edge = spot.x() + (port.isRight() ? leaf.width() : 0);
      int middle = spot.y() + leaf.portY(port.first(), port.last());
      add(
          "<path class=\"bracket\" d=\"M%d,%d V%d M%d,%d H%d\" fill=\"none\" stroke=\"%s\""
              + " stroke-width=\"1.5\"/>\n",
          x,
          spot.y() + leaf.portY(port.first(), port.first()) - BASELINE,
          spot.y() + leaf.portY(port.last(), port.last()) + BASELINE,
          x,
          middle,
          edge,
          colour);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;");
  }
}
