package jellybean.diagram;

import java.util.List;
import java.util.Optional;
import jellybean.message.Address;
import jellybean.system.Lattice;

/**
 * A part of a picture and its size, in pixels; where it stands is for whoever holds it to say.
 *
 * <p>A character of the font is {@value #CHARACTER} wide, a line {@value #LINE} high.
 */
sealed interface Box {
  double CHARACTER = 7.3;
  double LINE = 18;
  double PADDING = 14;

  Address address();

  double width();

  double height();

  /**
   * An actor or a device: its names received on the left, its names said on the right.
   *
   * @param kind in words, below the title
   */
  record Leaf(
      Address address,
      String title,
      String kind,
      List<String> receives,
      List<String> says,
      boolean isDevice,
      int copies,
      Optional<Lattice> lattice)
      implements Box {
    private static final double GAP = 24;
    static final double LATTICE = 180;

    public Leaf {
      receives = List.copyOf(receives);
      says = List.copyOf(says);
    }

    /** Height of what stands above the names. */
    double head() {
      return PADDING + LINE + (kind.isEmpty() ? 0 : LINE);
    }

    @Override
    public double width() {
      double names = longest(receives) + longest(says);
      double inner = Math.max(Math.max(title.length(), kind.length()) * CHARACTER, names + GAP);
      return Math.max(inner, lattice.isPresent() ? LATTICE : 0) + 2 * PADDING;
    }

    private static double longest(List<String> names) {
      return names.stream().mapToInt(String::length).max().orElse(0) * CHARACTER;
    }

    @Override
    public double height() {
      int rows = Math.max(receives.size(), says.size());
      return head() + rows * LINE + PADDING + (lattice.isPresent() ? LATTICE : 0);
    }

    /** How far below its top a name stands. */
    double portY(int row) {
      return head() + row * LINE + LINE / 2;
    }
  }

  /** A child with its place in a group. */
  record Placed(Box box, double x, double y) {}

  /**
   * A supervisor with its children.
   *
   * @param forwards a line each
   */
  record Group(
      Address address,
      String title,
      List<String> forwards,
      boolean isTemplate,
      List<Placed> children,
      double width,
      double height)
      implements Box {
    public Group {
      forwards = List.copyOf(forwards);
      children = List.copyOf(children);
    }
  }
}
