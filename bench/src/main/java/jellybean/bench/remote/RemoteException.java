package jellybean.bench.remote;

/** The measurement cannot go on; the message says what failed and where. */
final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemoteException(String message) {
    super(message);
  }

  RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
