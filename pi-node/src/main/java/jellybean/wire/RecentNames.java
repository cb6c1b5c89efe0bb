package jellybean.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names that keep coming by their bytes, without making a string or checking it again:
 * one place per hash, the latest wins. Threads share it without coordination: entries are
 * immutable, and whoever does not see one makes the name anew.
 */
final class RecentNames<T> {
  /** Names that are kept. */
  static final int PLACES = 256;

  /** Longer ones would hold on to memory for little gain. */
  static final int MAX_BYTES = 128;

  private final Function<String, T> naming;
  private final @Nullable Object[] places = new Object[PLACES];

  private record Entry(byte[] ascii, Object name) {}

  /**
   * @param naming makes a name of ASCII text, or throws
   */
  RecentNames(Function<String, T> naming) {
    this.naming = naming;
  }

  /** The name that these bytes, which are ASCII, stand for. */
  @SuppressWarnings("unchecked") // only what naming made is kept
  T of(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    int place = (hash ^ (hash >>> 8)) & (PLACES - 1);
    if (places[place] instanceof Entry entry
        && Arrays.equals(entry.ascii, 0, entry.ascii.length, bytes, from, to)) {
      return (T) entry.name;
    }
    T made = naming.apply(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    if (to - from <= MAX_BYTES) {
      places[place] = new Entry(Arrays.copyOfRange(bytes, from, to), made);
    }
    return made;
  }
}
