package jellybean.diagram;

import java.util.List;
import java.util.Optional;
import jellybean.system.Lattice;

/**
 * A part of a picture and its size, in pixels; where it stands is for whoever holds it to say. All
 * edges and ports lie on a grid of {@value #GRID} pixels, on which lines find their way.
 *
 * <p>A character of the font is {@value #CHARACTER} wide, a line {@value #LINE} high.
 */
sealed interface Box {
  int GRID = 9;
  int LINE = 2 * GRID;
  double CHARACTER = 7.3;

  /** From an edge to the words beside it. */
  int PADDING = 14;

  /** From here on (Hangul, Chinese, emoji) a character takes two places in a fixed-width font. */
  int FIRST_WIDE = 0x1100;

  /** Which box this is: the address of what it shows, see {@link Links}. */
  String key();

  int width();

  int height();

  /** How wide words are at most. */
  static double width(String words) {
    return words.codePoints().map(c -> c < FIRST_WIDE ? 1 : 2).sum() * CHARACTER;
  }

  /** The next line of the grid. */
  static int snap(double pixels) {
    return (int) Math.ceil(pixels / GRID) * GRID;
  }

  /** What a leaf shows. */
  enum Kind {
    ACTOR,
    DEVICE,
    FORWARDS
  }

  /**
   * An actor, a device or what a supervisor forwards: names received on the left, names said on the
   * right.
   *
   * @param about in words, below the title
   * @param copies how many cards are drawn in a stack
   */
  record Leaf(
      String key,
      Kind kind,
      String title,
      String about,
      List<String> receives,
      List<String> says,
      int copies,
      Optional<Lattice> lattice)
      implements Box {
    private static final double GAP = 24;
    static final int LATTICE = 20 * GRID;

    public Leaf {
      receives = List.copyOf(receives);
      says = List.copyOf(says);
    }

    /** Where the front card begins: those behind it look out above. */
    int top() {
      return copies > 1 ? GRID : 0;
    }

    /** Where the names begin. */
    int head() {
      return top() + GRID + LINE * (about.isEmpty() ? 1 : 2);
    }

    int rows() {
      return Math.max(receives.size(), says.size());
    }

    @Override
    public int width() {
      double names = longest(receives) + longest(says) + GAP;
      double words = Math.max(Math.max(Box.width(title), Box.width(about)), names);
      return snap(Math.max(words, lattice.isPresent() ? LATTICE : 0) + 2 * PADDING);
    }

    private static double longest(List<String> names) {
      return names.stream().mapToDouble(Box::width).max().orElse(0);
    }

    @Override
    public int height() {
      return head() + rows() * LINE + GRID + (lattice.isPresent() ? LATTICE : 0);
    }

    /** How far below its top the middle of some rows is. */
    int portY(int first, int last) {
      return head() + (first + last + 1) * LINE / 2;
    }
  }

  /** A child with its place in a group. */
  record Placed(Box box, int x, int y) {}

  /** A supervisor with its children. */
  record Group(
      String key, String title, boolean isTemplate, List<Placed> children, int width, int height)
      implements Box {
    /** Height of the strip in which the title stands. */
    static final int HEAD = GRID + LINE;

    /** Where a line ends that means the whole group. */
    static final int PORT_Y = 2 * GRID;

    public Group {
      children = List.copyOf(children);
    }
  }
}
