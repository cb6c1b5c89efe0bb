package jellybean.provisioning;

/** A fleet's keys or files could not be made as asked; the message says what and where. */
public final class ProvisioningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProvisioningException(String message) {
    super(message);
  }

  ProvisioningException(String message, Exception cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
