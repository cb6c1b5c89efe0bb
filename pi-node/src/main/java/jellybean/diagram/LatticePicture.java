package jellybean.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jellybean.system.Lattice;

/** Points in a plane: each dimension goes in a direction of its own, the first ones widest. */
final class LatticePicture {
  private static final int MARGIN = 16;

  private record Point(double x, double y) {}

  private LatticePicture() {}

  /** Drawn around the middle of a square. */
  static String of(Lattice lattice, double x, double y) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < lattice.points(); i++) {
      points.add(projected(lattice, lattice.point(i)));
    }
    double widest =
        points.stream()
            .mapToDouble(p -> Math.max(Math.abs(p.x()), Math.abs(p.y())))
            .max()
            .orElse(1);
    double scale = (Box.Leaf.LATTICE / 2.0 - MARGIN) / Math.max(widest, 1e-9);
    StringBuilder svg = new StringBuilder();
    for (Lattice.Edge edge : lattice.edges()) {
      Point a = points.get(edge.from());
      Point b = points.get(edge.to());
      svg.append(
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
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\" fill=\"#0072b2\"/>\n",
              x + point.x() * scale,
              y + point.y() * scale));
    }
    return svg.toString();
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
}
