package jellybean.wiring;

import java.util.Locale;

/** A board's wires as a table in Markdown, to be printed and laid beside the board. */
public final class PinTable {
  private static final String HEAD =
      """
      | wire | part | pin | GPIO | other end | with | lit or pressed |
      |---|---|---|---|---|---|---|
      """;

  private PinTable() {}

  public static String of(Plan plan) {
    StringBuilder table = new StringBuilder(HEAD);
    for (Wire wire : plan.all()) {
      int number = 1;
      for (Line line : wire.lines()) {
        row(table, wire, line, wire.gpios().size() > 1 ? " " + number : "");
        number++;
      }
    }
    return table.append('\n').append(notes(plan)).toString();
  }

  private static void row(StringBuilder table, Wire wire, Line line, String number) {
    Header.Pin pin = Header.ofGpio(line.gpio()).orElseThrow();
    table.append(
        "| `%s`%s | %s | **%d** | %d | %s, pin %d | %s | %s |\n"
            .formatted(
                wire.name(),
                number,
                part(wire),
                pin.number(),
                line.gpio(),
                wire.to().label(),
                Header.nearest(wire.to(), pin).number(),
                with(wire),
                line.activeHigh() ? "high" : "low"));
  }

  private static String part(Wire wire) {
    return switch (wire) {
      case Wire.Leds leds -> (leds.colour().isEmpty() ? "" : leds.colour() + " ") + "LED";
      case Wire.Button _ -> "button";
    };
  }

  private static String with(Wire wire) {
    return switch (wire) {
      case Wire.Leds leds ->
          leds.ohms()
              + " Ω, "
              + milliamps(leds.microamps())
              + " mA"
              + (leds.isDimmable() ? ", PWM" : "");
      case Wire.Button button ->
          switch (button.pull()) {
            case INTERNAL -> "`" + bootLine(button) + "` in `config.txt`";
            case EXTERNAL -> "a resistor of its own";
          };
    };
  }

  /** How the boot partition says which resistor the processor puts to a pin. */
  static String bootLine(Wire.Button button) {
    return "gpio=" + button.gpio() + "=ip," + (button.to() == Wire.Rail.GND ? "pu" : "pd");
  }

  private static String notes(Plan plan) {
    String leds =
        "All LEDs together: "
            + milliamps(plan.ledMicroamps())
            + " mA of "
            + Header.ALL_PINS_MICROAMPS / 1_000
            + " mA that the pins may give. No pin may see more than 3.3 V.\n";
    Plan.Supply supply = plan.supply();
    return supply.milliamps() == 0
        ? leds
        : leds
            + "Supply: "
            + (supply.text().isEmpty() ? "" : supply.text() + ", ")
            + supply.milliamps()
            + " mA; the board takes up to "
            + supply.boardMilliamps()
            + " mA.\n";
  }

  static String milliamps(long microamps) {
    return String.format(Locale.ROOT, "%.1f", microamps / 1_000.0);
  }
}
