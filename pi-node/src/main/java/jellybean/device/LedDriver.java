package jellybean.device;

import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;
import jellybean.wiring.Plan;

/**
 * {@code {:device lamp :type :led :wire :status}} or {@code {:device lamp :type :led :pin 17}}: a
 * light that is lit, dimmed or blinks.
 *
 * <p>With a {@code :pin}, {@code :active :low} if it is lit by a low level, and {@code :pwm true}
 * if the board's PWM drives it.
 */
final class LedDriver implements Driver {
  private final Pins pins;
  private final Plan plan;

  LedDriver(Pins pins, Plan plan) {
    this.pins = pins;
    this.plan = plan;
  }

  @Override
  public Keyword type() {
    return Keyword.of("led");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
            Wired.onePin(Map.of(Wired.PWM, ConfigKey.optional(Config.FLAG))),
            Set.of(Lights.LIGHT, Lights.TOGGLE, Lights.BLINK),
            Set.of())
        .together(Wired::together);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    return new Lights(def.name(), new Lamps(pins, Wired.lines(def, plan, Wired.Kind.LED)));
  }
}
