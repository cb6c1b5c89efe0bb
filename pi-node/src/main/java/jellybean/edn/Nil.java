package jellybean.edn;

/**
 * {@code nil}. The one instance is {@link #NIL}; it may be compared with {@code ==}.
 *
 * <p>Not an enum, because the hash of an enum constant differs from one JVM to the next.
 */
public final class Nil implements Value {
  public static final Nil NIL = new Nil();

  private Nil() {}

  @Override
  public int weightBytes() {
    return Weight.SHARED;
  }

  @Override
  public int hashCode() {
    return Hashing.NIL;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return "nil";
  }
}
