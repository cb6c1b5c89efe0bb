package jellybean.system;

/**
 * How a supervisor keeps a child (Erlang/OTP, supervisor, child specification).
 *
 * @param significant whether its end by itself may end the supervisor, see {@link AutoShutdown}
 */
public record ChildPolicy(
    Place place, RestartType restart, Shutdown shutdown, boolean significant) {
  /** Of an actor or device about which its document says nothing. */
  public static final ChildPolicy DEFAULT =
      new ChildPolicy(new Place.Here(), RestartType.PERMANENT, Shutdown.DEFAULT, false);
}
