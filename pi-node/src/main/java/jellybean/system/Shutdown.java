package jellybean.system;

/**
 * How long a child that is told to end may take before it is killed (Erlang/OTP, supervisor, {@code
 * shutdown}).
 *
 * @param withinMs 0: it is not told, but killed at once
 */
public record Shutdown(long withinMs) {
  public static final Shutdown KILL = new Shutdown(0);
  public static final Shutdown FOREVER = new Shutdown(Long.MAX_VALUE);

  /** Of actors and devices. */
  public static final Shutdown DEFAULT = new Shutdown(5_000);

  boolean isKill() {
    return withinMs == 0;
  }

  boolean isLimited() {
    return withinMs != Long.MAX_VALUE;
  }
}
