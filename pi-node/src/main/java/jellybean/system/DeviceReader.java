package jellybean.system;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceCatalogue.DeviceType;

/** Reads the declaration of a device. */
final class DeviceReader {
  private final Common common;
  private final DeviceCatalogue catalogue;
  private final Faults faults;

  DeviceReader(Common common, DeviceCatalogue catalogue) {
    this.common = common;
    this.catalogue = catalogue;
    this.faults = common.faults();
  }

  Draft read(Form form, Scope scope) {
    String name = common.name(form, Keys.DEVICE);
    ChildPolicy policy = common.policy(form, scope).over(ChildPolicy.DEFAULT);
    Optional<Map<Keyword, Spot>> on = common.names(form, Keys.ON);
    long parkMs = DeliveryReader.parkMs(common, form, scope);
    Optional<Map<Keyword, Spot>> says = common.names(form, Keys.SAYS);
    Optional<Keyword> typeName = typeName(form);
    Optional<DeviceType> type = typeName.flatMap(catalogue::find);
    if (type.isEmpty()) {
      if (on.isEmpty() || says.isEmpty()) {
        common.leaveOut();
      }
      return new Draft.Leaf(
          name, form.spot(), on.orElse(Map.of()), says.orElse(Map.of()), Optional.empty());
    }
    DeviceType known = type.get();
    Map<Keyword, Spot> handled = handled(form, on, known);
    Map<Keyword, Spot> said = chosen(says, known.says(), "says", form);
    EdnMap config = config(form, known, scope);
    DeviceDef def =
        new DeviceDef(
            name, typeName.orElseThrow(), config, handled.keySet(), said.keySet(), parkMs, policy);
    return new Draft.Leaf(name, form.spot(), handled, said, Optional.of(def));
  }

  private Map<Keyword, Spot> handled(Form form, Optional<Map<Keyword, Spot>> on, DeviceType type) {
    if (!type.handlesAnything()) {
      return chosen(on, type.on(), "handles", form);
    }
    if (on.isEmpty()) {
      common.leaveOut();
      faults.add(form.spot(), "missing :on: expected the names this device handles");
    }
    return on.orElse(Map.of());
  }

  private Optional<Keyword> typeName(Form form) {
    Optional<Syntax> type = form.get(Keys.TYPE);
    if (type.isEmpty()) {
      faults.add(form.spot(), "missing :type of the device" + known());
      return Optional.empty();
    }
    if (!(type.get().value() instanceof Keyword keyword)) {
      faults.expected(form.spot(type.get()), "a type of device as a keyword", type.get());
      return Optional.empty();
    }
    if (catalogue.find(keyword).isEmpty()) {
      String hint = faults.hint(keyword, catalogue.types());
      String help = hint.isEmpty() ? known() : hint;
      faults.add(form.spot(type.get()), "unknown type of device " + keyword + help);
    }
    return Optional.of(keyword);
  }

  private String known() {
    return ": expected one of "
        + String.join(" ", catalogue.types().stream().map(Keyword::toString).sorted().toList());
  }

  /** The declared names, which must be among the type's; without a declaration all of these. */
  private Map<Keyword, Spot> chosen(
      Optional<Map<Keyword, Spot>> declared, Set<Keyword> ofType, String verb, Form form) {
    Map<Keyword, Spot> chosen = new LinkedHashMap<>();
    if (declared.isEmpty()) {
      ofType.stream()
          .sorted(java.util.Comparator.comparing(Keyword::toString))
          .forEach(name -> chosen.put(name, form.spot()));
      return chosen;
    }
    declared
        .get()
        .forEach(
            (name, at) -> {
              if (ofType.contains(name)) {
                chosen.put(name, at);
              } else {
                faults.add(
                    at, "no device of this type " + verb + " " + name + faults.hint(name, ofType));
              }
            });
    return chosen;
  }

  private EdnMap config(Form form, DeviceType type, Scope scope) {
    Set<Keyword> keys = new HashSet<>(Keys.OF_DEVICE);
    keys.addAll(type.config().keySet());
    form.reportOthers("a device of this type", keys, faults);
    EdnMap config = EdnMap.EMPTY;
    for (var entry : type.config().entrySet()) {
      Keyword key = entry.getKey();
      Optional<Syntax> given = form.get(key);
      if (given.isPresent()) {
        Value value = scope.params().resolve(given.get(), scope.file(), faults);
        judge(key, entry.getValue(), value, form.spot(given.get()));
        config = config.with(key, value);
      } else if (entry.getValue().required()) {
        faults.add(form.spot(), "missing " + key + " of the device");
      }
    }
    type.together()
        .expected(config)
        .ifPresent(expected -> faults.add(form.spot(), "bad device: expected " + expected));
    return config;
  }

  private void judge(Keyword key, ConfigKey rule, Value value, Spot at) {
    rule.rule()
        .expected(value)
        .ifPresent(
            expected ->
                faults.add(
                    at,
                    "bad " + key + ": expected " + expected + ", found " + faults.shown(value)));
  }
}
