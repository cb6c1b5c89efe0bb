package jellybean.system;

/**
 * What a supervisor does about its children's ends (Erlang/OTP, supervisor, supervisor flags).
 *
 * @param intensity of restarts that is too much
 */
public record Supervision(
    Strategy strategy, Intensity intensity, AutoShutdown autoShutdown, Backoff backoff) {

  public static final Supervision DEFAULT =
      new Supervision(Strategy.ONE_FOR_ONE, Intensity.DEFAULT, AutoShutdown.NEVER, Backoff.NONE);

  /**
   * How many restarts are too many: more than {@code max} within {@code withinMs} ends the
   * supervisor (Erlang/OTP, supervisor, "Maximum Restart Intensity").
   */
  public record Intensity(int max, long withinMs) {
    public static final Intensity DEFAULT = new Intensity(1, 5_000);
  }
}
