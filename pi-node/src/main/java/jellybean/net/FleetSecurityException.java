package jellybean.net;

/** A change of the fleet's security that was refused or is unfinished; the message says why. */
public final class FleetSecurityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FleetSecurityException(String message) {
    super(message);
  }

  FleetSecurityException(String message, Exception cause) {
    super(message, cause);
  }
}
