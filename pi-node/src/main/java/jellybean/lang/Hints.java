package jellybean.lang;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what a misspelt name was meant to be. */
final class Hints {

  private static final int MAX_DISTANCE = 2;
  private static final int CHARS_PER_MISTAKE = 3;
  private static final int MAX_LENGTH = 64;

  /** No more names than these are compared letter by letter. */
  private static final int MAX_COMPARED = 512;

  private Hints() {}

  /** {@code ", did you mean …?"}, or nothing if no known name is close. */
  static String forName(String name, Collection<String> known) {
    int mistakes = Math.min(MAX_DISTANCE, name.length() / CHARS_PER_MISTAKE);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= mistakes)
        .limit(MAX_COMPARED)
        .filter(candidate -> distance(name, candidate) <= mistakes)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(best -> ", did you mean " + best + "?")
        .orElse("");
  }

  /** Letters to insert, delete, replace or swap with their neighbour to turn one into the other. */
  static int distance(String a, String b) {
    if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
      return Integer.MAX_VALUE;
    }
    int[][] best = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        best[i][j] = i == 0 || j == 0 ? i + j : step(best, a, b, i, j);
      }
    }
    return best[a.length()][b.length()];
  }

  private static int step(int[][] best, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int cost = best[i - 1][j - 1] + (same ? 0 : 1);
    cost = Math.min(cost, Math.min(best[i - 1][j], best[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, best[i - 2][j - 2] + 1) : cost;
  }
}
