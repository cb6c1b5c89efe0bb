package jellybean.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;
import org.tinylog.Level;
import org.tinylog.Logger;

/**
 * {@code {:device log :type :log :level :info :on #{:anything}}}: writes what it receives into the
 * node's log, a line per message: receiver, sender, name and data.
 *
 * <p>{@code :level} is one of {@code :debug :info :warn :error}; {@code :info} if not given.
 */
public final class LogDriver implements Driver {
  private static final Keyword LEVEL = Keyword.of("level");
  private static final Map<Keyword, Level> LEVELS =
      Map.of(
          Keyword.of("debug"), Level.DEBUG,
          Keyword.of("info"), Level.INFO,
          Keyword.of("warn"), Level.WARN,
          Keyword.of("error"), Level.ERROR);

  private static final String LEVEL_EXPECTED =
      "one of " + new TreeSet<>(LEVELS.keySet().stream().map(Keyword::toString).toList());

  private final BiConsumer<Level, String> sink;

  public LogDriver() {
    this(LogDriver::write);
  }

  LogDriver(BiConsumer<Level, String> sink) {
    this.sink = sink;
  }

  private static void write(Level level, String line) {
    switch (level) {
      case ERROR -> Logger.error(line);
      case WARN -> Logger.warn(line);
      case INFO -> Logger.info(line);
      case DEBUG, TRACE, OFF -> Logger.debug(line);
    }
  }

  @Override
  public Keyword type() {
    return Keyword.of("log");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return DeviceCatalogue.DeviceType.handlingAnything(
        Map.of(LEVEL, ConfigKey.optional(LogDriver::level)), Set.of());
  }

  private static Optional<String> level(Value value) {
    return LEVELS.containsKey(value) ? Optional.empty() : Optional.of(LEVEL_EXPECTED);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    Level level = LEVELS.get(def.config().get(LEVEL, Keyword.of("info")));
    if (level == null) {
      throw Config.fault(def, LEVEL, LEVEL_EXPECTED, def.config().get(LEVEL));
    }
    return new Log(line -> sink.accept(level, line));
  }
}
