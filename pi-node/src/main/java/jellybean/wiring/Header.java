package jellybean.wiring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The 40 pins of a Raspberry Pi: pin 1 is next to the square pad, odd numbers on its side, even
 * numbers beside them.
 */
final class Header {
  /** What a high pin has, and the most that an input stands. */
  static final long LEVEL_MILLIVOLTS = 3_300;

  /** The most that one pin may give or take. */
  static final long PIN_MICROAMPS = 16_000;

  /** The most that all pins may give or take together. */
  static final long ALL_PINS_MICROAMPS = 50_000;

  /** GPIOs with resistors of 1.8 kΩ to 3V3 on the board. */
  static final Set<Integer> PULLED_UP = Set.of(2, 3);

  private static final List<String> LABELS =
      List.of(
          "3V3", "5V", "GPIO2", "5V", "GPIO3", "GND", "GPIO4", "GPIO14", "GND", "GPIO15", "GPIO17",
          "GPIO18", "GPIO27", "GND", "GPIO22", "GPIO23", "3V3", "GPIO24", "GPIO10", "GND", "GPIO9",
          "GPIO25", "GPIO11", "GPIO8", "GND", "GPIO7", "GPIO0", "GPIO1", "GPIO5", "GND", "GPIO6",
          "GPIO12", "GPIO13", "GND", "GPIO19", "GPIO16", "GPIO26", "GPIO20", "GND", "GPIO21");

  private static final List<Pin> PINS = pins();

  /**
   * @param number on the header, from 1
   * @param label {@code "GPIO17"}, {@code "GND"}, {@code "3V3"} or {@code "5V"}
   */
  record Pin(int number, String label) {
    boolean isOdd() {
      return number % 2 == 1;
    }

    /** Counted from 0 at the top. */
    int row() {
      return (number - 1) / 2;
    }

    boolean isGpio() {
      return label.startsWith("GPIO");
    }

    private int distance(Pin other) {
      return Math.abs(row() - other.row()) * 2 + (isOdd() == other.isOdd() ? 0 : 1);
    }
  }

  private Header() {}

  private static List<Pin> pins() {
    List<Pin> pins = new ArrayList<>();
    for (String label : LABELS) {
      pins.add(new Pin(pins.size() + 1, label));
    }
    return List.copyOf(pins);
  }

  static List<Pin> all() {
    return PINS;
  }

  static Optional<Pin> ofGpio(long gpio) {
    return PINS.stream().filter(pin -> pin.label().equals("GPIO" + gpio)).findFirst();
  }

  /** The pin of a rail that is nearest; of two the upper one. */
  static Pin nearest(Wire.Rail rail, Pin to) {
    return PINS.stream()
        .filter(pin -> pin.label().equals(rail.label()))
        .min(Comparator.<Pin>comparingInt(to::distance).thenComparingInt(Pin::number))
        .orElseThrow();
  }

  /** What a GPIO is kept for, so that nothing may hang on it. */
  static Optional<String> reservedFor(long gpio) {
    return switch ((int) gpio) {
      case 0, 1 -> Optional.of("the EEPROM of an expansion board");
      case 14, 15 -> Optional.of("the serial console");
      default -> Optional.empty();
    };
  }

  /** The PWM channel that can drive a GPIO. */
  static Optional<Integer> pwmChannel(long gpio) {
    return switch ((int) gpio) {
      case 12, 18 -> Optional.of(0);
      case 13, 19 -> Optional.of(1);
      default -> Optional.empty();
    };
  }
}
