package jellybean.bench.cells;

/** The rig itself cannot go on; what it says about the nodes is worth nothing then. */
final class RigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RigException(String message) {
    super(message);
  }

  RigException(String message, Throwable cause) {
    super(message, cause);
  }
}
