package jellybean.system;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import jellybean.system.Supervision.Intensity;

/** Reads what a supervisor does about its children's ends. */
final class SupervisionReader {
  static final int MAX_RESTARTS = 1_000;

  private static final Set<Keyword> INTENSITY_KEYS = Set.of(Keys.MAX, Keys.WITHIN_MS);
  private static final Set<Keyword> BACKOFF_KEYS = Set.of(Keys.MIN_MS, Keys.MAX_MS);
  private static final Map<Value, Strategy> STRATEGIES =
      Map.of(
          Keys.ONE_FOR_ONE, Strategy.ONE_FOR_ONE,
          Keys.ONE_FOR_ALL, Strategy.ONE_FOR_ALL,
          Keys.REST_FOR_ONE, Strategy.REST_FOR_ONE);
  private static final Map<Value, AutoShutdown> AUTO_SHUTDOWNS =
      Map.of(
          Keys.NEVER, AutoShutdown.NEVER,
          Keys.ANY_SIGNIFICANT, AutoShutdown.ANY_SIGNIFICANT,
          Keys.ALL_SIGNIFICANT, AutoShutdown.ALL_SIGNIFICANT);

  private static final Map<Value, OnPartition> ON_PARTITION =
      Map.of(
          Keys.AVAILABLE, OnPartition.AVAILABLE,
          Keys.MAJORITY, OnPartition.MAJORITY);

  private final Common common;
  private final Faults faults;

  SupervisionReader(Common common) {
    this.common = common;
    this.faults = common.faults();
  }

  /**
   * @param isOutermost whether there is no other supervisor around it
   */
  Supervision read(Form form, Scope scope, boolean isOutermost) {
    return new Supervision(
        form.get(Keys.STRATEGY)
            .flatMap(s -> common.oneOf(form, s, STRATEGIES))
            .orElse(Supervision.DEFAULT.strategy()),
        part(form, Keys.INTENSITY, "{:max n :within-ms n}", INTENSITY_KEYS)
            .map(parts -> intensity(parts, scope))
            .orElse(Intensity.DEFAULT),
        form.get(Keys.AUTO_SHUTDOWN)
            .flatMap(s -> common.oneOf(form, s, AUTO_SHUTDOWNS))
            .orElse(AutoShutdown.NEVER),
        part(form, Keys.BACKOFF, "{:min-ms n :max-ms n}", BACKOFF_KEYS)
            .map(parts -> backoff(parts, scope))
            .orElse(Backoff.NONE),
        onPartition(form, isOutermost));
  }

  private OnPartition onPartition(Form form, boolean isOutermost) {
    Optional<Syntax> choice = form.get(Keys.ON_PARTITION);
    if (choice.isPresent() && !isOutermost) {
      faults.add(
          form.spot(choice.get()),
          "only the outermost supervisor of a system has :on-partition: the system pauses, or goes"
              + " on, as a whole");
      return OnPartition.AVAILABLE;
    }
    return choice.flatMap(s -> common.oneOf(form, s, ON_PARTITION)).orElse(OnPartition.AVAILABLE);
  }

  private Optional<Form> part(Form form, Keyword key, String shape, Set<Keyword> keys) {
    Optional<Syntax> map = form.get(key);
    if (map.isEmpty()) {
      return Optional.empty();
    }
    if (!Form.isMap(map.get())) {
      faults.expected(form.spot(map.get()), shape + " under " + key, map.get());
      return Optional.empty();
    }
    Form parts = Form.of(map.get(), form.file());
    parts.reportOthers(key.toString(), keys, faults);
    return Optional.of(parts);
  }

  private Intensity intensity(Form parts, Scope scope) {
    long max =
        parts
            .get(Keys.MAX)
            .flatMap(s -> common.whole(s, "number of restarts", scope, 0, MAX_RESTARTS))
            .orElse((long) Intensity.DEFAULT.max());
    long withinMs = time(parts, Keys.WITHIN_MS, scope, 1).orElse(Intensity.DEFAULT.withinMs());
    return new Intensity(Math.toIntExact(max), withinMs);
  }

  private Backoff backoff(Form parts, Scope scope) {
    long minMs = time(parts, Keys.MIN_MS, scope, 0).orElse(0L);
    long maxMs = time(parts, Keys.MAX_MS, scope, 0).orElse(minMs);
    if (maxMs < minMs) {
      faults.add(
          parts.spot(),
          "bad :backoff: expected :max-ms of at least :min-ms, found " + maxMs + " and " + minMs);
    }
    return new Backoff(minMs, Math.max(minMs, maxMs));
  }

  private Optional<Long> time(Form parts, Keyword key, Scope scope, long min) {
    return parts
        .get(key)
        .flatMap(s -> common.whole(s, "time", scope, min, SupervisorReader.MAX_WITHIN_MS));
  }
}
