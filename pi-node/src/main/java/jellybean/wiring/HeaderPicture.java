package jellybean.wiring;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a board's header with what hangs on it: pin 1 on the left of the top row, as the board is
 * seen with the header along its right edge. Each pin has a row of its own on its side, so that no
 * words meet.
 */
public final class HeaderPicture {
  private static final int ROW = 30;
  private static final int ROWS = 20;
  private static final int WIDTH = 1_000;
  private static final int MIDDLE = WIDTH / 2;
  private static final int TOP = 76;
  private static final int BOTTOM = 64;

  /** From the middle of the picture to the middle of a pin. */
  private static final int PIN_X = 19;

  private static final int LABEL_X = 44;
  private static final int LABEL_WIDTH = 62;
  private static final int PART_X = 128;
  private static final int RAIL_X = 272;
  private static final int BASELINE = 4;

  private static final String FONT = "font-family=\"DejaVu Sans Mono, Menlo, monospace\"";
  private static final String INK = "#39424c";
  private static final String QUIET = "#8a97a5";
  private static final String COPPER = "#b3541e";

  private final StringBuilder to = new StringBuilder();
  private final Plan plan;

  /** What hangs on a pin. */
  private record Hung(Wire wire, String name) {}

  private HeaderPicture(Plan plan) {
    this.plan = plan;
  }

  /** As SVG. */
  public static String svg(Plan plan) {
    return new HeaderPicture(plan).drawn();
  }

  private void add(String format, Object... parts) {
    to.append(String.format(Locale.ROOT, format, parts));
  }

