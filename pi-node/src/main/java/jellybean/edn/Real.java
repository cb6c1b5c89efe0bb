package jellybean.edn;

/**
 * A double: {@code 1.5}, {@code 1.0E10}, {@code ##Inf}, {@code ##-Inf}, {@code ##NaN}. {@code -0.0}
 * equals {@code 0.0}; {@code ##NaN} equals nothing.
 */
public record Real(double value) implements Num {

  public static Real of(double value) {
    return new Real(value);
  }

  @Override
  public int weightBytes() {
    return Weight.NUMBER;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Real that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Hashing.ofLong(Double.doubleToLongBits(value == 0 ? 0 : value) ^ Hashing.REAL);
  }

  @Override
  public String toString() {
    if (Double.isNaN(value)) {
      return "##NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "##Inf" : "##-Inf";
    }
    return Double.toString(value);
  }
}
