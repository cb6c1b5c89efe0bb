package jellybean.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device clock :type :timer :every-ms 1000 :says #{:tick}}}: ticks.
 *
 * <p>{@code :every-ms} is the pause before each tick, from {@value #MIN_MS} ms to a year; {@code
 * :times} how many there are, without end if not given.
 */
public final class TimerDriver implements Driver {
  static final long MIN_MS = 10;
  static final long MAX_MS = 366L * 86_400_000;

  private static final Keyword EVERY_MS = Keyword.of("every-ms");
  private static final Keyword TIMES = Keyword.of("times");
  private static final String PAUSE = "milliseconds from " + MIN_MS + " to a year";

  @Override
  public Keyword type() {
    return Keyword.of("timer");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(
            EVERY_MS,
            ConfigKey.required(TimerDriver::pause),
            TIMES,
            ConfigKey.optional(Config.COUNT)),
        Set.of(),
        Set.of(Timer.TICK));
  }

  private static Optional<String> pause(Value value) {
    return value instanceof Int ms && ms.value() >= MIN_MS && ms.value() <= MAX_MS
        ? Optional.empty()
        : Optional.of(PAUSE);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    long everyMs = Config.count(def, EVERY_MS, 0);
    if (pause(Int.of(everyMs)).isPresent()) {
      throw Config.fault(def, EVERY_MS, PAUSE, Int.of(everyMs));
    }
    return new Timer(def.name(), everyMs, Config.count(def, TIMES, 0));
  }
}
