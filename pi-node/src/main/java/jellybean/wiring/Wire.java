package jellybean.wiring;

import java.util.List;
import jellybean.edn.Keyword;
import jellybean.edn.Position;

/** Something that is connected to pins of a board, by the name that documents use. */
public sealed interface Wire {
  Keyword name();

  /** Where it is described. */
  Position at();

  /** Its GPIOs, in the order in which devices count them. */
  List<Integer> gpios();

  /** Where the other end of the part is connected to. */
  Rail to();

  /** Its lines as a device uses them. */
  List<Line> lines();

  /** What it is, in a word or two. */
  String kind();

  /** The other end of a part. */
  enum Rail {
    GND("GND"),
    V3("3V3");

    private final String label;

    Rail(String label) {
      this.label = label;
    }

    /** As it is printed at the header. */
    public String label() {
      return label;
    }
  }

  /**
   * One or several LEDs, each with a resistor.
   *
   * @param isBar whether it is an array, whatever its length
   * @param ohms of the resistor of each
   * @param forwardMillivolts what drops at a lit LED
   * @param isDimmable whether it is driven by PWM
   */
  record Leds(
      Keyword name,
      Position at,
      List<Integer> gpios,
      boolean isBar,
      Rail to,
      long ohms,
      long forwardMillivolts,
      String colour,
      boolean isDimmable)
      implements Wire {
    public Leds {
      gpios = List.copyOf(gpios);
    }

    @Override
    public List<Line> lines() {
      return gpios.stream().map(gpio -> new Line(gpio, to == Rail.GND, isDimmable)).toList();
    }

    @Override
    public String kind() {
      return (colour.isEmpty() ? "" : colour + " ") + (isBar ? gpios.size() + " LEDs" : "LED");
    }

    /** What flows through each when it is lit. */
    public long microamps() {
      return (Header.LEVEL_MILLIVOLTS - forwardMillivolts) * 1_000 / ohms;
    }
  }

  /**
   * A button between a pin and a rail.
   *
   * @param pull what holds the pin at its other level while nobody presses
   */
  record Button(Keyword name, Position at, int gpio, Rail to, Pull pull) implements Wire {
    @Override
    public List<Integer> gpios() {
      return List.of(gpio);
    }

    @Override
    public List<Line> lines() {
      return List.of(new Line(gpio, to == Rail.V3, false));
    }

    @Override
    public String kind() {
      return "button";
    }
  }

  /** What holds a pin at its idle level. */
  enum Pull {
    /** The processor's own resistor, about 50 kΩ, switched on at boot by {@code config.txt}. */
    INTERNAL,
    /** A resistor on the wire, or one that the board has at this pin. */
    EXTERNAL
  }
}
