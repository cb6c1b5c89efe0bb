package jellybean.edn;

/** Questions about code points. */
final class Unicode {
  /** From the registered sign to the small Pamphylian digamma all are visible. */
  private static final int FIRST_VISIBLE = 0xae;

  private static final int LAST_VISIBLE = 0x377;

  /** Part of the spelling of words and emoji. */
  private static final int NON_JOINER = 0x200c;

  private static final int JOINER = 0x200d;

  private Unicode() {}

  /**
   * True for what a reader of printed text could not see or tell from a blank: controls, spaces
   * other than U+0020, separators of lines, marks of direction and byte order, halves of surrogate
   * pairs and code points that mean nothing. Printed as escapes, not allowed in names.
   */
  static boolean isInvisible(int codePoint) {
    return (codePoint < FIRST_VISIBLE || codePoint > LAST_VISIBLE) && isInvisibleKind(codePoint);
  }

  private static boolean isInvisibleKind(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> codePoint != ' ';
      case Character.FORMAT -> codePoint != NON_JOINER && codePoint != JOINER;
      default -> false;
    };
  }

  /** The index of the first half of a surrogate pair without its other half; -1 if none. */
  static int firstUnpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (text.codePointAt(i) < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
        return i;
      }
      i++;
    }
    return -1;
  }

  /** What separates tokens, commas aside: the same as for Clojure's reader. */
  static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint);
  }
}
