package jellybean.cluster.majority;

/**
 * The few decisions that safety rests on, set apart so that a test can break one at a time and show
 * that it notices.
 */
class Rules {
  static final Rules STANDARD = new Rules();

  /** Two quorums of one electorate share an elector. */
  int quorum(int electors) {
    return electors / 2 + 1;
  }

  /** A grantor gives its vote to nobody else before the lease that it granted has ended. */
  boolean isLeased(long untilMs, long nowMs) {
    return nowMs < untilMs;
  }

  /** A grantor that restarted may have granted a lease shortly before. */
  boolean isBarred(long untilMs, long nowMs) {
    return nowMs < untilMs;
  }

  /** The answer to a question was given after it was asked and before it came. */
  long leaseBeganMs(long askedMs, long cameMs) {
    return askedMs;
  }

  /** A claimant goes by what the electors know of later epochs, not only by what it knew. */
  boolean isHeeded(Configuration reported) {
    return true;
  }

  /** A grantor accepts nothing that is lower than what it promised. */
  boolean mayAccept(Epoch proposed, Epoch promised) {
    return proposed.compareTo(promised) >= 0;
  }

  /** A lease goes on only if nobody else was promised anything since it was first granted. */
  boolean mayRenew(Epoch renewed, Epoch promisedSince) {
    return renewed.compareTo(promisedSince) >= 0;
  }

  /** A claimant proposes again the electorate of an epoch that may have been activated. */
  boolean isProposedAgain(Configuration doubt) {
    return true;
  }

  /** A home gives up when somebody accepted another one's higher epoch. */
  boolean isYielding(Configuration accepted) {
    return true;
  }

  /** A home takes a higher epoch only when its lease there lasts as long as what it has lent. */
  boolean isCovered(long lentMs, long leaseEndMs) {
    return leaseEndMs >= lentMs;
  }
}
