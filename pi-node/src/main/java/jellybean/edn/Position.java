package jellybean.edn;

/**
 * A place in a text.
 *
 * @param line counted from 1; lines end with a line feed
 * @param column counted from 1 in Unicode code points
 */
public record Position(int line, int column) {
  /** The place of what does not come from a text. */
  public static final Position NOWHERE = new Position(0, 0);

  public static final Position START = new Position(1, 1);

  /** {@code line:column}. */
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
