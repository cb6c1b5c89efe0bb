package jellybean.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Highest-random-weight hashing (Thaler and Ravishankar, 1998): everyone who knows the same
 * candidates picks the same one for a key, and losing a candidate moves only what it had.
 */
public final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Rendezvous() {}

  /** The candidate that ranks first for {@code key}; empty if there is none. */
  public static <T extends Comparable<T>> Optional<T> choose(long key, Collection<T> candidates) {
    return candidates.stream()
        .max(
            Comparator.<T>comparingLong(c -> weight(key, c.toString()))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The one of several candidates that has a key; the only one if there is no other. */
  public static <T extends Comparable<T>> T byKey(List<T> candidates, Object key) {
    return candidates.size() == 1
        ? candidates.getFirst()
        : choose(key.hashCode(), candidates).orElseThrow();
  }

  /** A 64-bit hash of text (FNV-1a, then mixed), the same on every node and in every release. */
  public static long hash(String text) {
    long h = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(h);
  }

  /** The weight of {@code candidate} for {@code key}; compare as a signed number. */
  public static long weight(long key, String candidate) {
    return mix(hash(candidate) ^ mix(key));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every bit. */
  public static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
