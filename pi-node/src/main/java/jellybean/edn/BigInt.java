package jellybean.edn;

import java.math.BigInteger;

/**
 * An integer of any size, printed with an {@code N}: {@code 1N}. It keeps its kind even if it would
 * fit a {@link Int}, as arithmetic on it never overflows; equality looks at the value only.
 */
public record BigInt(BigInteger value) implements Num {
  private static final int LONG_BITS = 63;

  public static BigInt of(long value) {
    return new BigInt(BigInteger.valueOf(value));
  }

  boolean isLong(long other) {
    return value.bitLength() <= LONG_BITS && value.longValue() == other;
  }

  @Override
  public int weightBytes() {
    return Weight.NUMBER + Weight.BIG_INTEGER + value.bitLength() / Byte.SIZE;
  }

  @Override
  public boolean equals(Object other) {
    if (other instanceof BigInt that) {
      return value.equals(that.value);
    }
    return other instanceof Int that && isLong(that.value());
  }

  @Override
  public int hashCode() {
    return value.bitLength() <= LONG_BITS
        ? Hashing.ofLong(value.longValue())
        : Hashing.mix(value.hashCode());
  }

  @Override
  public String toString() {
    return value + "N";
  }
}
