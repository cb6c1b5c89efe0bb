package jellybean.edn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keywords that keep coming by their bytes, without making a string: one place per hash,
 * the latest wins. Threads share it without coordination: a keyword is immutable, and whoever does
 * not see it looks in the table of all.
 */
final class RecentKeywords {
  private static final int PLACES = 512;

  /** Longer ones would hold on to memory for little gain. */
  private static final int MAX_BYTES = 64;

  private static final @Nullable Keyword[] PLACE = new Keyword[PLACES];

  private RecentKeywords() {}

  /** The keyword printed exactly so; null if it is not among the recent ones. */
  static @Nullable Keyword find(byte[] bytes, int from, int to) {
    Keyword candidate = PLACE[place(bytes, from, to)];
    if (candidate == null) {
      return null;
    }
    byte[] printed = candidate.utf8();
    return Arrays.equals(printed, 0, printed.length, bytes, from, to) ? candidate : null;
  }

  static void remember(Keyword keyword) {
    byte[] printed = keyword.utf8();
    if (printed.length <= MAX_BYTES) {
      PLACE[place(printed, 0, printed.length)] = keyword;
    }
  }

  private static int place(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return (hash ^ (hash >>> 9)) & (PLACES - 1);
  }
}
