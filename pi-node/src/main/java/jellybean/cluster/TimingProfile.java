package jellybean.cluster;

import java.util.List;
import java.util.Optional;

/**
 * How patient membership is, in milliseconds. A member that dies is noticed after about one round
 * of probes plus {@link #suspicionMs}; a live one that is suspected has that long to object.
 *
 * @param name as in the configuration
 * @param pingIntervalMs one random member is probed that often; constant whatever the size
 * @param pingTimeoutMs how long a direct probe may take; what is left of the interval is for the
 *     probes through others
 * @param pingHelpers how many others are asked to probe a silent member
 * @param gossipIntervalMs how often news is passed on, if there is any
 * @param gossipFanout to how many members each time
 * @param gossipRepeat times the logarithm of the size: how many rounds each piece of news is passed
 *     on
 * @param suspicionFactor times the logarithm of the size times the ping interval: how long a
 *     suspect may object
 * @param syncIntervalMs how often whole tables are compared with one random member
 * @param metadataTimeoutMs how long a newcomer may take to say what it is
 * @param introduceMs how often to look for found peers that are not members
 * @param leaveMs how long a leave may take
 */
public record TimingProfile(
    String name,
    int pingIntervalMs,
    int pingTimeoutMs,
    int pingHelpers,
    int gossipIntervalMs,
    int gossipFanout,
    int gossipRepeat,
    int suspicionFactor,
    int syncIntervalMs,
    int metadataTimeoutMs,
    int introduceMs,
    int leaveMs) {

  /**
   * Processes on one machine: nothing is lost, but all start at once on few cores, and one may wait
   * its turn for seconds. Not faster than that, lest a build on the side kill a demonstration.
   */
  public static final TimingProfile DESK =
      new TimingProfile("desk", 1_000, 700, 2, 100, 3, 1, 4, 10_000, 2_000, 500, 1_000);

  /** Wired boards: the round trip is below 1 ms, a pause is a garbage collection. */
  public static final TimingProfile LAN =
      new TimingProfile("lan", 1_000, 500, 3, 200, 3, 1, 3, 15_000, 2_000, 1_000, 2_000);

  /**
   * Boards on a radio: single frames are repeated by the radio itself, but a cell goes quiet for a
   * second or two when a station roams, scans or the channel is taken.
   */
  public static final TimingProfile WIFI =
      new TimingProfile("wifi", 2_000, 1_200, 3, 300, 3, 1, 3, 30_000, 4_000, 2_000, 3_000);

  /**
   * Emulated boards: a third of a board's speed and 100 KB/s, and several share a core, so that one
   * may stand still for seconds while another boots.
   */
  public static final TimingProfile EMULATED =
      new TimingProfile("emulated", 4_000, 2_500, 3, 500, 3, 1, 3, 60_000, 8_000, 4_000, 6_000);

  private static final int SETTLE_PINGS = 10;

  /** All of them. */
  public static final List<TimingProfile> ALL = List.of(DESK, LAN, WIFI, EMULATED);

  /** The profile of that name. */
  public static Optional<TimingProfile> named(String name) {
    return ALL.stream().filter(profile -> profile.name.equals(name)).findFirst();
  }

  /** Their names, for error messages. */
  public static String names() {
    return String.join(", ", ALL.stream().map(TimingProfile::name).toList());
  }

  /** How long after its start a node may not know yet who else is there. */
  public long settleMs() {
    return (long) SETTLE_PINGS * pingIntervalMs;
  }

  /** How long a suspect of a fleet of that size has to object. */
  public long suspicionMs(int members) {
    int logarithm = Integer.SIZE - Integer.numberOfLeadingZeros(members);
    return (long) suspicionFactor * logarithm * pingIntervalMs;
  }
}
