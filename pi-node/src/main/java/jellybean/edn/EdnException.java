package jellybean.edn;

/**
 * A text that is not EDN, goes past a bound, or a value that has no EDN form. The message of one
 * with a position starts {@code source:line:column: }.
 */
public final class EdnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String source;
  private final transient Position at;
  private final String detail;

  /** A fault in a text. */
  public EdnException(String source, Position at, String detail) {
    super(source + ":" + at + ": " + detail);
    this.source = source;
    this.at = at;
    this.detail = detail;
  }

  /** A fault of a value that does not come from a text. */
  public EdnException(String detail) {
    super(detail);
    this.source = "";
    this.at = Position.NOWHERE;
    this.detail = detail;
  }

  /** The name given to the reader, such as a file name; empty if there was no text. */
  public String source() {
    return source;
  }

  /** Where the fault is; {@link Position#NOWHERE} if there was no text. */
  public Position at() {
    return at;
  }

  /** The message without source and position. */
  public String detail() {
    return detail;
  }
}
