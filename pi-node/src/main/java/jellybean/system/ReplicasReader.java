package jellybean.system;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/** Reads how many replicas an actor has. */
final class ReplicasReader {
  /** How many there are at least and at most. */
  record Range(int min, int max) {
    private static final Range ONE = new Range(1, 1);
  }

  private static final Set<Keyword> OF_RANGE = Set.of(Keys.MIN, Keys.MAX);

  private ReplicasReader() {}

  static Range read(Form form, Scope scope, Faults faults) {
    Optional<Syntax> replicas = form.get(Keys.REPLICAS);
    if (replicas.isEmpty()) {
      return Range.ONE;
    }
    Value value = scope.params().resolve(replicas.get(), scope.file(), faults);
    Optional<Range> range = range(value);
    if (range.isEmpty()) {
      faults.add(
          form.spot(replicas.get()),
          "bad replicas: expected a whole number from 1 to "
              + ActorDef.MAX_REPLICAS
              + " or {:min n :max n}, found "
              + faults.shown(value));
    }
    return range.orElse(Range.ONE);
  }

  private static Optional<Range> range(Value value) {
    if (value instanceof EdnMap map && OF_RANGE.equals(Set.copyOf(map.keys()))) {
      Optional<Integer> min = count(map.get(Keys.MIN, Nil.NIL));
      Optional<Integer> max = count(map.get(Keys.MAX, Nil.NIL));
      return min.flatMap(least -> max.filter(m -> m >= least).map(m -> new Range(least, m)));
    }
    return count(value).map(n -> new Range(n, n));
  }

  private static Optional<Integer> count(Value value) {
    return value instanceof Int n && n.value() >= 1 && n.value() <= ActorDef.MAX_REPLICAS
        ? Optional.of(Math.toIntExact(n.value()))
        : Optional.empty();
  }

  /**
   * Where the number changes, what a replica knows has to go somewhere when it ends: with its keys,
   * or to another replica as {@code :merge}.
   */
  static void checkMerge(
      Form form,
      Range range,
      Map<Keyword, RouteDef> routes,
      Map<Keyword, Spot> handled,
      Faults faults) {
    boolean keyed = routes.values().stream().anyMatch(RouteDef.ByKey.class::isInstance);
    boolean keeps = form.has(Keys.STATE);
    if (range.max() > range.min() && keeps && !keyed && !handled.containsKey(Keys.MERGE)) {
      faults.add(
          form.get(Keys.REPLICAS).map(form::spot).orElseGet(form::spot),
          "replicas that come and go need a key in :route or a function for :merge in :on: expected"
              + " somebody who takes the :state of one that goes");
    }
  }
}
