package jellybean.system;

/**
 * What a supervisor does about its children's ends (Erlang/OTP, supervisor, supervisor flags).
 *
 * @param intensity of restarts that is too much
 * @param onPartition of the whole system, if it is its outermost supervisor
 */
public record Supervision(
    Strategy strategy,
    Intensity intensity,
    AutoShutdown autoShutdown,
    Backoff backoff,
    OnPartition onPartition) {

  public static final Supervision DEFAULT =
      new Supervision(
          Strategy.ONE_FOR_ONE,
          Intensity.DEFAULT,
          AutoShutdown.NEVER,
          Backoff.NONE,
          OnPartition.AVAILABLE);

  Supervision alone() {
    return new Supervision(strategy, intensity, autoShutdown, backoff, OnPartition.AVAILABLE);
  }

  /**
   * How many restarts are too many: more than {@code max} within {@code withinMs} ends the
   * supervisor (Erlang/OTP, supervisor, "Maximum Restart Intensity").
   */
  public record Intensity(int max, long withinMs) {
    public static final Intensity DEFAULT = new Intensity(1, 5_000);
  }
}
