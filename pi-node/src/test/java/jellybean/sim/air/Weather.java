package jellybean.sim.air;

/**
 * What happens to packets on their way in one direction.
 *
 * @param minDelayMs of a packet
 * @param maxDelayMs of a packet; datagrams overtake each other within the difference
 * @param lossPerMille how many of a thousand packets are lost
 * @param duplicatePerMille how many of a thousand datagrams arrive twice
 * @param stragglerPerMille how many of a thousand packets take {@link #STRAGGLER_MS} more at most
 */
public record Weather(
    long minDelayMs,
    long maxDelayMs,
    int lossPerMille,
    int duplicatePerMille,
    int stragglerPerMille) {
  /** How late a straggler may be. */
  public static final long STRAGGLER_MS = 1_500;

  public static final Weather CALM = new Weather(1, 2, 0, 0, 0);
  public static final Weather WIRED = new Weather(1, 5, 1, 0, 1);
  public static final Weather WIFI = new Weather(1, 40, 50, 5, 10);
  public static final Weather STORM = new Weather(5, 300, 250, 30, 50);

  public Weather {
    if (minDelayMs < 0 || maxDelayMs < minDelayMs) {
      throw new IllegalArgumentException(
          "bad weather: expected 0 <= minDelayMs <= maxDelayMs, found "
              + minDelayMs
              + " and "
              + maxDelayMs);
    }
  }
}
