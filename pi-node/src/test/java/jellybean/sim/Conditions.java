package jellybean.sim;

/**
 * What the simulated network does to envelopes. Links resend what is lost, so a loss costs time;
 * whatever waits behind it on the same pair of nodes waits too.
 *
 * @param minDelayMs of a frame on the air
 * @param maxDelayMs of a frame on the air
 * @param lossPerMille how many of a thousand frames must be sent again
 * @param resendMs how long a sender waits before it sends again
 * @param keepsOrder whether envelopes of one pair of nodes stay in order
 */
public record Conditions(
    long minDelayMs, long maxDelayMs, int lossPerMille, long resendMs, boolean keepsOrder) {
  public static final Conditions CALM = new Conditions(1, 1, 0, 0, true);
  public static final Conditions WIFI = new Conditions(1, 40, 50, 200, true);
  public static final Conditions WILD = new Conditions(0, 500, 200, 400, true);
}
