package jellybean.wiring;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what no single wire shows: clashes, currents, what the board has on its pins. */
final class PinCheck {
  private final Faults faults;
  private final Map<Integer, Wire> byGpio = new TreeMap<>();
  private final Map<Integer, Wire> byChannel = new TreeMap<>();

  private PinCheck(Faults faults) {
    this.faults = faults;
  }

  static void check(Plan plan, Faults faults) {
    PinCheck check = new PinCheck(faults);
    plan.all().forEach(check::pins);
    plan.all().forEach(check::part);
    check.sums(plan);
  }

  private void pins(Wire wire) {
    for (int gpio : wire.gpios()) {
      Wire before = byGpio.putIfAbsent(gpio, wire);
      if (before != null) {
        clash(wire, "GPIO" + gpio, before);
      }
    }
  }

  private void clash(Wire wire, String what, Wire before) {
    faults.add(
        wire.at(),
        "clash of wire "
            + wire.name()
            + ": "
            + what
            + " is taken by "
            + before.name()
            + " at "
            + before.at());
  }

  private void part(Wire wire) {
    switch (wire) {
      case Wire.Leds leds -> leds(leds);
      case Wire.Button button -> {
        if (Header.PULLED_UP.contains(button.gpio()) && button.to() == Wire.Rail.V3) {
          pulledUp(wire, button.gpio(), "a button to :gnd");
        }
      }
    }
  }

  private void leds(Wire.Leds leds) {
    if (leds.microamps() > Header.PIN_MICROAMPS) {
      long least =
          Math.ceilDiv(
              (Header.LEVEL_MILLIVOLTS - leds.forwardMillivolts()) * 1_000, Header.PIN_MICROAMPS);
      faults.add(
          leds.at(),
          "too much current of wire %s: expected at least %d ohms for %d mA, found %d ohms"
              .formatted(leds.name(), least, Header.PIN_MICROAMPS / 1_000, leds.ohms()));
    }
    for (int gpio : leds.gpios()) {
      if (Header.PULLED_UP.contains(gpio)) {
        pulledUp(leds, gpio, "no LED, which would glow");
      }
      if (leds.isDimmable()) {
        channel(leds, gpio);
      }
    }
  }

  private void pulledUp(Wire wire, int gpio, String expected) {
    faults.add(
        wire.at(),
        "bad pin of wire %s: GPIO%d has a resistor of 1.8 kilohms to 3V3 on the board: expected %s"
            .formatted(wire.name(), gpio, expected));
  }

  private void channel(Wire wire, int gpio) {
    Optional<Integer> channel = Header.pwmChannel(gpio);
    if (channel.isEmpty()) {
      faults.add(
          wire.at(),
          "bad :pwm of wire %s: expected GPIO 12, 13, 18 or 19, found GPIO%d"
              .formatted(wire.name(), gpio));
      return;
    }
    Wire before = byChannel.putIfAbsent(channel.get(), wire);
    if (before != null) {
      clash(wire, "PWM channel " + channel.get() + " of GPIO" + gpio, before);
    }
  }

  private void sums(Plan plan) {
    long microamps = plan.ledMicroamps();
    Optional<Wire> last = plan.all().stream().reduce((_, later) -> later);
    if (last.isPresent() && microamps > Header.ALL_PINS_MICROAMPS) {
      faults.add(
          last.get().at(),
          "too much current of all LEDs: expected at most %d mA, found %s mA with wire %s"
              .formatted(
                  Header.ALL_PINS_MICROAMPS / 1_000,
                  PinTable.milliamps(microamps),
                  last.get().name()));
    }
    Plan.Supply supply = plan.supply();
    long needed = supply.boardMilliamps() + Math.ceilDiv(microamps, 1_000);
    if (supply.milliamps() > 0 && needed > supply.milliamps()) {
      faults.add(
          supply.at(),
          "too weak a supply: expected at least %d mA, found %d mA"
              .formatted(needed, supply.milliamps()));
    }
  }
}
