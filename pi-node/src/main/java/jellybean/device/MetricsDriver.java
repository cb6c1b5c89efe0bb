package jellybean.device;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device board :type :metrics :every-ms 10000 :on #{:read} :says #{:metrics}}}: memory,
 * time and temperature of the process and the board it runs on; see {@link Machine}.
 *
 * <p>{@code :every-ms} is the pause between two readings, {@value #DEFAULT_MS} if not given.
 */
public final class MetricsDriver implements Driver {
  static final long DEFAULT_MS = 10_000;
  private static final Keyword EVERY_MS = Keyword.of("every-ms");

  private final Path root;

  public MetricsDriver() {
    this(Path.of("/"));
  }

  MetricsDriver(Path root) {
    this.root = root;
  }

  @Override
  public Keyword type() {
    return Keyword.of("metrics");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(EVERY_MS, ConfigKey.optional(Config.COUNT)),
        Set.of(Metrics.READ),
        Set.of(Metrics.METRICS));
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    long everyMs = Math.max(TimerDriver.MIN_MS, Config.count(def, EVERY_MS, DEFAULT_MS));
    return new Metrics(new Machine(root), everyMs, def.says().contains(Metrics.METRICS));
  }
}
