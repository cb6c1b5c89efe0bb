package jellybean.node;

/** A setting of a node is of no use; the message says which, what was expected and found. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
