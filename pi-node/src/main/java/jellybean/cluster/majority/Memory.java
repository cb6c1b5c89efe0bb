package jellybean.cluster.majority;

import java.util.SortedMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * What an elector has on disk.
 *
 * @param number drawn at random when this memory began
 * @param leaseMs how long its leases were: how long to wait after a restart
 */
record Memory(long number, long leaseMs, SortedMap<String, Grantor> grantors) {
  private static final Keyword MEMORY = Keyword.of("memory");
  private static final Keyword LEASE_MS = Keyword.of("lease-ms");
  private static final Keyword SYSTEMS = Keyword.of("systems");

  EdnMap toValue() {
    return EdnMap.of(
        MEMORY,
        Int.of(number),
        LEASE_MS,
        Int.of(leaseMs),
        SYSTEMS,
        Parts.toValue(grantors, Grantor::stored));
  }

  static Memory fromValue(Value kept) {
    EdnMap map = Parts.map(kept, "memory of an elector");
    return new Memory(
        Parts.number(Parts.at(map, MEMORY), "memory"),
        Parts.durationMs(Parts.at(map, LEASE_MS), "lease-ms", LeaseTiming.MAX_LEASE_MS),
        Parts.bySystem(Parts.at(map, SYSTEMS), Grantor::restored));
  }
}
