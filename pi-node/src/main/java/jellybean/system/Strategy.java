package jellybean.system;

/** Who else starts again when a child does (Erlang/OTP, supervisor, restart strategy). */
public enum Strategy {
  /** Nobody. */
  ONE_FOR_ONE,
  /** All children. */
  ONE_FOR_ALL,
  /** Those that started after it. */
  REST_FOR_ONE
}
