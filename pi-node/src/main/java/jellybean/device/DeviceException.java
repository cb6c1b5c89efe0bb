package jellybean.device;

/** A device cannot be made as it is declared; the message says what was expected and found. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }
}
