package jellybean.system;

import jellybean.edn.Position;
import jellybean.lang.Fault;

/** Files that make no bundle: too large, too many, badly named, not text. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;

  BundleException(String file, String message) {
    super(file + ": " + message);
    this.file = file;
  }

  /** The same as a fault at the start of the file. */
  public Fault toFault() {
    String detail = getMessage().substring(file.length() + 2);
    return new Fault(file, Position.START, detail);
  }
}
