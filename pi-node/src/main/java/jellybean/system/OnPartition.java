package jellybean.system;

import jellybean.edn.Keyword;

/** What a system does in a part of the fleet that cannot reach the rest. */
public enum OnPartition {
  /** It runs in every part. */
  AVAILABLE,
  /** It runs where more than half of the electorate is, and nowhere twice. */
  MAJORITY;

  Keyword keyword() {
    return this == MAJORITY ? Keys.MAJORITY : Keys.AVAILABLE;
  }
}
