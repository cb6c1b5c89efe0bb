package jellybean.sim;

/** A mistake planted into a simulated cluster, to see that it is noticed. */
public enum Flaw {
  /** Links remember nothing of what was received: what is sent again is delivered again. */
  NO_DUPLICATE_TABLE,
  /** What is unconfirmed when a peer is given up is forgotten instead of handed back. */
  NOTHING_HANDED_BACK,
  /** Now and then an envelope is delivered after the one that follows it. */
  REORDERS,
  /** Now and then an envelope is confirmed and not delivered. */
  LOSES,
  /** Documents that a node hears of from a newcomer are not asked for. */
  NO_ANTI_ENTROPY,
  /** Hosts take any table for newer than the one they have. */
  TABLE_VERSION_IGNORED,
  /** An actor that moved lets in what comes directly before the fence of its sender's node. */
  NO_FENCE,
  /** Documents do not remember what was taken away. */
  FORGETS_TOMBSTONES,
  /** Hosts start anew what they were asked to adopt. */
  ADOPTION_RESTARTS,
  /** What has no leave to run where the majority is not runs all the same. */
  NO_LEASE,
  /** A home does not wait until a host that it admits no longer has used up its leave. */
  LOANS_NOT_AWAITED
}
