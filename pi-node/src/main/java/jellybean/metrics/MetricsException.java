package jellybean.metrics;

/** Metrics cannot be shown: where and why. */
public final class MetricsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MetricsException(String message, Throwable cause) {
    super(message, cause);
  }
}
