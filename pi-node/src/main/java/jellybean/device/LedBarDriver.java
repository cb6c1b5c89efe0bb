package jellybean.device;

import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceDef;
import jellybean.wiring.Plan;

/**
 * {@code {:device bar :type :led-bar :wire :members}} or {@code {… :pins [5 6 13]}}: up to 8 lights
 * that show a pattern.
 */
final class LedBarDriver implements Driver {
  private final Pins pins;
  private final Plan plan;

  LedBarDriver(Pins pins, Plan plan) {
    this.pins = pins;
    this.plan = plan;
  }

  @Override
  public Keyword type() {
    return Keyword.of("led-bar");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(Wired.pins(), Set.of(Lights.SHOW, Lights.BLINK), Set.of())
        .together(Wired::together);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    return new Lights(def.name(), new Lamps(pins, Wired.lines(def, plan, Wired.Kind.BAR)));
  }
}
