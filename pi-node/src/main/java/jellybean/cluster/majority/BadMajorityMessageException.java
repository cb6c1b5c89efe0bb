package jellybean.cluster.majority;

/** What came is no message between electors; says what was expected and what was found. */
public final class BadMajorityMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadMajorityMessageException(String message) {
    super(message);
  }
}
