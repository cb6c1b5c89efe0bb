package jellybean.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import jellybean.message.Address;
import jellybean.system.Lattice;
import jellybean.system.Wire;

/** Draws a layout. */
final class Svg {
  private static final double MARGIN = 16;
  private static final String FONT = "font-family=\"DejaVu Sans Mono, Menlo, monospace\"";

  /** Colours that can be told apart, also by most who are colour-blind (Okabe and Ito 2008). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#555555");

  // In the order in which they are drawn: what passes behind a leaf does not cross out its words.
  private final StringBuilder groups = new StringBuilder();
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder leaves = new StringBuilder();
  private StringBuilder to = new StringBuilder();
  private final Map<Address, Point> corners = new HashMap<>();
  private final Map<Address, Box> boxes = new HashMap<>();
  private final List<String> names;

  private record Point(double x, double y) {}

  private Svg(List<Wire> wires) {
    TreeSet<String> said = new TreeSet<>();
    wires.forEach(wire -> said.add(wire.says().toString()));
    names = new ArrayList<>(said);
  }

  static String of(Box.Group root, List<Wire> wires) {
    Svg svg = new Svg(wires);
    svg.open(root.width() + 2 * MARGIN, root.height() + 2 * MARGIN);
    svg.draw(root, MARGIN, MARGIN, 0);
    wires.forEach(svg::wire);
    return svg.groups.append(svg.lines).append(svg.leaves).append("</svg>\n").toString();
  }

  private void open(double width, double height) {
    groups.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " viewBox=\"0 0 %.0f %.0f\" %s font-size=\"12\">\n",
            width,
            height,
            width,
            height,
            FONT));
    groups.append("<defs>");
    for (int i = 0; i < COLOURS.size(); i++) {
      groups.append(
          String.format(
              Locale.ROOT,
              "<marker id=\"arrow%d\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
                  + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\""
                  + " fill=\"%s\"/></marker>",
              i,
              COLOURS.get(i)));
    }
    groups.append("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
  }

  private void draw(Box box, double x, double y, int depth) {
    corners.put(box.address(), new Point(x, y));
    boxes.put(box.address(), box);
    to = box instanceof Box.Leaf ? leaves : groups;
    switch (box) {
      case Box.Group group -> {
        rectangle(
            x,
            y,
            group.width(),
            group.height(),
            depth % 2 == 0 ? "#f4f6f8" : "#e8edf2",
            group.isTemplate()
                ? "stroke=\"#8a97a5\" stroke-dasharray=\"6 4\""
                : "stroke=\"#8a97a5\"",
            10);
        text(x + Box.PADDING, y + Box.PADDING + 6, group.title(), "font-weight=\"bold\"");
        double below = y + Box.PADDING + 6;
        for (String forward : group.forwards()) {
          below += Box.LINE;
          text(x + Box.PADDING, below, forward, "fill=\"#5b6773\"");
        }
        for (Box.Placed child : group.children()) {
          draw(child.box(), x + child.x(), y + child.y(), depth + 1);
        }
      }
      case Box.Leaf leaf -> leaf(leaf, x, y);
    }
  }

  private void leaf(Box.Leaf leaf, double x, double y) {
    for (int copy = leaf.copies() - 1; copy > 0; copy--) {
      rectangle(
          x + 4 * copy,
          y - 4 * copy,
          leaf.width(),
          leaf.height(),
          "white",
          "stroke=\"#9aa5b1\"",
          5);
    }
    rectangle(
        x,
        y,
        leaf.width(),
        leaf.height(),
        leaf.isDevice() ? "#fff8e6" : "white",
        "stroke=\"#39424c\"",
        5);
    text(x + Box.PADDING, y + Box.PADDING + 6, leaf.title(), "font-weight=\"bold\"");
    if (!leaf.kind().isEmpty()) {
      text(x + Box.PADDING, y + Box.PADDING + 6 + Box.LINE, leaf.kind(), "fill=\"#5b6773\"");
    }
    for (int i = 0; i < leaf.receives().size(); i++) {
      text(x + Box.PADDING, y + leaf.portY(i) + 4, leaf.receives().get(i), "");
    }
    for (int i = 0; i < leaf.says().size(); i++) {
      String name = leaf.says().get(i);
      text(
          x + leaf.width() - Box.PADDING,
          y + leaf.portY(i) + 4,
          name,
          "text-anchor=\"end\" fill=\"" + colour(name) + "\"");
    }
    int rows = Math.max(leaf.receives().size(), leaf.says().size());
    leaf.lattice()
        .ifPresent(
            lattice ->
                lattice(
                    lattice, x + leaf.width() / 2, y + leaf.portY(rows) + Box.Leaf.LATTICE / 2));
  }

  private String colour(String name) {
    return COLOURS.get(Math.floorMod(names.indexOf(name), COLOURS.size()));
  }

  private void rectangle(
      double x, double y, double width, double height, String fill, String stroke, int round) {
    to.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\" fill=\"%s\""
                + " %s/>\n",
            x,
            y,
            width,
            height,
            round,
            fill,
            stroke));
  }

  private void text(double x, double y, String text, String style) {
    to.append(
        String.format(
            Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y, style, escaped(text)));
  }

  // ---- wires

  private void wire(Wire wire) {
    Optional<Point> from = said(wire);
    Optional<Point> to = received(wire);
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    Point a = from.get();
    Point b = to.get();
    double reach = Math.clamp(Math.abs(b.x() - a.x()) / 2, 45, 160);
    boolean isBack = b.x() < a.x();
    double lift = isBack ? Math.clamp(Math.abs(b.y() - a.y()), 50, 130) : 0;
    int colour = Math.floorMod(names.indexOf(wire.says().toString()), COLOURS.size());
    lines.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f,%.1f C%.1f,%.1f %.1f,%.1f %.1f,%.1f\" fill=\"none\" stroke=\"%s\""
                + " stroke-width=\"1.5\" stroke-opacity=\"0.75\" marker-end=\"url(#arrow%d)\">"
                + "<title>%s says %s, %s gets %s</title></path>\n",
            a.x(),
            a.y(),
            a.x() + reach,
            a.y() + lift,
            b.x() - reach,
            b.y() + lift,
            b.x(),
            b.y(),
            COLOURS.get(colour),
            colour,
            escaped(wire.from().path()),
            escaped(wire.says().toString()),
            escaped(wire.to().path()),
            escaped(wire.as())));
  }

  private Optional<Point> said(Wire wire) {
    Point corner = corners.get(wire.from());
    return corner != null && boxes.get(wire.from()) instanceof Box.Leaf leaf
        ? Optional.of(
            new Point(
                corner.x() + leaf.width(),
                corner.y() + leaf.portY(leaf.says().indexOf(wire.says().toString()))))
        : Optional.empty();
  }

  private Optional<Point> received(Wire wire) {
    Point corner = corners.get(wire.to());
    if (corner == null) {
      return Optional.empty();
    }
    if (boxes.get(wire.to()) instanceof Box.Leaf leaf) {
      int row = Math.max(0, leaf.receives().indexOf(wire.as()));
      return Optional.of(new Point(corner.x(), corner.y() + leaf.portY(row)));
    }
    return Optional.of(new Point(corner.x(), corner.y() + Box.PADDING));
  }

  // ---- lattices

  /** Points in a plane: each dimension goes in a direction of its own, the first ones widest. */
  private void lattice(Lattice lattice, double x, double y) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < lattice.points(); i++) {
      points.add(projected(lattice, lattice.point(i)));
    }
    double widest =
        points.stream()
            .mapToDouble(p -> Math.max(Math.abs(p.x()), Math.abs(p.y())))
            .max()
            .orElse(1);
    double scale = (Box.Leaf.LATTICE / 2 - 16) / Math.max(widest, 1e-9);
    for (Lattice.Edge edge : lattice.edges()) {
      Point a = points.get(edge.from());
      Point b = points.get(edge.to());
      to.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#0072b2\""
                  + " stroke-opacity=\"0.35\"/>\n",
              x + a.x() * scale,
              y + a.y() * scale,
              x + b.x() * scale,
              y + b.y() * scale));
    }
    for (Point point : points) {
      to.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\" fill=\"#0072b2\"/>\n",
              x + point.x() * scale,
              y + point.y() * scale));
    }
  }

  private static Point projected(Lattice lattice, List<Integer> point) {
    double x = 0;
    double y = 0;
    int dims = lattice.dims().size();
    for (int dim = 0; dim < dims; dim++) {
      // A square is drawn as one; the more dimensions, the closer to a star of directions.
      double angle = dims == 2 ? dim * Math.PI / 2 : Math.PI * (dim + 0.5) / dims;
      double at = point.get(dim) - (lattice.dims().get(dim) - 1) / 2.0;
      x += at * Math.cos(angle);
      y += at * Math.sin(angle);
    }
    return new Point(x, y);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