  private String drawn() {
    int height = TOP + ROWS * ROW + BOTTOM;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " %s font-size=\"13\">\n",
        WIDTH, height, WIDTH, height, FONT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n");
    text(MIDDLE, 28, "middle", INK, " font-size=\"17\" font-weight=\"bold\"", title());
    text(
        MIDDLE,
        52,
        "middle",
        QUIET,
        "",
        "pin 1 has the square pad · grey pins are kept for expansion boards and the console");
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#2b3036\"/>\n",
        MIDDLE - 38, TOP - 4, 76, ROWS * ROW + 8);
    Map<String, Hung> hung = hung();
    for (Header.Pin pin : Header.all()) {
      pin(pin);
      if (hung.containsKey(pin.label())) {
        part(pin, hung.get(pin.label()));
      }
    }
    foot(height);
    return to.append("</svg>\n").toString();
  }

  private String title() {
    return plan.title().isEmpty() ? "Raspberry Pi Zero W" : plan.title();
  }

  private Map<String, Hung> hung() {
    Map<String, Hung> hung = new HashMap<>();
    for (Wire wire : plan.all()) {
      int number = 1;
      for (int gpio : wire.gpios()) {
        String name = wire.name().name() + (wire.gpios().size() > 1 ? " " + number : "");
        hung.put("GPIO" + gpio, new Hung(wire, name));
        number++;
      }
    }
    return hung;
  }

  private static int y(Header.Pin pin) {
    return TOP + pin.row() * ROW + ROW / 2;
  }

  /** Mirrored on the left. */
  private static int x(Header.Pin pin, int fromTheMiddle) {
    return pin.isOdd() ? MIDDLE - fromTheMiddle : MIDDLE + fromTheMiddle;
  }

  private void pin(Header.Pin pin) {
    int y = y(pin);
    String colour = colour(pin.label());
    if (pin.number() == 1) {
      add(
          "<rect x=\"%d\" y=\"%d\" width=\"24\" height=\"24\" fill=\"%s\"/>\n",
          x(pin, PIN_X) - 12, y - 12, colour);
    } else {
      add("<circle cx=\"%d\" cy=\"%d\" r=\"12\" fill=\"%s\"/>\n", x(pin, PIN_X), y, colour);
    }
    String number = Integer.toString(pin.number());
    text(x(pin, PIN_X), y, "middle", "white", " font-size=\"11\"", number);
    int left = pin.isOdd() ? x(pin, LABEL_X) - LABEL_WIDTH : x(pin, LABEL_X);
    add(
        "<rect class=\"label\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"4\" fill=\"white\""
            + " stroke=\"%s\"/>\n",
        left, y - 11, LABEL_WIDTH, colour);
    text(left + LABEL_WIDTH / 2, y, "middle", INK, "", pin.label());
  }

  private static String colour(String label) {
    return switch (label) {
      case "GND" -> "#555b63";
      case "3V3" -> "#c2410c";
      case "5V" -> "#b00020";
      case "GPIO0", "GPIO1", "GPIO14", "GPIO15" -> QUIET;
      default -> "#0b6e4f";
    };
  }

  // ---- parts

  private void part(Header.Pin pin, Hung hung) {
    int y = y(pin);
    line(pin, LABEL_X + LABEL_WIDTH, PART_X, y);
    switch (hung.wire()) {
      case Wire.Leds leds -> led(pin, leds);
      case Wire.Button _ -> button(pin);
    }
    Header.Pin end = Header.nearest(hung.wire().to(), pin);
    String rail = end.label() + " " + end.number();
    int left = pin.isOdd() ? x(pin, RAIL_X) - LABEL_WIDTH : x(pin, RAIL_X);
    add(
        "<rect class=\"label\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"11\""
            + " fill=\"#eef1f4\" stroke=\"%s\"/>\n",
        left, y - 11, LABEL_WIDTH, colour(end.label()));
    text(left + LABEL_WIDTH / 2, y, "middle", INK, " font-size=\"12\"", rail);
    String anchor = pin.isOdd() ? "end" : "start";
    text(x(pin, RAIL_X + LABEL_WIDTH + 12), y, anchor, INK, " font-weight=\"bold\"", hung.name());
  }

  private void line(Header.Pin pin, int from, int until, int y) {
    add(
        "<path d=\"M%d,%d L%d,%d\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        x(pin, from), y, x(pin, until), y, COPPER);
  }

  /** A resistor with its value in it, then a diode whose tip is where the current goes. */
  private void led(Header.Pin pin, Wire.Leds leds) {
    int y = y(pin);
    int width = 58;
    int left = Math.min(x(pin, PART_X), x(pin, PART_X + width));
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"#fdf3e1\" stroke=\"%s\"/>\n",
        left, y - 9, width, INK);
    text(left + width / 2, y, "middle", INK, " font-size=\"11\"", leds.ohms() + " Ω");
    line(pin, PART_X + width, PART_X + width + 16, y);
    boolean isOutward = leds.to() == Wire.Rail.GND;
    int base = PART_X + width + (isOutward ? 16 : 36);
    int tip = PART_X + width + (isOutward ? 36 : 16);
    add(
        "<path d=\"M%d,%d L%d,%d L%d,%d z\" fill=\"%s\" stroke=\"%s\"/>\n",
        x(pin, base), y - 9, x(pin, base), y + 9, x(pin, tip), y, light(leds.colour()), INK);
    add(
        "<path d=\"M%d,%d L%d,%d\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        x(pin, tip), y - 9, x(pin, tip), y + 9, INK);
    line(pin, PART_X + width + 36, RAIL_X, y);
  }

  private static String light(String colour) {
    return switch (colour) {
      case "red" -> "#ef4444";
      case "green" -> "#22c55e";
      case "yellow" -> "#facc15";
      case "blue" -> "#3b82f6";
      case "orange" -> "#fb923c";
      default -> "#e5e7eb";
    };
  }

  private void button(Header.Pin pin) {
    int y = y(pin);
    int near = PART_X + 40;
    int far = PART_X + 80;
    line(pin, PART_X, near, y);
    line(pin, far, RAIL_X, y);
    for (int end : new int[] {near, far}) {
      add(
          "<circle cx=\"%d\" cy=\"%d\" r=\"3.5\" fill=\"white\" stroke=\"%s\""
              + " stroke-width=\"2\"/>\n",
          x(pin, end), y, INK);
    }
    add(
        "<path d=\"M%d,%d L%d,%d M%d,%d L%d,%d\" stroke=\"%s\" stroke-width=\"2\"/>\n",
        x(pin, near),
        y - 7,
        x(pin, far),
        y - 7,
        x(pin, (near + far) / 2),
        y - 7,
        x(pin, (near + far) / 2),
        y - 13,
        INK);
  }

  private void foot(int height) {
    String leds =
        "LEDs together %s mA of %d mA"
            .formatted(PinTable.milliamps(plan.ledMicroamps()), Header.ALL_PINS_MICROAMPS / 1_000);
    text(MIDDLE, height - 38, "middle", INK, "", leds + " · no pin may see more than 3.3 V");
    Plan.Supply supply = plan.supply();
    if (supply.milliamps() > 0) {
      String text =
          "power: %s%d mA, of which the board takes up to %d mA"
              .formatted(
                  supply.text().isEmpty() ? "" : supply.text() + ", ",
                  supply.milliamps(),
                  supply.boardMilliamps());
      text(MIDDLE, height - 16, "middle", INK, "", text);
    }
  }

  /**
   * @param y of the middle of the line
   */
  private void text(int x, int y, String anchor, String colour, String style, String text) {
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>\n",
        x, y + BASELINE, anchor, colour, style, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
