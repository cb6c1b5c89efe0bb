package jellybean.edn;

/** Questions about code points. */
final class Unicode {
  private static final int BYTE_ORDER_MARK = 0xfeff;

  private Unicode() {}

  /**
   * True for what a reader of printed text could not see or tell from a blank: controls, spaces
   * other than U+0020, separators of lines, byte order marks, halves of surrogate pairs and code
   * points that mean nothing. Printed as escapes, not allowed in names.
   */
  static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> codePoint != ' ';
      default -> codePoint == BYTE_ORDER_MARK;
    };
  }

  /** What separates tokens, commas aside: the same as for Clojure's reader. */
  static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint);
  }
}
