package jellybean.system;

/** When a child that ended is started again (Erlang/OTP, supervisor, child specification). */
public enum RestartType {
  /** Always. */
  PERMANENT,
  /** Only after a crash. */
  TRANSIENT,
  /** Never. */
  TEMPORARY
}
