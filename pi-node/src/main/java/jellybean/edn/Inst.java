package jellybean.edn;

import java.time.Instant;

/**
 * A point in time: {@code #inst "2025-01-31T12:00:00Z"}. Nanoseconds are kept.
 *
 * @param value in the years 0000 to 9999, which RFC 3339 can write
 */
public record Inst(Instant value) implements Value {
  private static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /**
   * @throws IllegalArgumentException outside the years 0000 to 9999
   */
  public Inst {
    if (value.isBefore(MIN) || value.isAfter(MAX)) {
      throw new IllegalArgumentException(
          "bad #inst: expected a year from 0000 to 9999, found " + value);
    }
  }

  @Override
  public int weightBytes() {
    return Weight.INST;
  }

  @Override
  public int hashCode() {
    return Hashing.mix(
        Hashing.next(Hashing.ofLong(value.getEpochSecond()), value.getNano()) ^ Hashing.INST);
  }

  @Override
  public String toString() {
    return "#inst \"" + value + "\"";
  }
}
