package jellybean.edn;

import org.jspecify.annotations.Nullable;

/** A form that has begun and waits for its parts. Reused for one form after the other. */
final class OpenForm {
  /** The kinds, with how they begin and what ends them. */
  enum Kind {
    LIST("(", ')'),
    VECTOR("[", ']'),
    MAP("{", '}'),
    SET("#{", '}'),
    /** Waits for the value under a tag. */
    TAG("#", '\0'),
    /** Waits for a value to throw away. */
    DISCARD("#_", '\0'),
    /** Waits for metadata, which is thrown away. */
    META("^", '\0'),
    /** Waits for the value that metadata was given for. */
    META_TARGET("^", '\0');

    final String opening;
    final char closing;

    Kind(String opening, char closing) {
      this.opening = opening;
      this.closing = closing;
    }

    boolean isCollection() {
      return closing != '\0';
    }
  }

  Kind kind = Kind.LIST;

  /** Index of its first byte. */
  int start;

  /** Its place, if positions are wanted. */
  Position at = Position.NOWHERE;

  /** How many parts of outer forms lie below its own. */
  int base;

  /** The symbol of a tag, or the namespace of a map; null without either. */
  @Nullable Symbol symbol;

  void begin(Kind newKind, int newStart, int newBase, @Nullable Symbol newSymbol) {
    kind = newKind;
    start = newStart;
    base = newBase;
    symbol = newSymbol;
    at = Position.NOWHERE;
  }
}
