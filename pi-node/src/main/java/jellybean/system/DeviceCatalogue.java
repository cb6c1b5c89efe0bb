package jellybean.system;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/** The types of devices that a document may declare, so that its checker needs no device. */
public interface DeviceCatalogue {
  Optional<DeviceType> find(Keyword type);

  /** All known types; for hints and help. */
  Set<Keyword> types();

  /** A catalogue of these types. */
  static DeviceCatalogue of(Map<Keyword, DeviceType> types) {
    Map<Keyword, DeviceType> known = Map.copyOf(types);
    return new DeviceCatalogue() {
      @Override
      public Optional<DeviceType> find(Keyword type) {
        return Optional.ofNullable(known.get(type));
      }

      @Override
      public Set<Keyword> types() {
        return known.keySet();
      }
    };
  }

  /**
   * What a type of device understands and says.
   *
   * @param config the keys of its declaration beside those common to all devices
   * @param on names it handles
   * @param says names it may say
   * @param handlesAnything whether it handles every name that its declaration lists in {@code :on}
   * @param together judges the configuration as a whole, a map
   */
  record DeviceType(
      Map<Keyword, ConfigKey> config,
      Set<Keyword> on,
      Set<Keyword> says,
      boolean handlesAnything,
      Rule together) {
    private static final Rule ANY = _ -> Optional.empty();

    public DeviceType(Map<Keyword, ConfigKey> config, Set<Keyword> on, Set<Keyword> says) {
      this(config, on, says, false, ANY);
    }

    /** The same with a rule about keys that depend on each other. */
    public DeviceType together(Rule rule) {
      return new DeviceType(config, on, says, handlesAnything, rule);
    }

    /** A type that handles whatever its declaration lists in {@code :on}, which it must have. */
    public static DeviceType handlingAnything(Map<Keyword, ConfigKey> config, Set<Keyword> says) {
      return new DeviceType(config, Set.of(), says, true, ANY);
    }

    public DeviceType {
      config = Map.copyOf(config);
      on = Set.copyOf(on);
      says = Set.copyOf(says);
    }
  }

  /** What may stand under a key of a device's declaration. */
  record ConfigKey(boolean required, Rule rule) {
    public static ConfigKey required(Rule rule) {
      return new ConfigKey(true, rule);
    }

    public static ConfigKey optional(Rule rule) {
      return new ConfigKey(false, rule);
    }
  }

  /** Judges a configuration value. */
  @FunctionalInterface
  interface Rule {
    /** What was expected ({@code "a string"}) if the value is no such thing; empty if it is. */
    Optional<String> expected(Value value);
  }
}
