package jellybean.edn;

/** A string. May hold any UTF-16 text; what is not valid Unicode is printed as escapes. */
public record Text(String value) implements Value {

  public static Text of(String value) {
    return new Text(value);
  }

  @Override
  public int weightBytes() {
    return Weight.plus(Weight.TEXT, value.length());
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return EdnPrinter.toString(this);
  }
}
