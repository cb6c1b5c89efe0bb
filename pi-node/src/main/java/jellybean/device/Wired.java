package jellybean.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;
import jellybean.wiring.Line;
import jellybean.wiring.Plan;
import jellybean.wiring.Wire;

/**
 * Which pins a device has: those of a {@code :wire}, which the node's description of its board
 * knows, or a {@code :pin} that the document itself names.
 */
final class Wired {
  static final Keyword WIRE = Keyword.of("wire");
  static final Keyword PIN = Keyword.of("pin");
  static final Keyword PINS = Keyword.of("pins");
  static final Keyword ACTIVE = Keyword.of("active");
  static final Keyword PWM = Keyword.of("pwm");

  private static final int MAX_GPIO = 27;
  private static final int MAX_PINS = 8;
  private static final Keyword HIGH = Keyword.of("high");
  private static final Keyword LOW = Keyword.of("low");
  private static final String EXPECTED_WIRE = "the name of a wire as a keyword";
  private static final String EXPECTED_PIN = "the number of a GPIO from 0 to " + MAX_GPIO;
  private static final String EXPECTED_PINS =
      "a vector of 1 to " + MAX_PINS + " different numbers of GPIOs from 0 to " + MAX_GPIO;
  private static final String EXPECTED_ACTIVE = ":high or :low";

  private Wired() {}

  /** The keys of a device that has one pin, and others. */
  static Map<Keyword, ConfigKey> onePin(Map<Keyword, ConfigKey> others) {
    return with(others, PIN, ConfigKey.optional(Wired::pin));
  }

  /** The keys of a device that has several. */
  static Map<Keyword, ConfigKey> pins() {
    return with(Map.of(), PINS, ConfigKey.optional(Wired::pins));
  }

  private static Map<Keyword, ConfigKey> with(
      Map<Keyword, ConfigKey> others, Keyword pins, ConfigKey rule) {
    Map<Keyword, ConfigKey> keys = new HashMap<>(others);
    keys.put(WIRE, ConfigKey.optional(v -> unless(v instanceof Keyword, EXPECTED_WIRE)));
    keys.put(pins, rule);
    keys.put(
        ACTIVE, ConfigKey.optional(v -> unless(v.equals(HIGH) || v.equals(LOW), EXPECTED_ACTIVE)));
    return keys;
  }

  private static Optional<String> unless(boolean fits, String expected) {
    return fits ? Optional.empty() : Optional.of(expected);
  }

  private static Optional<String> pin(Value value) {
    return unless(isPin(value), EXPECTED_PIN);
  }

  private static boolean isPin(Value value) {
    return value instanceof Int n && n.value() >= 0 && n.value() <= MAX_GPIO;
  }

  private static Optional<String> pins(Value value) {
    boolean fits = value instanceof EdnVector some && !some.isEmpty() && some.size() <= MAX_PINS;
    HashSet<Value> different = new HashSet<>();
    if (value instanceof EdnVector all) {
      for (Value each : all) {
        fits &= isPin(each) && different.add(each);
      }
    }
    return unless(fits, EXPECTED_PINS);
  }

  /** What is wrong with the keys of a device together. */
  static Optional<String> together(Value config) {
    EdnMap map = (EdnMap) config;
    boolean isWired = map.containsKey(WIRE);
    boolean hasPin = map.containsKey(PIN) || map.containsKey(PINS);
    if (isWired == hasPin) {
      return Optional.of("either a :wire or a pin");
    }
    boolean isDescribed = map.containsKey(ACTIVE) || map.containsKey(PWM);
    return unless(!isWired || !isDescribed, ":active and :pwm with a pin only: a wire says them");
  }

  /**
   * The lines of a device that declares what this class allows.
   *
   * @throws DeviceException there is no such wire, or it is something else
   */
  static List<Line> lines(DeviceDef def, Plan plan, Kind kind) {
    EdnMap config = def.config();
    together(config)
        .ifPresent(
            expected -> {
              throw new DeviceException("bad device " + def.name() + ": expected " + expected);
            });
    return config.get(WIRE, Nil.NIL) instanceof Keyword wire
        ? ofWire(def, wire, plan, kind)
        : ofPins(config, kind);
  }

  /** What a device can move. */
  enum Kind {
    LED("an LED"),
    BAR("LEDs"),
    BUTTON("a button");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    private boolean fits(Wire wire) {
      return switch (wire) {
        case Wire.Leds leds -> this == BAR || this == LED && !leds.isBar();
        case Wire.Button _ -> this == BUTTON;
      };
    }
  }

  private static List<Line> ofWire(DeviceDef def, Keyword name, Plan plan, Kind kind) {
    if (!plan.isKnown()) {
      throw new DeviceException(
          "no wire "
              + name
              + " for device "
              + def.name()
              + ": expected a description that has it, found that this node was started without"
              + " --wiring FILE");
    }
    Wire wire =
        plan.find(name)
            .orElseThrow(
                () ->
                    new DeviceException(
                        "no wire "
                            + name
                            + " for device "
                            + def.name()
                            + ": expected one of "
                            + plan.wires().keySet().stream()
                                .map(Keyword::toString)
                                .sorted()
                                .collect(Collectors.joining(" "))
                            + ", which "
                            + plan.source()
                            + " describes"));
    if (!kind.fits(wire)) {
      throw new DeviceException(
          "bad wire %s for device %s: expected %s, found %s at %s:%s"
              .formatted(name, def.name(), kind.text, wire.kind(), plan.source(), wire.at()));
    }
    return wire.lines();
  }

  private static List<Line> ofPins(EdnMap config, Kind kind) {
    Value given = config.get(PIN, config.get(PINS, Nil.NIL));
    boolean isHigh = config.get(ACTIVE, kind == Kind.BUTTON ? LOW : HIGH).equals(HIGH);
    boolean isDimmable = config.get(PWM, Bool.FALSE).equals(Bool.TRUE);
    List<Line> lines = new ArrayList<>();
    for (Value each : given instanceof EdnVector many ? many : EdnVector.of(List.of(given))) {
      lines.add(new Line(Math.toIntExact(((Int) each).value()), isHigh, isDimmable));
    }
    return lines;
  }
}
