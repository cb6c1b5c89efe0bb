package jellybean.system;

/** A part of a node got a message that it does not understand; says what was expected and found. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
