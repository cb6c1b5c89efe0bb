package jellybean.edn;

import java.util.UUID;

/** A universally unique id: {@code #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}. */
public record Uuid(UUID value) implements Value {

  @Override
  public int weightBytes() {
    return Weight.UUID;
  }

  @Override
  public int hashCode() {
    return Hashing.mix(
        Hashing.next(
                Hashing.ofLong(value.getMostSignificantBits()),
                Hashing.ofLong(value.getLeastSignificantBits()))
            ^ Hashing.UUID);
  }

  @Override
  public String toString() {
    return "#uuid \"" + value + "\"";
  }
}
