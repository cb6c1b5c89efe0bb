package jellybean.edn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keywords, symbols and constants that keep coming by their bytes, without making a
 * string or checking the name again: one place per hash, the latest wins. Threads share it without
 * coordination: entries are immutable, and whoever does not see one reads the token in full.
 */
final class RecentTokens {
  private static final int PLACES = 1024;

  /** Longer ones would hold on to memory for little gain. */
  private static final int MAX_BYTES = 64;

  private static final @Nullable Entry[] PLACE = new Entry[PLACES];

  private RecentTokens() {}

  /** Its fields are final, so that other threads see all of it or nothing. */
  private static final class Entry {
    final byte[] printed;
    final Value value;

    Entry(byte[] printed, Value value) {
      this.printed = printed;
      this.value = value;
    }
  }

  /** Folds the next byte of a token into its hash, which starts with 0. */
  static int hash(int soFar, byte next) {
    return soFar * 31 + next;
  }

  /** What is printed exactly so; null if it is not among the recent ones. */
  static @Nullable Value find(int hash, byte[] bytes, int from, int to) {
    Entry entry = PLACE[place(hash)];
    if (entry == null) {
      return null;
    }
    byte[] printed = entry.printed;
    return Arrays.equals(printed, 0, printed.length, bytes, from, to) ? entry.value : null;
  }

  /** Keeps a value that is printed as this ASCII token. */
  static void remember(int hash, String token, Value value) {
    if (token.length() <= MAX_BYTES) {
      byte[] printed = token.getBytes(StandardCharsets.ISO_8859_1);
      PLACE[place(hash)] = new Entry(printed, value);
    }
  }

  private static int place(int hash) {
    return (hash ^ (hash >>> 10)) & (PLACES - 1);
  }
}
