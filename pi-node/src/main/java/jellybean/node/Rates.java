package jellybean.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * How many messages the actors below an address had handled at a moment, so that at a later one it
 * can be told how many they handle in a second.
 */
record Rates(Address under, long atMs, Map<Value, Long> handled) {
  /** Over less time, one message more or less would be too much of a difference. */
  static final long MIN_MS = 500;

  /** Over more time, it would not be what goes on now. */
  static final long MAX_MS = 10_000;

  static final Rates NONE = new Rates(Address.ROOT, Long.MIN_VALUE / 2, Map.of());

  private static final long MS_PER_S = 1_000;

  Rates {
    handled = Map.copyOf(handled);
  }

  /** Those of now, to compare with later. */
  static Rates of(Address under, List<EdnMap> rows, long nowMs) {
    Map<Value, Long> handled = new HashMap<>();
    rows.forEach(row -> handled.put(row.get(ShellProtocol.ADDRESS), handled(row)));
    return new Rates(under, nowMs, handled);
  }

  private static long handled(EdnMap row) {
    return row.get(ShellProtocol.HANDLED, Nil.NIL) instanceof Int n ? n.value() : 0;
  }

  /** Whether they are of use for what is below {@code path} now. */
  boolean serve(Address path, long nowMs) {
    long ageMs = nowMs - atMs;
    return under.contains(path) && ageMs >= MIN_MS && ageMs <= MAX_MS;
  }

  /** Whether it is time for others: half as old as they may get. */
  boolean isOld(long nowMs) {
    return nowMs - atMs > MAX_MS / 2;
  }

  /** The rows with what they handle in a second; one that was not there then goes without. */
  List<EdnMap> rated(List<EdnMap> rows, long nowMs) {
    // A wall clock may have been set meanwhile.
    long ms = Math.max(MIN_MS, nowMs - atMs);
    return rows.stream().map(row -> rated(row, ms)).toList();
  }

  private EdnMap rated(EdnMap row, long ms) {
    Long before = handled.get(row.get(ShellProtocol.ADDRESS));
    return before == null
        ? row
        : row.with(
            ShellProtocol.RATE,
            Int.of(Math.max(0, Math.round((handled(row) - before) * (double) MS_PER_S / ms))));
  }
}
