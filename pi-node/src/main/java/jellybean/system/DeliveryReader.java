package jellybean.system;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;

/** Reads how an actor gets its messages. */
final class DeliveryReader {
  static final long MAX_PARK_MS = 600_000;

  private final Common common;

  DeliveryReader(Common common) {
    this.common = common;
  }

  /** Of an actor or a device. */
  static long parkMs(Common common, Form form, Scope scope) {
    return form.get(Keys.PARK_MS)
        .flatMap(ms -> common.whole(ms, "time to be parked", scope, 0, MAX_PARK_MS))
        .orElse(DeliveryDef.DEFAULT_PARK_MS);
  }

  DeliveryDef read(Form form, Scope scope, Set<Keyword> handled) {
    Optional<Syntax> atLeastOnce = form.get(Keys.AT_LEAST_ONCE);
    boolean isAtLeastOnce = atLeastOnce.flatMap(a -> common.flag(form, a)).orElse(false);
    if (isAtLeastOnce && form.has(Keys.DURABLE)) {
      common
          .faults()
          .add(
              form.spot(atLeastOnce.orElseThrow()),
              "a :durable actor gets each message once: expected :durable or :at-least-once");
    }
    return new DeliveryDef(isAtLeastOnce, datagrams(form, handled), parkMs(common, form, scope));
  }

  private Set<Keyword> datagrams(Form form, Set<Keyword> handled) {
    Map<Keyword, Spot> names = common.names(form, Keys.DATAGRAM).orElse(Map.of());
    Set<Keyword> known = new HashSet<>();
    names.forEach(
        (name, at) -> {
          if (handled.contains(name)) {
            known.add(name);
          } else {
            common
                .faults()
                .add(
                    at,
                    ":datagram of "
                        + name
                        + ", which is not in :on"
                        + common.faults().hint(name, handled));
          }
        });
    return known;
  }
}
