package jellybean.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What can be seen in the picture of a header: read from the SVG that people get. */
class HeaderPictureTest {
  /** A letter of the font is 0.602 of its size wide. */
  private static final double LETTER = 0.61;

  private record Words(double left, double right, double y, double size, String text) {
    boolean meets(Words other) {
      return left < other.right
          && other.left < right
          && Math.abs(y - other.y) < (size + other.size) / 2;
    }
  }

  private static Plan plan(String wires) {
    String text = "{:board :zero-w :wires {" + wires + "}}";
    return Plans.require(text.getBytes(StandardCharsets.UTF_8), "b.edn");
  }

  /** On every pin that may have one there is an LED with the longest name and resistor. */
  private static Plan full() {
    return plan(
        IntStream.rangeClosed(4, 27)
            .filter(gpio -> Header.reservedFor(gpio).isEmpty())
            .mapToObj(
                gpio ->
                    ":wire-no-%02d-long {:is :led :gpio %d :ohm 100000 :colour \"red\"}"
                        .formatted(gpio, gpio))
            .collect(Collectors.joining(" ")));
  }

  private static List<Words> words(String svg) throws Exception {
    NodeList all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("text");
    List<Words> words = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element text = (Element) all.item(i);
      String size = text.getAttribute("font-size");
      double points = size.isEmpty() ? 13 : Double.parseDouble(size);
      double width = text.getTextContent().length() * points * LETTER;
      double x = Double.parseDouble(text.getAttribute("x"));
      double left =
          switch (text.getAttribute("text-anchor")) {
            case "middle" -> x - width / 2;
            case "end" -> x - width;
            default -> x;
          };
      double y = Double.parseDouble(text.getAttribute("y"));
      words.add(new Words(left, left + width, y, points, text.getTextContent()));
    }
    return words;
  }

  @Test
  void noWordsMeetOthersNorLeaveThePictureHoweverMuchHangsOnTheHeader() throws Exception {
    List<Words> words = words(HeaderPicture.svg(full()));
    assertEquals(2 + 40 + 40 + 22 * 3 + 1, words.size());
    for (Words one : words) {
      assertTrue(one.left() >= 0 && one.right() <= 1_000, one.toString());
      for (Words other : words) {
        assertFalse(one != other && one.meets(other), one + " meets " + other);
      }
    }
  }

  @Test
  void pinOneIsAtTheTopLeftOddPinsOnTheLeftEvenOnesBesideThem() throws Exception {
    TreeMap<Integer, Words> pins = new TreeMap<>();
    words(HeaderPicture.svg(plan(""))).stream()
        .filter(w -> w.text().matches("\\d+"))
        .forEach(w -> pins.put(Integer.parseInt(w.text()), w));
    assertEquals(40, pins.size());
    for (int odd = 1; odd < 40; odd += 2) {
      Words left = pins.get(odd);
      Words right = pins.get(odd + 1);
      assertEquals(left.y(), right.y());
      assertTrue(left.right() < 500 && right.left() > 500, odd + " is not left of " + (odd + 1));
      assertTrue(odd == 1 || left.y() > pins.get(odd - 2).y(), odd + " is not below");
    }
  }

  /** The assignment of the Raspberry Pi's 40-pin header. */
  @Test
  void theHeaderIsThatOfTheBoard() {
    int[] gpios = {
      2, 3, 3, 5, 4, 7, 17, 11, 27, 13, 22, 15, 10, 19, 9, 21, 11, 23, 0, 27, 5, 29, 6, 31, 13, 33,
      19, 35, 26, 37, 14, 8, 15, 10, 18, 12, 23, 16, 24, 18, 25, 22, 8, 24, 7, 26, 1, 28, 12, 32,
      16, 36, 20, 38, 21, 40
    };
    for (int i = 0; i < gpios.length; i += 2) {
      assertEquals(gpios[i + 1], Header.ofGpio(gpios[i]).orElseThrow().number());
    }
    assertEquals("[6, 9, 14, 20, 25, 30, 34, 39]", numbers("GND"));
    assertEquals("[1, 17]", numbers("3V3"));
    assertEquals("[2, 4]", numbers("5V"));
  }

  private static String numbers(String label) {
    TreeSet<Integer> numbers = new TreeSet<>();
    Header.all().stream()
        .filter(pin -> pin.label().equals(label))
        .forEach(pin -> numbers.add(pin.number()));
    return numbers.toString();
  }

  @Test
  void whatXmlTakesForItsOwnIsEscaped() throws Exception {
    Plan plan =
        Plans.require(
            "{:board :zero-w :title \"a<b & c\" :wires {}}".getBytes(StandardCharsets.UTF_8), "b");
    assertEquals("a<b & c", words(HeaderPicture.svg(plan)).getFirst().text());
  }
}
