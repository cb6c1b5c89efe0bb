package jellybean.edn;

/** A character: {@code \a}, {@code \newline}, {@code \u0007}. One UTF-16 unit, as in Clojure. */
public record Char(char value) implements Value {

  @Override
  public int weightBytes() {
    return Weight.NUMBER;
  }

  @Override
  public int hashCode() {
    return Hashing.mix(value ^ Hashing.CHAR);
  }

  @Override
  public String toString() {
    return EdnPrinter.toString(this);
  }
}
