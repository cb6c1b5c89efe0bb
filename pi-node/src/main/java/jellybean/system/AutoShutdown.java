package jellybean.system;

/** Whether a supervisor ends with its significant children (Erlang/OTP, {@code auto_shutdown}). */
public enum AutoShutdown {
  NEVER,
  /** When any of them has ended by itself. */
  ANY_SIGNIFICANT,
  /** When the last of them has ended by itself. */
  ALL_SIGNIFICANT
}
