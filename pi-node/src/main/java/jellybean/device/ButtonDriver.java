package jellybean.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import jellybean.actor.Behaviour;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;
import jellybean.wiring.Plan;

/**
 * {@code {:device key :type :button :wire :button :says #{:pressed :released :held}}}: a button, or
 * anything else that opens and closes a contact.
 *
 * <p>{@code :debounce-ms} is how long a level must last to count, {@value #DEFAULT_DEBOUNCE_MS} if
 * not given; {@code :hold-ms} after which it is held, {@value #DEFAULT_HOLD_MS}.
 */
final class ButtonDriver implements Driver {
  static final long DEFAULT_DEBOUNCE_MS = 30;
  static final long MAX_DEBOUNCE_MS = 1_000;
  static final long DEFAULT_HOLD_MS = 3_000;
  static final long MAX_HOLD_MS = 60_000;

  private static final long NANOS_PER_MS = 1_000_000;
  private static final Keyword DEBOUNCE_MS = Keyword.of("debounce-ms");
  private static final Keyword HOLD_MS = Keyword.of("hold-ms");

  private final Pins pins;
  private final Plan plan;
  private final LongSupplier nowMs;

  ButtonDriver(Pins pins, Plan plan) {
    this(pins, plan, () -> System.nanoTime() / NANOS_PER_MS);
  }

  /**
   * @param nowMs of a clock that never goes back
   */
  ButtonDriver(Pins pins, Plan plan, LongSupplier nowMs) {
    this.pins = pins;
    this.plan = plan;
    this.nowMs = nowMs;
  }

  @Override
  public Keyword type() {
    return Keyword.of("button");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
            Wired.onePin(
                Map.of(
                    DEBOUNCE_MS,
                    ConfigKey.optional(v -> within(v, MAX_DEBOUNCE_MS)),
                    HOLD_MS,
                    ConfigKey.optional(v -> within(v, MAX_HOLD_MS)))),
            Set.of(),
            Set.of(Button.PRESSED, Button.RELEASED, Button.HELD))
        .together(Wired::together);
  }

  private static Optional<String> within(Value value, long max) {
    return value instanceof Int n && n.value() >= 1 && n.value() <= max
        ? Optional.empty()
        : Optional.of("milliseconds from 1 to " + max);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    Contact contact =
        new Contact(pins, Wired.lines(def, plan, Wired.Kind.BUTTON).getFirst(), nowMs);
    long debounceMs = Config.count(def, DEBOUNCE_MS, DEFAULT_DEBOUNCE_MS);
    long holdMs = Config.count(def, HOLD_MS, DEFAULT_HOLD_MS);
    return new Button(
        def.name(),
        contact,
        Math.clamp(debounceMs, 1, MAX_DEBOUNCE_MS),
        Math.clamp(holdMs, 1, MAX_HOLD_MS),
        def.says());
  }
}
