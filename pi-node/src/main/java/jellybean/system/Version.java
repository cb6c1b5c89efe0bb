package jellybean.system;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * The age of a routing table; the larger wins. First counts the epoch of the system's home, so that
 * of two halves of a fleet that ran the same system apart one is right in all; then the life of the
 * supervisor within that epoch; then the changes within that life.
 */
record Version(Stamp epoch, long life, long counter) implements Comparable<Version> {
  private static final int PARTS = 3;

  static final Version NONE = new Version(new Stamp(0, new NodeId("none")), 0, 0);

  Version next() {
    return new Version(epoch, life, counter + 1);
  }

  /** What a supervisor begins with that comes after one whose last version was this. */
  Version nextLife(Stamp now) {
    return new Version(now, epoch.equals(now) ? life + 1 : 1, 0);
  }

  /** What a supervisor that lives on goes on with under a new home. */
  Version under(Stamp now) {
    return new Version(now, life, counter);
  }

  boolean isOfSameLife(Version other) {
    return epoch.equals(other.epoch) && life == other.life;
  }

  @Override
  public int compareTo(Version other) {
    int byEpoch = epoch.compareTo(other.epoch);
    int byLife = byEpoch != 0 ? byEpoch : Long.compare(life, other.life);
    return byLife != 0 ? byLife : Long.compare(counter, other.counter);
  }

  Value toValue() {
    return EdnVector.of(epoch.toValue(), Int.of(life), Int.of(counter));
  }

  static Version fromValue(Value value) {
    if (value instanceof EdnVector parts
        && parts.size() == PARTS
        && parts.get(1) instanceof Int life
        && parts.get(2) instanceof Int counter) {
      return new Version(Stamp.fromValue(parts.get(0)), life.value(), counter.value());
    }
    throw new ProtocolException(
        "bad table version: expected [epoch life counter], found " + Fields.brief(value));
  }
}
