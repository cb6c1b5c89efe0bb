package jellybean.wiring;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Position;

/**
 * How a board is wired. Immutable.
 *
 * @param source where it was read, for messages
 * @param title what the board is for
 * @param supply where its power comes from
 */
public record Plan(String source, String title, Map<Keyword, Wire> wires, Supply supply) {
  /** Nothing is known to be wired. */
  public static final Plan NONE = new Plan("", "", Map.of(), Supply.UNKNOWN);

  /**
   * Power of a board.
   *
   * @param at where it is described
   * @param milliamps what it can give; 0 if nobody says
   * @param boardMilliamps what the board takes itself at most
   */
  public record Supply(Position at, String text, long milliamps, long boardMilliamps) {
    static final Supply UNKNOWN = new Supply(Position.NOWHERE, "", 0, 0);
  }

  public Plan {
    wires = Collections.unmodifiableMap(new LinkedHashMap<>(wires));
  }

  /** In the order of the description. */
  public Collection<Wire> all() {
    return wires.values();
  }

  public Optional<Wire> find(Keyword name) {
    return Optional.ofNullable(wires.get(name));
  }

  /** The PWM channel that drives a GPIO of a line that can be dimmed. */
  public static int pwmChannel(int gpio) {
    return Header.pwmChannel(gpio).orElseThrow();
  }

  /** Whether a description was given at all. */
  public boolean isKnown() {
    return !source.isEmpty();
  }

  /** What all LEDs take together when they are lit. */
  long ledMicroamps() {
    long sum = 0;
    for (Wire wire : all()) {
      sum += wire instanceof Wire.Leds leds ? leds.microamps() * leds.gpios().size() : 0;
    }
    return sum;
  }
}
