package jellybean.system;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Value;

/**
 * The age of a routing table: a supervisor that starts anew continues with a higher epoch, each
 * change within one life raises the counter. The larger wins.
 */
record Version(long epoch, long counter) implements Comparable<Version> {
  static final Version NONE = new Version(0, 0);

  Version next() {
    return new Version(epoch, counter + 1);
  }

  Version nextLife() {
    return new Version(epoch + 1, 0);
  }

  @Override
  public int compareTo(Version other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(counter, other.counter);
  }

  Value toValue() {
    return EdnVector.of(Int.of(epoch), Int.of(counter));
  }

  static Version fromValue(Value value) {
    if (value instanceof EdnVector pair
        && pair.size() == 2
        && pair.get(0) instanceof Int epoch
        && pair.get(1) instanceof Int counter) {
      return new Version(epoch.value(), counter.value());
    }
    throw new ProtocolException(
        "bad table version: expected [epoch counter], found " + Fields.brief(value));
  }
}
