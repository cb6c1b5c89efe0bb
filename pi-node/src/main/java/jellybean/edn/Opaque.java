package jellybean.edn;

/**
 * A value without an EDN form, such as a function. It may be held by collections, but printing it
 * throws {@link EdnException}. Implementations define equality and hash; a hash that depends on
 * identity makes the order of large maps with such keys differ from run to run.
 */
public non-sealed interface Opaque extends Value {

  /** What it is, for the message {@code cannot print …}: {@code "the function add"}. */
  default String description() {
    return "a value without an EDN form";
  }

  @Override
  default int weightBytes() {
    return Weight.OPAQUE;
  }
}
