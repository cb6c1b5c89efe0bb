package jellybean.wire;

/** A change of the key ring that would leave it unusable; the ring is unchanged. */
public final class KeyRingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyRingException(String message) {
    super(message);
  }
}
