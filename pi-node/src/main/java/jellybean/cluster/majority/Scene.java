package jellybean.cluster.majority;

import java.util.SortedSet;

/**
 * The circumstances of one system at one input.
 *
 * @param live the electors of the live members, this node's own among them
 * @param activated the last epoch that is known here to have been activated
 */
record Scene(
    Site site, String system, Moment moment, SortedSet<Elector> live, Configuration activated) {
  long nowMs() {
    return moment.nowMs();
  }

  /** When to ask again who does not answer: a little sooner or later than everybody else. */
  long retryMs() {
    int halfMs = Math.max(1, site.timing().retryMs() / 2);
    return nowMs() + halfMs + Long.remainderUnsigned(moment.random(), 2L * halfMs);
  }

  boolean isMine(Configuration configuration) {
    return configuration.isOf(site.node(), site.life());
  }
}
