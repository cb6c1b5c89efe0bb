package jellybean.net;

/** Membership could not be started. */
public final class MembershipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MembershipException(String what, Throwable cause) {
    super(what, cause);
  }
}
