package jellybean.edn;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Hash arithmetic with fixed seeds. The numbers decide the iteration order of large maps and sets:
 * changing one changes that order on every node.
 */
final class Hashing {
  static final int NIL = 0x2c1b3c6d;
  static final int TRUE = 0x297a2d39;
  static final int FALSE = 0x1b56c4e9;
  static final int CHAR = 0x64f1d5a3;
  static final int KEYWORD = 0x5bd1e995;
  static final int SYMBOL = 0x3c6ef372;
  static final int INST = 0x510e527f;
  static final int UUID = 0x1f83d9ab;
  static final int BYTES = 0x4cf5ad43;
  static final int TAGGED = 0x27d4eb2f;
  static final int DECIMAL = 0x165667b1;
  static final int SEQUENTIAL = 0x2745937f;
  static final int MAP = 0x38b34ae5;
  static final int SET = 0x0e17a4c9;
  static final long REAL = 0x6a09e667f3bcc908L;

  private static final int PRIME_BITS = 61;
  private static final long PRIME = (1L << PRIME_BITS) - 1;
  private static final long TEN = 10;

  /** Times ten it leaves the remainder 1. */
  private static final long TENTH = 2_075_258_708_292_324_556L;

  /** Stands for "not computed yet" in the caches of collections. */
  static final int UNKNOWN = 0;

  private static final int ZERO_HASH_BECOMES = 1;
  private static final int FACTOR = 31;

  private Hashing() {}

  static int mix(int hash) {
    int mixed = hash;
    mixed = (mixed ^ (mixed >>> 16)) * 0x7feb352d;
    mixed = (mixed ^ (mixed >>> 15)) * 0x846ca68b;
    return mixed ^ (mixed >>> 16);
  }

  static int ofLong(long value) {
    long mixed = value * 0x9e3779b97f4a7c15L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  /**
   * The same for decimals that differ in their scale alone. They are hashed as remainders by a
   * prime, in which a power of ten costs as little as a digit: cutting trailing zeros off, the
   * obvious way, takes time quadratic in their number.
   */
  static int ofDecimal(BigDecimal value) {
    long digits = value.unscaledValue().mod(BigInteger.valueOf(PRIME)).longValue();
    long base = value.scale() < 0 ? TEN : TENTH;
    long scaled = digits;
    for (long left = Math.abs((long) value.scale()); left > 0; left >>= 1) {
      scaled = (left & 1) == 1 ? timesModulo(scaled, base) : scaled;
      base = timesModulo(base, base);
    }
    return mix(ofLong(scaled) ^ DECIMAL);
  }

  /** The product of two remainders by {@link #PRIME}, as one. */
  private static long timesModulo(long a, long b) {
    long low = a * b;
    long high = Math.multiplyHigh(a, b);
    long sum = (low & PRIME) + (low >>> PRIME_BITS | high << Long.SIZE - PRIME_BITS);
    return sum >= PRIME ? sum - PRIME : sum;
  }

  /** Folds the hash of the next element of a sequence into {@code soFar}. */
  static int next(int soFar, int elementHash) {
    return soFar * FACTOR + elementHash;
  }

  /** The share of one entry in the hash of a map: shares are added up, order does not matter. */
  static int entry(int keyHash, int valueHash) {
    return mix(keyHash * FACTOR + valueHash);
  }

  static int known(int computed) {
    return computed == UNKNOWN ? ZERO_HASH_BECOMES : computed;
  }

  /**
   * Makes the caches of everything deep inside {@code root} ready, innermost first, so that
   * computing its own hash recurses no deeper than {@link Nesting#RECURSION}.
   */
  static void prepare(Coll root) {
    List<Coll> deep = new ArrayList<>();
    IdentityHashMap<Coll, Boolean> seen = new IdentityHashMap<>();
    ArrayDeque<Coll> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      for (Value child : children(open.poll())) {
        if (Nesting.strip(child) instanceof Coll coll
            && coll.depth() > Nesting.RECURSION
            && seen.put(coll, true) == null) {
          deep.add(coll);
          open.add(coll);
        }
      }
    }
    deep.sort(Comparator.comparingInt(Value::depth));
    deep.forEach(Hashing::fillCache);
  }

  private static Iterable<Value> children(Coll coll) {
    return coll instanceof EdnMap map ? map.values() : coll;
  }

  private static void fillCache(Coll coll) {
    switch (coll) {
      case EdnVector vector -> vector.computeHash();
      case EdnList list -> list.computeHash();
      case EdnMap map -> map.computeHash();
      case EdnSet set -> set.computeHash();
    }
  }
}
