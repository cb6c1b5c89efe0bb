package jellybean.device;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceDef;
import jellybean.wiring.Plan;

/** The drivers that a node has. */
public final class Drivers {
  private final Map<Keyword, Driver> drivers;

  public Drivers(List<Driver> drivers) {
    this.drivers = drivers.stream().collect(Collectors.toMap(Driver::type, Function.identity()));
  }

  /**
   * Those that every node has, on a machine of which nothing is known.
   *
   * @param folder relative paths in documents start here
   */
  public static Drivers standard(Path folder) {
    return standard(Surroundings.ofMachine(folder, Plan.NONE));
  }

  /** The same for a node. */
  public static Drivers standard(Surroundings around) {
    return new Drivers(
        List.of(
            new FileLinesDriver(around.folder()),
            new FileAppendDriver(around.folder()),
            new LogDriver(),
            new TimerDriver(),
            new MetricsDriver(),
            new HttpClientDriver(),
            new HttpEndpointDriver(),
            new LedDriver(around.pins(), around.wiring()),
            new LedBarDriver(around.pins(), around.wiring()),
            new ButtonDriver(around.pins(), around.wiring()),
            new MembersDriver(around.members())));
  }

  /** What the checker of documents needs to know of them. */
  public DeviceCatalogue catalogue() {
    return DeviceCatalogue.of(
        drivers.values().stream().collect(Collectors.toMap(Driver::type, Driver::contract)));
  }

  /**
   * The behaviour of a declared device.
   *
   * @throws DeviceException there is no such type, or its configuration is of no use
   */
  public Behaviour<?> create(DeviceDef def) {
    Driver driver = drivers.get(def.type());
    if (driver == null) {
      throw new DeviceException(
          "cannot make device "
              + def.name()
              + ": expected a type of "
              + new TreeSet<>(drivers.keySet().stream().map(Keyword::toString).toList())
              + ", found "
              + def.type());
    }
    return driver.create(def);
  }
}
