package jellybean.cluster.majority;

import java.util.List;
import java.util.Optional;
import jellybean.cluster.TimingProfile;

/**
 * How long leases are and how often they are renewed, in milliseconds. A home that dies is replaced
 * after {@link #leaseMs} at the earliest; one that is cut off pauses after at most as long.
 *
 * @param name as in the configuration
 * @param leaseMs how long an elector promises its vote to nobody else
 * @param renewMs how often a home asks for that again, and a host the home; on the grid of its own
 *     clock, so that all systems of a node are renewed by the same messages
 * @param retryMs how long to wait for an answer before asking again, at first
 * @param marginPct by how much two clocks may differ in rate. 20 % is more than two clocks that
 *     chrony slews at its fastest (8.3 %) in opposite directions; crystals differ by 0.01 %
 * @param settleMs how long the live members must have been the same, and others than the electors,
 *     before a home takes an epoch with a new electorate
 */
public record LeaseTiming(
    String name, int leaseMs, int renewMs, int retryMs, int marginPct, int settleMs) {
  /** Longer leases are refused, from the network too. */
  static final int MAX_LEASE_MS = 600_000;

  private static final int PERCENT = 100;

  /** Wired boards, or processes on one machine that may wait their turn for a second or two. */
  public static final LeaseTiming LAN = new LeaseTiming("lan", 10_000, 2_500, 700, 20, 20_000);

  /** Boards on a radio, whose cell goes quiet for a second or two now and then. */
  public static final LeaseTiming WIFI = new LeaseTiming("wifi", 15_000, 4_000, 1_000, 20, 30_000);

  /** Emulated boards, of which each may stand still for seconds while another boots. */
  public static final LeaseTiming EMULATED =
      new LeaseTiming("emulated", 40_000, 10_000, 3_000, 20, 60_000);

  /** All of them. */
  public static final List<LeaseTiming> ALL = List.of(LAN, WIFI, EMULATED);

  public LeaseTiming {
    if (marginPct < 0 || marginPct >= PERCENT) {
      throw new IllegalArgumentException(
          "bad lease timing " + name + ": expected marginPct of 0 to 99, found " + marginPct);
    }
    long usableMs = (long) leaseMs * (PERCENT - marginPct) / PERCENT;
    if (retryMs < 1 || renewMs < retryMs || leaseMs > MAX_LEASE_MS || settleMs < 0) {
      throw new IllegalArgumentException(
          "bad lease timing "
              + name
              + ": expected 1 <= retryMs <= renewMs and leaseMs <= "
              + MAX_LEASE_MS);
    }
    // What a host borrows just before the home renews has to last until it asks again.
    long borrowedMs = (usableMs - renewMs) * (PERCENT - marginPct) / PERCENT;
    if (borrowedMs <= renewMs + retryMs) {
      throw new IllegalArgumentException(
          "bad lease timing "
              + name
              + ": expected that a host can borrow more than renewMs + retryMs = "
              + (renewMs + retryMs)
              + " ms, found "
              + borrowedMs);
    }
  }

  /** The timing of that name. */
  public static Optional<LeaseTiming> named(String name) {
    return ALL.stream().filter(timing -> timing.name.equals(name)).findFirst();
  }

  /** The timing that goes with a profile of membership. */
  public static LeaseTiming with(TimingProfile profile) {
    return named(profile.name()).orElse(LAN);
  }

  /** What of a duration on another node's clock has surely not passed there. */
  long surelyMs(long durationMs) {
    return durationMs * (PERCENT - marginPct) / PERCENT;
  }

  /** The next moment of the grid on which everything is renewed. */
  long nextRenewalMs(long nowMs) {
    return (Math.floorDiv(nowMs, renewMs) + 1) * renewMs;
  }

  /**
   * How long a claim is pursued before it is given up for a higher one: a lease may have to end.
   */
  long claimMs() {
    return 2L * leaseMs;
  }
}
