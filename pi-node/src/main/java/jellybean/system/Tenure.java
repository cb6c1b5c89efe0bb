package jellybean.system;

import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/**
 * That a member runs the root of a system.
 *
 * @param epoch which names the member; the larger wins
 * @param base the epoch that it continues: what was begun under others, since, is another branch
 * @param electorate how many members it saw when it took the epoch, itself included
 */
record Tenure(Stamp epoch, Stamp base, int electorate) {
  private static final Keyword BASE = Keyword.of("base");
  private static final Keyword ELECTORATE = Keyword.of("electorate");

  /** Nobody has run it yet. */
  static Tenure named(Stamp epoch, int electorate) {
    return new Tenure(epoch, epoch, electorate);
  }

  /** Whether no member has begun it yet. */
  boolean isOnlyNamed() {
    return base.equals(epoch);
  }

  /** The one that follows. */
  Tenure next(Stamp taken, int seen) {
    return new Tenure(taken, epoch, seen);
  }

  boolean isAfter(Tenure other) {
    return epoch.compareTo(other.epoch) > 0;
  }

  /** Whether what was written under an epoch belongs to this tenure or to one it continues. */
  boolean continues(Stamp written) {
    return written.equals(epoch) || written.compareTo(base) <= 0;
  }

  /** {@code {:epoch [1 "a"] :base [0 "a"] :electorate 3}}. */
  EdnMap toValue() {
    return EdnMap.of(
        Protocol.EPOCH, epoch.toValue(), BASE, base.toValue(), ELECTORATE, Int.of(electorate));
  }

  static Tenure fromValue(EdnMap map) {
    return new Tenure(
        Stamp.fromValue(Fields.at(map, Protocol.EPOCH)),
        Stamp.fromValue(Fields.at(map, BASE)),
        Math.clamp(Fields.longAt(map, ELECTORATE), 0, Integer.MAX_VALUE));
  }
}
