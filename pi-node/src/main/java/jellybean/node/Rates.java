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
record Rates(Address under, long atMs, Map<Value, Long> handled, Map<Value, Long> busyMs) {
  /** Over less time, one message more or less would be too much of a difference. */
  static final long MIN_MS = 500;

  /** Over more time, it would not be what goes on now. */
  static final long MAX_MS = 10_000;

  static final Rates NONE = new Rates(Address.ROOT, Long.MIN_VALUE / 2, Map.of(), Map.of());

  private static final long MS_PER_S = 1_000;
  private static final double PERCENT = 100;

  Rates {
    handled = Map.copyOf(handled);
    busyMs = Map.copyOf(busyMs);
  }

  /** Those of now, to compare with later. */
  static Rates of(Address under, List<EdnMap> rows, long nowMs) {
    Map<Value, Long> handled = new HashMap<>();
    Map<Value, Long> busyMs = new HashMap<>();
    for (EdnMap row : rows) {
      handled.put(row.get(ShellProtocol.ADDRESS), handled(row));
      if (row.get(ShellProtocol.BUSY_MS, Nil.NIL) instanceof Int ms) {
        busyMs.put(row.get(ShellProtocol.ADDRESS), ms.value());
      }
    }
    return new Rates(under, nowMs, handled, busyMs);
  }

  /** Whether it is known how long actors worked, if that is wanted. */
  boolean know(List<EdnMap> rows) {
    return !busyMs.isEmpty()
        || rows.stream().noneMatch(row -> row.containsKey(ShellProtocol.BUSY_MS));
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
        : busy(row, ms)
            .with(
                ShellProtocol.RATE,
                Int.of(Math.max(0, Math.round((handled(row) - before) * (double) MS_PER_S / ms))));
  }

  /** With the part of the time in which it worked, in percent, instead of the time. */
  private EdnMap busy(EdnMap row, long ms) {
    Long before = busyMs.get(row.get(ShellProtocol.ADDRESS));
    if (before == null || !(row.get(ShellProtocol.BUSY_MS, Nil.NIL) instanceof Int now)) {
      return row;
    }
    long percent = Math.round((now.value() - before) * PERCENT / ms);
    return row.without(ShellProtocol.BUSY_MS)
        .with(ShellProtocol.BUSY, Int.of(Math.clamp(percent, 0, (long) PERCENT)));
  }
}
