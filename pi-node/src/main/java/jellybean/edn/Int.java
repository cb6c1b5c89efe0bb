package jellybean.edn;

/** A 64-bit integer: {@code 42}. Equal to a {@link BigInt} of the same value. */
public record Int(long value) implements Num {
  private static final int CACHED_FROM = -128;
  private static final int CACHED_TO = 1023;
  private static final Int[] CACHE = cache();

  /** The same as the constructor, but shares the instances of small numbers. */
  public static Int of(long value) {
    return value >= CACHED_FROM && value <= CACHED_TO
        ? CACHE[(int) value - CACHED_FROM]
        : new Int(value);
  }

  private static Int[] cache() {
    Int[] cache = new Int[CACHED_TO - CACHED_FROM + 1];
    for (int i = 0; i < cache.length; i++) {
      cache[i] = new Int(i + CACHED_FROM);
    }
    return cache;
  }

  @Override
  public int weightBytes() {
    return Weight.NUMBER;
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof Int that) {
      return value == that.value;
    }
    return other instanceof BigInt that && that.isLong(value);
  }

  @Override
  public int hashCode() {
    return Hashing.ofLong(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
