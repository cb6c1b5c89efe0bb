package jellybean.cluster.majority;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import jellybean.message.NodeId;

/** The one rule: of all nodes that run a system at a moment, all do so in the same tenure. */
final class Tenures {
  private Optional<Epoch> last = Optional.empty();
  private long count;

  /** What is broken, if the rule is. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isOfSafety;

    Violation(String message, boolean isOfSafety) {
      super(message);
      this.isOfSafety = isOfSafety;
    }

    /** Two ran at once; otherwise nobody did, when somebody should have. */
    boolean isOfSafety() {
      return isOfSafety;
    }
  }

  /**
   * @param running the tenures that run now, each with a node that runs in it
   * @return what is wrong, if anything is
   */
  Optional<String> check(SortedMap<Epoch, NodeId> running) {
    if (running.size() > 1) {
      return Optional.of("two tenures run at once: " + running);
    }
    for (Map.Entry<Epoch, NodeId> tenure : running.entrySet()) {
      Epoch epoch = tenure.getKey();
      if (last.filter(l -> l.isAbove(epoch)).isPresent()) {
        return Optional.of(tenure + " runs again after " + last.get());
      }
      if (!last.equals(Optional.of(epoch))) {
        last = Optional.of(epoch);
        count++;
      }
    }
    return Optional.empty();
  }

  /** How many there were. */
  long count() {
    return count;
  }
}
