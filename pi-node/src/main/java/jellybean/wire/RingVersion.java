package jellybean.wire;

import java.util.Comparator;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/**
 * Which of two key rings is the newer: every change counts on, and names the member that made it,
 * so that no two changes have the same version. As a value {@code [4 "a"]}.
 */
public record RingVersion(long counter, String changedBy) implements Comparable<RingVersion> {
  /** The version of a ring as provisioning made it. */
  public static final RingVersion FIRST = new RingVersion(0, "");

  /**
   * So many changes may one member be behind another; a counter that is further ahead would leave
   * no room for later changes.
   */
  public static final long MAX_BEHIND = 1_000_000;

  private static final Comparator<RingVersion> ORDER =
      Comparator.comparingLong(RingVersion::counter).thenComparing(RingVersion::changedBy);

  /** The version of the next change. */
  public RingVersion next(NodeId changing) {
    return new RingVersion(counter + 1, changing.value());
  }

  public boolean isNewerThan(RingVersion other) {
    return compareTo(other) > 0;
  }

  /** Whether it can come after the other. */
  public boolean isPlausibleAfter(RingVersion other) {
    return counter - other.counter <= MAX_BEHIND;
  }

  @Override
  public int compareTo(RingVersion other) {
    return ORDER.compare(this, other);
  }

  public Value toValue() {
    return EdnVector.of(Int.of(counter), new Text(changedBy));
  }

  /**
   * @throws FrameException if it is none
   */
  static RingVersion of(String what, Value value) {
    EdnVector pair = Fields.vector(what, value, 2);
    long counter = Fields.integer(what, pair.get(0), 0, Long.MAX_VALUE - 1);
    String by = Fields.as(Text.class, "text", what, pair.get(1)).value();
    if (counter == 0 && by.isEmpty()) {
      return FIRST;
    }
    try {
      return new RingVersion(counter, new NodeId(by).value());
    } catch (BadNameException e) {
      throw Fields.malformed(what, "a node id", Fields.shown(pair));
    }
  }

  @Override
  public String toString() {
    return counter == 0 ? "0" : counter + " by " + changedBy;
  }
}
