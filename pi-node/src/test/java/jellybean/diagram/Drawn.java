package jellybean.diagram;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What a picture shows, read back from its SVG.
 *
 * @param name of the picture, for people
 */
record Drawn(
    String name, Rectangle page, List<Rectangle> rectangles, List<Words> words, List<Line> lines) {
  /** An advance of DejaVu Sans Mono at 12 pixels, and how far its letters go up and down. */
  private static final double ADVANCE = 7.23;

  private static final double ASCENT = 9;
  private static final double DESCENT = 3;
  private static final Pattern PLACE = Pattern.compile("([MLQ])?(-?\\d+),(-?\\d+)");

  record Point(double x, double y) {}

  record Segment(Point from, Point to) {
    Rectangle box() {
      return new Rectangle(
          "segment",
          Math.min(from.x, to.x),
          Math.min(from.y, to.y),
          Math.max(from.x, to.x),
          Math.max(from.y, to.y));
    }

    boolean isLevel() {
      return from.y == to.y;
    }

    /** More than a point of both. */
    boolean runsAlong(Segment other) {
      Rectangle a = box();
      Rectangle b = other.box();
      if (isLevel() != other.isLevel()) {
        return false;
      }
      return isLevel()
          ? a.top == b.top && Math.min(a.right, b.right) > Math.max(a.left, b.left)
          : a.left == b.left && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top);
    }
  }

  record Rectangle(String kind, double left, double top, double right, double bottom) {
    boolean isGroup() {
      return kind.equals("group");
    }

    boolean contains(Rectangle other) {
      return left <= other.left
          && top <= other.top
          && right >= other.right
          && bottom >= other.bottom;
    }

    boolean overlaps(Rectangle other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    /** A line meets it, be it at its edge. */
    boolean meets(Segment segment) {
      Rectangle other = segment.box();
      return left <= other.right
          && other.left <= right
          && top <= other.bottom
          && other.top <= bottom;
    }

    /** A line goes through what is inside. */
    boolean enters(Segment segment) {
      Rectangle other = segment.box();
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean holds(Point point) {
      return left < point.x && point.x < right && top < point.y && point.y < bottom;
    }

    boolean touches(Point point) {
      return left <= point.x && point.x <= right && top <= point.y && point.y <= bottom;
    }
  }

  record Words(String text, Rectangle box) {}

  record Line(String title, String colour, List<Point> corners) {
    Point start() {
      return corners.getFirst();
    }

    Point end() {
      return corners.getLast();
    }

    Stream<Segment> segments() {
      return IntStream.range(1, corners.size())
          .mapToObj(i -> new Segment(corners.get(i - 1), corners.get(i)));
    }

    boolean runsAlong(Line other) {
      return segments().anyMatch(a -> other.segments().anyMatch(a::runsAlong));
    }
  }

  static Drawn read(String name, String svg) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
      Element root = document.getDocumentElement();
      Rectangle page = new Rectangle("page", 0, 0, number(root, "width"), number(root, "height"));
      List<Rectangle> rectangles = new ArrayList<>();
      all(root, "rect")
          .filter(e -> e.getAttribute("class").matches("leaf|group"))
          .forEach(e -> rectangles.add(rectangle(e)));
      return new Drawn(
          name,
          page,
          rectangles,
          all(root, "text").map(Drawn::words).toList(),
          all(root, "path")
              .filter(e -> e.getAttribute("class").equals("line"))
              .map(Drawn::line)
              .toList());
    } catch (Exception e) {
      throw new IllegalStateException(name + " is no SVG: " + e.getMessage(), e);
    }
  }

  private static Stream<Element> all(Element root, String tag) {
    NodeList list = root.getElementsByTagName(tag);
    return IntStream.range(0, list.getLength()).mapToObj(i -> (Element) list.item(i));
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  private static Rectangle rectangle(Element e) {
    double x = number(e, "x");
    double y = number(e, "y");
    return new Rectangle(
        e.getAttribute("class"), x, y, x + number(e, "width"), y + number(e, "height"));
  }

  private static Words words(Element e) {
    String text = e.getTextContent();
    double width = text.codePointCount(0, text.length()) * ADVANCE;
    double x = number(e, "x") - (e.getAttribute("text-anchor").equals("end") ? width : 0);
    double y = number(e, "y");
    return new Words(text, new Rectangle("words", x, y - ASCENT, x + width, y + DESCENT));
  }

  /**
   * Its corners as if they were not rounded: L leads to a curve Q whose first point is the corner.
   */
  private static Line line(Element e) {
    List<Point> corners = new ArrayList<>();
    Matcher places = PLACE.matcher(e.getAttribute("d"));
    while (places.find()) {
      String command = String.valueOf(places.group(1));
      Point point =
          new Point(Double.parseDouble(places.group(2)), Double.parseDouble(places.group(3)));
      if (!command.equals("L") || places.hitEnd() || e.getAttribute("d").length() == places.end()) {
        if (!command.equals("null")) {
          corners.add(point);
        }
      }
    }
    return new Line(e.getTextContent(), e.getAttribute("stroke"), corners);
  }
}
