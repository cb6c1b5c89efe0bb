package jellybean.edn;

/**
 * {@code true} and {@code false}. The two instances may be compared with {@code ==}.
 *
 * <p>Not an enum, because the hash of an enum constant differs from one JVM to the next.
 */
public final class Bool implements Value {
  public static final Bool FALSE = new Bool(false);
  public static final Bool TRUE = new Bool(true);

  private final boolean value;

  private Bool(boolean value) {
    this.value = value;
  }

  public static Bool of(boolean value) {
    return value ? TRUE : FALSE;
  }

  public boolean value() {
    return value;
  }

  @Override
  public int weightBytes() {
    return Weight.SHARED;
  }

  @Override
  public int hashCode() {
    return value ? Hashing.TRUE : Hashing.FALSE;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return value ? "true" : "false";
  }
}
