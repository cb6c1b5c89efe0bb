package jellybean.edn;

import java.math.BigDecimal;

/**
 * An exact decimal, printed with an {@code M}: {@code 1.50M}. The scale is kept and printed, but
 * {@code 1.5M} equals {@code 1.50M}, as in Clojure.
 */
public record Decimal(BigDecimal value) implements Num {

  @Override
  public int weightBytes() {
    return Weight.NUMBER
        + Weight.BIG_INTEGER
        + (int) (value.precision() / Weight.DECIMAL_DIGITS_PER_BYTE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Decimal that && value.compareTo(that.value) == 0;
  }

  @Override
  public int hashCode() {
    return Hashing.ofDecimal(value);
  }

  @Override
  public String toString() {
    return value + "M";
  }
}
