package jellybean.lang;

/**
 * What one evaluation may use.
 *
 * @param fuel units; one for each call, loop turn and element a built-in touches
 * @param callDepth calls of functions that are active at the same time
 * @param valueBytes weight of any one value that a program makes, see {@code Value.weightBytes}
 */
public record Budget(long fuel, int callDepth, int valueBytes) {

  public static final long DEFAULT_FUEL = 200_000;
  public static final int DEFAULT_CALL_DEPTH = 256;
  public static final int DEFAULT_VALUE_BYTES = 4 << 20;

  /** The budget of one message (design, limits). */
  public static final Budget DEFAULT =
      new Budget(DEFAULT_FUEL, DEFAULT_CALL_DEPTH, DEFAULT_VALUE_BYTES);

  public Budget {
    if (fuel < 0 || callDepth < 1 || valueBytes < 1) {
      throw new IllegalArgumentException(
          "a budget needs fuel >= 0, callDepth >= 1 and valueBytes >= 1, found "
              + fuel
              + ", "
              + callDepth
              + " and "
              + valueBytes);
    }
  }

  public Budget withFuel(long units) {
    return new Budget(units, callDepth, valueBytes);
  }
}
